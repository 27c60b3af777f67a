"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import URLPattern, URLResolver, path

from outreach.desk import digests, stories

urlpatterns: list[URLPattern | URLResolver] = [
    path("digest/", digests.coming_digest, name="coming_digest"),
    path("digest/people/<int:pk>/", digests.for_person, name="digest_for_person"),
    path("digest/people/<int:pk>/html/", digests.for_person_as_html, name="digest_for_person_html"),
    path("stories/<int:pk>/preview/", stories.preview, name="story_preview"),
    path("stories/<int:pk>/photo/", stories.photo, name="story_photo"),
    path("stories/<int:pk>/publish/", stories.publish, name="publish_story"),
    path("stories/<int:pk>/take-down/", stories.take_down, name="take_story_down"),
]
