"""The doors of outreach; the addresses are public and stay."""

from django.urls import path, re_path

from outreach.views import archive, digests, notices, pictures, preferences, stories, subscribe, unsubscribe

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
    path("newsletter/digest/", digests.past, name="archived_digests"),
    path("newsletter/digest/<slug:office>/<str:period>/", digests.one, name="archived_digest"),
    path("notices/", notices.standing, name="notices"),
    path("stories/", stories.story_list, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("stories/<slug:slug>/<str:size>.webp", stories.photo, name="story_photo"),
    re_path(r"^cards/(?P<kind>volunteer|donate|events)/(?P<slug>[-\w]+)/(?P<shape>wide|square)\.png$", pictures.card, name="card"),
]
