"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path

from volunteers.desk import asks, opportunities, profiles, rosters, sign_ups

urlpatterns = [
    path("shifts/<int:pk>/", rosters.of_shift, name="roster"),
    path("shifts/<int:pk>/roster.csv", rosters.as_table, name="roster_table"),
    path("shifts/<int:pk>/call-off/", opportunities.call_off_shift, name="call_off_shift"),
    path("opportunities/<int:pk>/", rosters.of_opportunity, name="opportunity_roster"),
    path("opportunities/<int:pk>/roster.csv", rosters.of_opportunity_as_table, name="opportunity_table"),
    path("opportunities/<int:pk>/publish/", opportunities.publish, name="publish"),
    path("opportunities/<int:pk>/close/", opportunities.close, name="close"),
    path("opportunities/<int:pk>/call-off/", opportunities.call_off, name="call_off"),
    path("opportunities/<int:pk>/copy/", opportunities.copy, name="copy_opportunity"),
    path("roles/<int:pk>/sign-up/", sign_ups.enter, name="enter_sign_up"),
    path("roles/<int:pk>/walk-in/", sign_ups.add_walk_in, name="add_walk_in"),
    path("roles/<int:pk>/ask/", asks.whom, name="ask_people"),
    path("roles/<int:pk>/ask/send/", asks.send, name="send_asks"),
    path("persons/<int:pk>/profile/", profiles.profile, name="person_profile"),
    path("sign-ups/<int:pk>/confirm/", sign_ups.confirm, name="confirm_sign_up"),
    path("sign-ups/<int:pk>/cancel/", sign_ups.cancel, name="cancel_sign_up"),
    path("sign-ups/<int:pk>/mark/", sign_ups.mark, name="mark_sign_up"),
]
