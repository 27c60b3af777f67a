"""The doors of events, under /events/."""

from django.urls import URLPattern, path

from events.views import notices

app_name = "events"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/notice/", notices.notice, name="notice"),
    path("<slug:slug>/notice.txt", notices.notice_text, name="notice_text"),
]
