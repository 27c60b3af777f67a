"""The doors of drives, under /donate/."""

from django.urls import path

from donations.views import own_pick_ups, pick_ups, runs

app_name = "donations"

urlpatterns = [
    path("<slug:slug>/pick-up/", pick_ups.ask, name="pick_up"),
    path("pick-ups/<int:pk>/", own_pick_ups.detail, name="pick_up_detail"),
    path("pick-ups/<int:pk>/accept/", own_pick_ups.accept, name="accept_pick_up"),
    path("pick-ups/<int:pk>/decline/", own_pick_ups.decline, name="decline_pick_up"),
    path("pick-ups/<int:pk>/cancel/", own_pick_ups.cancel, name="cancel_pick_up"),
    path("runs/open/<str:token>/", runs.open_run, name="open_run"),
    path("runs/<int:pk>/", runs.sheet, name="run_sheet"),
    path("runs/<int:pk>/stops/<int:stop>/", runs.mark, name="mark_stop"),
    path("runs/<int:pk>/stops/<int:stop>/on-the-way/", runs.on_the_way, name="on_the_way"),
    path("<slug:slug>/", pick_ups.ask, name="drive"),  # merging: the page of the drive takes this line
]
