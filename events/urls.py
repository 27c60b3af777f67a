"""The doors of events, under /events/."""

from django.urls import path

from events.views import browse

app_name = "events"

urlpatterns = [
    path("", browse.event_list, name="list"),
    path("archive/", browse.archive, name="archive"),
    path("boards/<slug:slug>/", browse.board, name="board"),
    path("<slug:slug>/", browse.event, name="event"),
    path("<slug:slug>/event.ics", browse.event_calendar, name="calendar"),
    path("<slug:slug>/flyer/", browse.flyer, name="flyer"),
]
