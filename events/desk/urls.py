"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from events.desk import kits, promises, proposals, records

urlpatterns = [
    path("events/<int:pk>/record/", records.record, name="event_record"),
    path("events/<int:pk>/record/publish/", records.publish, name="publish_record"),
    path("events/<int:pk>/minutes/approve/", records.approve_minutes, name="approve_minutes"),
    path("events/<int:pk>/minutes/publish/", records.publish_minutes, name="publish_minutes"),
    path("events/<int:pk>/photos/", records.add_photo, name="add_event_photo"),
    path("event-photos/<int:pk>/", records.photo, name="event_photo"),
    path("event-photos/<int:pk>/take-away/", records.take_photo_away, name="take_photo_away"),
    path("events/<int:pk>/papers/", records.add_paper, name="add_event_paper"),
    path("event-papers/<int:pk>/take-away/", records.take_paper_away, name="take_paper_away"),
    path("events/<int:pk>/promises/", promises.make, name="make_promise"),
    path("promises/<int:pk>/", promises.promise, name="promise"),
    path("kits/", kits.calendar, name="kit_calendar"),
    path("events/<int:pk>/kits/", kits.of_event, name="event_kits"),
    path("kit-loans/<int:pk>/change/", kits.change, name="change_kit"),
    path("kit-loans/<int:pk>/out/", kits.hand_out, name="hand_out_kit"),
    path("kit-loans/<int:pk>/back/", kits.take_back, name="take_back_kit"),
    path("kit-loans/<int:pk>/give-up/", kits.give_up, name="give_up_kit"),
    path("proposals/", proposals.waiting, name="proposals"),
    path("proposals/enter/", proposals.enter, name="enter_proposal"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/take/", proposals.take, name="take_proposal"),
    path("proposals/<int:pk>/answer/", proposals.answer, name="answer_proposal"),
    path("proposals/<int:pk>/accept/", proposals.accept, name="accept_proposal"),
]
