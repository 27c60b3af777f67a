"""The feeds of events, under /feeds/."""

from django.urls import path

from events import feeds

urlpatterns = [
    path("events.ics", feeds.all_events, name="events_calendar"),
    path("events.atom", feeds.atom, name="events_atom"),
    path("events/kind/<slug:kind>.ics", feeds.of_kind, name="events_calendar_of_kind"),
    path("events/<slug:slug>.ics", feeds.of_neighborhood, name="events_calendar_of_neighborhood"),
]
