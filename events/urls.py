"""The doors of events, under /events/."""

from django.urls import path

from events.views import (
    accommodations,
    browse,
    door,
    feedback,
    files,
    following,
    notices,
    own_registration,
    proposals,
    questions,
    register,
    speakers,
)

app_name = "events"

urlpatterns = [
    path("", browse.event_list, name="list"),
    path("archive/", browse.archive, name="archive"),
    path("boards/<slug:slug>/", browse.board, name="board"),
    path("door/open/<str:token>/", door.open_link, name="open_door"),
    path("door/<int:pk>/", door.page, name="door"),
    path("door/<int:pk>/people/<int:registration>/", door.mark, name="door_mark"),
    path("door/<int:pk>/people/", door.add, name="door_add"),
    path("door/<int:pk>/people/back/", door.take_back, name="door_take_back"),
    path("f/<str:code>/", feedback.by_code, name="feedback_short"),
    path("following/<int:pk>/", following.following, name="following"),
    path("following/<int:pk>/stop/", following.stop, name="stop_following"),
    path("invite/", proposals.invite, name="invite"),
    path("papers/<int:pk>/", files.paper, name="paper"),
    path("photos/<int:pk>/", files.photo, name="photo"),
    path("proposals/<int:pk>/", proposals.detail, name="proposal"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path("propose/", proposals.propose, name="propose"),
    path("questions/<int:pk>/", questions.detail, name="question"),
    path("registrations/<int:pk>/", own_registration.detail, name="registration_detail"),
    path("registrations/<int:pk>/coming/", own_registration.coming, name="registration_coming"),
    path("registrations/<int:pk>/cancel/", own_registration.cancel, name="cancel_registration"),
    path("registrations/<int:pk>/change/", own_registration.change, name="change_registration"),
    path("registrations/<int:pk>/offer/accept/", own_registration.accept, name="accept_place"),
    path("registrations/<int:pk>/offer/decline/", own_registration.decline, name="decline_place"),
    path("registrations/<int:pk>.ics", own_registration.calendar, name="registration_calendar"),
    path("support/<int:pk>/", accommodations.detail, name="accommodation"),
    path("support/<int:pk>/cancel/", accommodations.withdraw, name="withdraw_accommodation"),
    path("support/<int:pk>/worked/", accommodations.worked, name="accommodation_worked"),
    # --- One event: what stands above is no event's address
    path("<slug:slug>/", browse.event, name="event"),
    path("<slug:slug>/register/", register.register, name="register"),
    path("<slug:slug>/notice/", notices.notice, name="notice"),
    path("<slug:slug>/notice.txt", notices.notice_text, name="notice_text"),
    path("<slug:slug>/event.ics", browse.event_calendar, name="calendar"),
    path("<slug:slug>/flyer/", browse.flyer, name="flyer"),
    path("<slug:slug>/follow/", following.follow, name="follow"),
    path("<slug:slug>/support/", accommodations.ask_support, name="ask_support"),
    path("<slug:slug>/questions/ask/", questions.ask, name="ask_question"),
    path("<slug:slug>/speak/", speakers.speak, name="speak"),
    path("<slug:slug>/speak/<int:pk>/leave/", speakers.leave, name="leave_speakers"),
    path("<slug:slug>/feedback/", feedback.feedback, name="feedback"),
]
