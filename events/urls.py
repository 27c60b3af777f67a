"""The doors of events, under /events/."""

from django.urls import path

from events.views import browse, door, files, following, notices, own_registration, plain_page, proposals, register

app_name = "events"

urlpatterns = [
    path("registrations/<int:pk>/", own_registration.detail, name="registration_detail"),
    path("registrations/<int:pk>/coming/", own_registration.coming, name="registration_coming"),
    path("registrations/<int:pk>/cancel/", own_registration.cancel, name="cancel_registration"),
    path("registrations/<int:pk>/change/", own_registration.change, name="change_registration"),
    path("registrations/<int:pk>/offer/accept/", own_registration.accept, name="accept_place"),
    path("registrations/<int:pk>/offer/decline/", own_registration.decline, name="decline_place"),
    path("registrations/<int:pk>.ics", own_registration.calendar, name="registration_calendar"),
    path("door/open/<str:token>/", door.open_link, name="open_door"),
    path("door/<int:pk>/", door.page, name="door"),
    path("door/<int:pk>/people/<int:registration>/", door.mark, name="door_mark"),
    path("door/<int:pk>/people/", door.add, name="door_add"),
    path("door/<int:pk>/people/back/", door.take_back, name="door_take_back"),
    path("<slug:slug>/register/", register.register, name="register"),
    path("<slug:slug>/notice/", notices.notice, name="notice"),
    path("<slug:slug>/notice.txt", notices.notice_text, name="notice_text"),
    path("", browse.event_list, name="list"),
    path("archive/", browse.archive, name="archive"),
    path("boards/<slug:slug>/", browse.board, name="board"),
    path("<slug:slug>/", browse.event, name="event"),
    path("<slug:slug>/event.ics", browse.event_calendar, name="calendar"),
    path("<slug:slug>/flyer/", browse.flyer, name="flyer"),
    path("propose/", proposals.propose, name="propose"),
    path("invite/", proposals.invite, name="invite"),
    path("proposals/<int:pk>/", proposals.detail, name="proposal"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path("photos/<int:pk>/", files.photo, name="photo"),
    path("papers/<int:pk>/", files.paper, name="paper"),
    path("following/<int:pk>/", following.following, name="following"),
    path("following/<int:pk>/stop/", following.stop, name="stop_following"),
    path("<slug:slug>/follow/", following.follow, name="follow"),
    path("<slug:slug>/", plain_page.event, name="event"),
]
