"""The doors of events, under /events/."""

from django.urls import path

from events.views import files, following, plain_page

app_name = "events"

urlpatterns = [
    path("photos/<int:pk>/", files.photo, name="photo"),
    path("papers/<int:pk>/", files.paper, name="paper"),
    path("following/<int:pk>/", following.following, name="following"),
    path("following/<int:pk>/stop/", following.stop, name="stop_following"),
    path("<slug:slug>/follow/", following.follow, name="follow"),
    path("<slug:slug>/", plain_page.event, name="event"),
]
