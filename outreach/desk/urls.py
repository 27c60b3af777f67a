"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from outreach.desk import campaigns, digests, ledger, segments, stories, subscriptions, toolkit

urlpatterns = [
    path("subscriptions/enter/", subscriptions.enter, name="enter_subscription"),
    path("subscriptions/<int:pk>/end/", subscriptions.end, name="end_subscription"),
    path("people/<int:pk>/letters/", ledger.of_person, name="ledger"),
    path("campaigns/<int:pk>/", campaigns.one, name="campaign"),
    path("campaigns/<int:pk>/people/", campaigns.people, name="campaign_people"),
    path("campaigns/<int:pk>/preview/", campaigns.preview, name="preview_campaign"),
    path("campaigns/<int:pk>/preview/html/", campaigns.preview_html, name="preview_campaign_html"),
    path("campaigns/<int:pk>/submit/", campaigns.submit, name="submit_campaign"),
    path("campaigns/<int:pk>/approve/", campaigns.approve, name="approve_campaign"),
    path("campaigns/<int:pk>/take-back/", campaigns.take_back, name="take_back_campaign"),
    path("campaigns/<int:pk>/pause/", campaigns.pause, name="pause_campaign"),
    path("campaigns/<int:pk>/resume/", campaigns.resume, name="resume_campaign"),
    path("campaigns/<int:pk>/cancel/", campaigns.cancel, name="cancel_campaign"),
    path("campaigns/<int:pk>/correct/", campaigns.correct, name="correct_campaign"),
    path("campaigns/<int:pk>/copy/", campaigns.copy, name="copy_campaign"),
    path("segments/count/", segments.count_new, name="count_new_segment"),
    path("segments/<int:pk>/count/", segments.count, name="count_segment"),
    path("digest/", digests.coming_digest, name="coming_digest"),
    path("digest/people/<int:pk>/", digests.for_person, name="digest_for_person"),
    path("digest/people/<int:pk>/html/", digests.for_person_as_html, name="digest_for_person_html"),
    path("stories/<int:pk>/preview/", stories.preview, name="story_preview"),
    path("stories/<int:pk>/photo/", stories.photo, name="story_photo"),
    path("stories/<int:pk>/publish/", stories.publish, name="publish_story"),
    path("stories/<int:pk>/take-down/", stories.take_down, name="take_story_down"),
    path("toolkit/<slug:app>/<slug:model>/<int:pk>/", toolkit.page, name="toolkit"),
    path("toolkit/<slug:app>/<slug:model>/<int:pk>/usual/", toolkit.usual_links, name="toolkit_usual_links"),
    path("toolkit/<slug:app>/<slug:model>/<int:pk>/all.zip", toolkit.bundle, name="toolkit_bundle"),
]
