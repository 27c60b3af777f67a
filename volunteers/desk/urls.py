"""The doors of the desk, under /admin/desk/; the names are in the namespace of the admin."""

from django.urls import path, re_path

from volunteers.desk import asks, call_offs, hours, imports, notes, opportunities, profiles, rosters, service_letters, sign_ups, site_links

urlpatterns = [
    path("shifts/<int:pk>/", rosters.of_shift, name="roster"),
    path("shifts/<int:pk>/roster.csv", rosters.as_table, name="roster_table"),
    path("shifts/<int:pk>/call-off/", call_offs.call_off, name="call_off_shift"),
    path("shifts/<int:pk>/note/", notes.write, name="write_to_shift"),
    path("shifts/<int:pk>/told/", call_offs.told, name="told"),
    path("told/<int:pk>/", call_offs.note_told, name="note_told"),
    path("shifts/<int:pk>/links/", site_links.of_shift, name="site_links"),
    path("links/<int:pk>/revoke/", site_links.revoke, name="revoke_site_link"),
    path("opportunities/<int:pk>/", rosters.of_opportunity, name="opportunity_roster"),
    path("opportunities/<int:pk>/roster.csv", rosters.of_opportunity_as_table, name="opportunity_table"),
    path("opportunities/<int:pk>/publish/", opportunities.publish, name="publish"),
    path("opportunities/<int:pk>/close/", opportunities.close, name="close"),
    path("opportunities/<int:pk>/call-off/", opportunities.call_off, name="call_off"),
    path("opportunities/<int:pk>/copy/", opportunities.copy, name="copy_opportunity"),
    path("opportunities/<int:pk>/hours/", hours.record, name="record_hours"),
    path("opportunities/<int:pk>/counted/", hours.set_tally, name="set_tally"),
    path("imports/", imports.all_imports, name="imports"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/start/", imports.start, name="start_import"),
    path("imports/<int:pk>/put-away/", imports.put_away, name="put_away_import"),
    path("imports/columns/<slug:kind>/", imports.columns, name="import_columns"),
    re_path(r"^imports/template/(?P<kind>[a-z]+)\.(?P<ending>csv|xlsx)$", imports.template, name="import_template"),
    path("hours/<int:pk>/approve/", hours.approve, name="approve_hours"),
    path("hours/<int:pk>/decline/", hours.decline, name="decline_hours"),
    path("people/<int:pk>/letter-of-service/", service_letters.issue, name="issue_service_letter"),
    path("letters-of-service/<int:pk>/", service_letters.show, name="service_letter"),
    path("letters-of-service/<int:pk>/withdraw/", service_letters.revoke, name="revoke_service_letter"),
    path("roles/<int:pk>/sign-up/", sign_ups.enter, name="enter_sign_up"),
    path("roles/<int:pk>/walk-in/", sign_ups.add_walk_in, name="add_walk_in"),
    path("roles/<int:pk>/ask/", asks.whom, name="ask_people"),
    path("roles/<int:pk>/ask/send/", asks.send, name="send_asks"),
    path("persons/<int:pk>/profile/", profiles.profile, name="person_profile"),
    path("roles/<int:pk>/walk-in/back/", sign_ups.take_back_count, name="take_back_count"),
    path("sign-ups/<int:pk>/confirm/", sign_ups.confirm, name="confirm_sign_up"),
    path("sign-ups/<int:pk>/cancel/", sign_ups.cancel, name="cancel_sign_up"),
    path("sign-ups/<int:pk>/mark/", sign_ups.mark, name="mark_sign_up"),
]
