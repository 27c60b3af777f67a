"""The doors of outreach; the addresses are public and stay."""

from django.urls import URLPattern, URLResolver, path

from outreach.views import digests, notices, stories

app_name = "outreach"

urlpatterns: list[URLPattern | URLResolver] = [
    path("newsletter/digest/", digests.past, name="archived_digests"),
    path("newsletter/digest/<slug:office>/<str:period>/", digests.one, name="archived_digest"),
    path("notices/", notices.standing, name="notices"),
    path("stories/", stories.story_list, name="stories"),
    path("stories/<slug:slug>/", stories.story, name="story"),
    path("stories/<slug:slug>/<str:size>.webp", stories.photo, name="story_photo"),
]
