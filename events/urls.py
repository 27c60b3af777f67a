"""The doors of events, under /events/."""

from django.urls import URLPattern, path

from events.views import accommodations, feedback, questions, speakers

app_name = "events"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/support/", accommodations.ask_support, name="ask_support"),
    path("support/<int:pk>/", accommodations.detail, name="accommodation"),
    path("support/<int:pk>/cancel/", accommodations.withdraw, name="withdraw_accommodation"),
    path("support/<int:pk>/worked/", accommodations.worked, name="accommodation_worked"),
    path("<slug:slug>/questions/ask/", questions.ask, name="ask_question"),
    path("questions/<int:pk>/", questions.detail, name="question"),
    path("<slug:slug>/speak/", speakers.speak, name="speak"),
    path("<slug:slug>/speak/<int:pk>/leave/", speakers.leave, name="leave_speakers"),
    path("<slug:slug>/feedback/", feedback.feedback, name="feedback"),
    path("f/<str:code>/", feedback.by_code, name="feedback_short"),
]
