"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import URLPattern, path

from events.desk import accommodations, feedback, plans, questions, room

urlpatterns: list[URLPattern] = [
    path("support/", accommodations.board, name="accommodations"),
    path("support/<int:pk>/", accommodations.one, name="accommodation"),
    path("support/<int:pk>/answer/", accommodations.answer, name="answer_accommodation"),
    path("support/<int:pk>/take/", accommodations.take, name="take_accommodation"),
    path("support/<int:pk>/withdraw/", accommodations.withdraw, name="withdraw_accommodation"),
    path("events/<int:pk>/support/enter/", accommodations.enter, name="enter_accommodation"),
    path("events/<int:pk>/questions/", questions.of_event, name="event_questions"),
    path("questions/<int:pk>/", questions.one, name="question"),
    path("questions/<int:pk>/accept/", questions.accept, name="accept_question"),
    path("questions/<int:pk>/merge/", questions.merge, name="merge_question"),
    path("questions/<int:pk>/decline/", questions.decline, name="decline_question"),
    path("questions/<int:pk>/answer/", questions.answer, name="answer_question"),
    path("questions/<int:pk>/look-again/", questions.look_again, name="look_again_at_question"),
    path("events/<int:pk>/room/", room.of_event, name="event_room"),
    path("events/<int:pk>/room/hand/", room.raise_hand, name="raise_hand"),
    path("events/<int:pk>/room/next/", room.call_next, name="next_speaker"),
    path("speakers/<int:pk>/mark/", room.mark, name="mark_speaker"),
    path("events/<int:pk>/room/remark/", room.note, name="note_remark"),
    path("remarks/<int:pk>/count/", room.count, name="count_remark"),
    path("remarks/<int:pk>/take-back/", room.take_back, name="take_back_remark"),
    path("events/<int:pk>/plan/", plans.of_event, name="event_plan"),
    path("events/<int:pk>/feedback/", feedback.of_event, name="event_feedback"),
    path("events/<int:pk>/feedback/code/", feedback.make_code, name="feedback_code"),
    path("events/<int:pk>/feedback/sheet/", feedback.sheet, name="feedback_sheet"),
]
