"""The doors of events, under /events/."""

from django.urls import path

from events.views import files, following, plain_page, proposals

app_name = "events"

urlpatterns = [
    path("propose/", proposals.propose, name="propose"),
    path("invite/", proposals.invite, name="invite"),
    path("proposals/<int:pk>/", proposals.detail, name="proposal"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path("photos/<int:pk>/", files.photo, name="photo"),
    path("papers/<int:pk>/", files.paper, name="paper"),
    path("following/<int:pk>/", following.following, name="following"),
    path("following/<int:pk>/stop/", following.stop, name="stop_following"),
    path("<slug:slug>/follow/", following.follow, name="follow"),
    path("<slug:slug>/", plain_page.event, name="event"),
]
