"""The doors of the call list and the previews, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from mailing.desk import calls, hold, previews

urlpatterns = [
    path("calls/", calls.to_call, name="calls"),
    path("calls/<int:pk>/result/", calls.note_result, name="call_result"),
    path("mail/", hold.page, name="mail_hold"),
    path("letters/", previews.all_letters, name="letter_previews"),
    path("letters/<slug:kind>/<slug:language>/", previews.one_letter, name="letter_preview"),
    path("letters/<slug:kind>/<slug:language>/html/", previews.one_letter_as_html, name="letter_preview_html"),
]
