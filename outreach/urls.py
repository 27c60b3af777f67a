"""The doors of outreach; the addresses are public and stay."""

from django.urls import path

from outreach.views import archive, preferences, subscribe, unsubscribe

app_name = "outreach"

urlpatterns = [
    path("subscribe/", subscribe.subscribe, name="subscribe"),
    path("subscribe/<int:pk>/", subscribe.subscribed, name="subscribed"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/code/", preferences.ask_for_code, name="preferences_code"),
    path("preferences/pause/", preferences.pause, name="pause"),
    path("preferences/leave/", preferences.leave, name="leave"),
    path("preferences/reminders/", preferences.remind, name="remind"),
    path("preferences/<str:token>/", preferences.open_preferences, name="open_preferences"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/one-click/", unsubscribe.one_click, name="one_click"),
    path("newsletter/", archive.all_letters, name="archive"),
    path("newsletter/<int:pk>/", archive.campaign, name="archived_campaign"),
]
