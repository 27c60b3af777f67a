"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path, re_path

from events.desk import door_links, invitations, moves, notes, notices, people, series, states, tables, telling

urlpatterns = [
    path("events/<int:pk>/people/", people.of_event, name="event_people"),
    path("events/<int:pk>/people.csv", people.as_table, name="event_people_table"),
    path("events/<int:pk>/people/add/", people.add, name="add_to_event"),
    path("events/<int:pk>/people/back/", people.take_back, name="take_back_event_count"),
    path("events/<int:pk>/register/", people.enter, name="enter_registration"),
    path("events/<int:pk>/door-links/", door_links.of_event, name="door_links"),
    path("door-links/<int:pk>/revoke/", door_links.revoke, name="revoke_door_link"),
    path("events/<int:pk>/invitations/", invitations.of_event, name="event_invitations"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke_invitation"),
    path("registrations/<int:pk>/confirm/", people.confirm, name="confirm_registration"),
    path("registrations/<int:pk>/cancel/", people.cancel, name="cancel_registration"),
    path("registrations/<int:pk>/mark/", people.mark, name="mark_registration"),
    path("events/online/", moves.many_online, name="many_events_online"),
    re_path(r"^events/(?P<pk>[0-9]{1,18})/tables/(?P<kind>[a-z-]+)\.(?P<ending>csv|xlsx)$", tables.of_event, name="event_table"),
    path("events/<int:pk>/submit/", states.submit, name="submit_event"),
    path("events/<int:pk>/draft/", states.back_to_draft, name="event_back_to_draft"),
    path("events/<int:pk>/publish/", states.publish, name="publish_event"),
    path("events/<int:pk>/postpone/", moves.postpone, name="postpone_event"),
    path("events/<int:pk>/new-date/", moves.new_date, name="new_date_of_event"),
    path("events/<int:pk>/online/", moves.online, name="event_online"),
    path("events/<int:pk>/cancel/", states.cancel, name="cancel_event"),
    path("events/<int:pk>/restore/", states.restore, name="restore_event"),
    path("events/<int:pk>/held/", states.held, name="event_held"),
    path("events/<int:pk>/tell/", telling.tell, name="tell_event"),
    path("events/<int:pk>/write/", notes.write, name="write_to_event"),
    path("events/<int:pk>/copy/", series.copy, name="copy_event"),
    path("events/<int:pk>/series/", series.of_event, name="event_series"),
    path("events/<int:pk>/series/publish/", series.publish_all, name="publish_event_series"),
    path("events/<int:pk>/notice/", notices.of_event, name="event_notice"),
    re_path(r"^events/(?P<pk>[0-9]{1,18})/notice/(?P<language>[a-z-]{2,12})\.txt$", notices.as_file, name="event_notice_file"),
]
