"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from outreach.desk import campaigns, ledger, segments, subscriptions

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
]
