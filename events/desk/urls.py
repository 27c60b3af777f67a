"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import URLPattern, path

from events.desk import door_links, invitations, people

urlpatterns: list[URLPattern] = [
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
]
