"""What each role may do. Roles are defined here and nowhere else; who has which role in which office is data (`OfficeRole`)."""

from people.models import OfficeRole

Role = OfficeRole.Role

# Every staff member may read what residents read anyway, and what it hangs on.
_PUBLIC_THINGS = {
    "volunteers.view_opportunity",
    "volunteers.view_shift",
    "volunteers.view_shiftrole",
    "donations.view_drive",
    "donations.view_item",
    "donations.view_need",
    "donations.view_dropofflocation",
    "donations.view_dropoffwindow",
    "donations.view_locationclosure",
    "donations.view_stock",
    "donations.view_turnedaway",
    "donations.view_pickuprun",
    "events.view_event",
    "events.view_eventseries",
    "events.view_board",
    "events.view_kittype",
    "events.view_commitment",
    "places.view_venue",
    "places.view_neighborhood",
    "places.view_holiday",
    "people.view_interest",
    "people.view_office",
    "people.view_partnerorganization",
}
CALLER = {"mailing.make_calls"}
# Whose goods they are: names, no way to reach anybody.
_DONORS = {"donations.view_pledge", "donations.view_pickuprequest", "donations.view_donation", "donations.view_handover", "donations.view_correction"}
VIEWER = _PUBLIC_THINGS | _DONORS | {"volunteers.view_signup", "volunteers.view_hoursentry", "events.view_registration", "events.view_kitloan"}
# What somebody who leads a drive does every day.
_GOODS = _DONORS | {
    "donations.view_drive",
    "donations.view_need",
    "donations.view_dropofflocation",
    "donations.change_dropofflocation",
    "donations.view_locationclosure",
    "donations.change_locationclosure",
    "donations.view_dropoffwindow",
    "donations.view_stock",
    "donations.view_turnedaway",
    "donations.view_arrangement",
    "donations.change_arrangement",
    "donations.view_pickuprun",
    "donations.change_pickuprun",
    "donations.add_pledge",
    "donations.change_pledge",
    "donations.add_pickuprequest",
    "donations.change_pickuprequest",
    "donations.add_donation",
    "donations.change_donation",
    "donations.add_handover",
    "donations.add_correction",
    "donations.give_location_link",
}
# What somebody who leads an event does, before, during and after it.
_MEETINGS = {
    "events.view_event",
    "events.view_registration",
    "events.add_registration",
    "events.change_registration",
    "events.view_accommodationrequest",
    "events.change_accommodationrequest",
    "events.view_question",
    "events.change_question",
    "events.view_speaker",
    "events.change_speaker",
    "events.view_remark",
    "events.change_remark",
    "events.view_eventrecord",
    "events.change_eventrecord",
    "events.change_commitment",
    "events.view_figure",
    "events.change_figure",
    "events.view_paper",
    "events.change_paper",
    "events.view_photo",
    "events.change_photo",
    "events.view_commitmentstep",
    "events.change_commitmentstep",
    "events.view_engagementplan",
    "events.change_engagementplan",
    "events.view_feedback",
    "events.view_kitloan",
    "events.change_kitloan",
    "events.give_door_link",
}
# Somebody who leads single opportunities, drives or events, whatever else they may do.
LEAD = (
    _GOODS
    | _MEETINGS
    | {
        "volunteers.view_opportunity",
        "volunteers.view_shift",
        "volunteers.view_shiftrole",
        "volunteers.view_signup",
        "volunteers.mark_attendance",
        "volunteers.view_hoursentry",
        "volunteers.add_hoursentry",
        "volunteers.change_hoursentry",
        "people.view_contact",
        "people.hand_over",
    }
)
COORDINATOR = (
    VIEWER
    | CALLER
    | LEAD
    | {
        "volunteers.add_opportunity",
        "volunteers.change_opportunity",
        "volunteers.add_shift",
        "volunteers.change_shift",
        "volunteers.add_shiftrole",
        "volunteers.change_shiftrole",
        "volunteers.add_signup",
        "volunteers.change_signup",
        "volunteers.export_signup",
        "volunteers.view_application",
        "people.view_requirement",
        "people.add_requirement",
        "people.change_requirement",
        "people.view_waivertext",
        "people.change_waivertext",
        "people.view_personrequirement",
        "people.view_guardianconsent",
        "volunteers.view_hold",
        "volunteers.add_hold",
        "volunteers.change_hold",
        "volunteers.add_import",
        "volunteers.view_import",
        "volunteers.add_ask",
        "volunteers.view_ask",
        "volunteers.view_reminderplan",
        "volunteers.change_reminderplan",
        "volunteers.view_tally",
        "volunteers.change_tally",
        "volunteers.view_recognition",
        "volunteers.view_serviceletter",
        "volunteers.add_serviceletter",
        "volunteers.change_serviceletter",
        "volunteers.give_site_link",
        "volunteers.write_to_shift",
        "donations.add_drive",
        "donations.change_drive",
        "donations.add_item",
        "donations.change_item",
        "donations.add_need",
        "donations.change_need",
        "donations.delete_need",
        "donations.add_dropofflocation",
        "donations.add_dropoffwindow",
        "donations.change_dropoffwindow",
        "donations.add_pickuprun",
        "donations.export_drive",
        "events.add_event",
        "events.change_event",
        "events.publish_event",
        "events.export_event",
        "events.write_to_event",
        "events.view_leadtime",
        "events.add_leadtime",
        "events.change_leadtime",
        "events.delete_leadtime",
        "events.add_board",
        "events.change_board",
        "events.view_proposal",
        "events.add_proposal",
        "events.change_proposal",
        "events.view_invitation",
        "events.change_invitation",
        "events.add_feedback",
        "events.add_kittype",
        "events.change_kittype",
        "outreach.view_topic",
        "outreach.view_subscription",
        "outreach.add_subscription",
        "outreach.change_subscription",
        "outreach.view_preferences",
        "outreach.view_segment",
        "outreach.add_segment",
        "outreach.change_segment",
        "outreach.view_campaign",
        "outreach.add_campaign",
        "outreach.change_campaign",
        "outreach.approve_campaign",
        "outreach.view_digestissue",
        "outreach.view_story",
        "outreach.add_story",
        "outreach.change_story",
        "outreach.view_notice",
        "outreach.add_notice",
        "outreach.change_notice",
        "sharing.view_trackedlink",
        "sharing.add_trackedlink",
        "places.add_venue",
        "places.change_venue",
        "people.view_person",
        "people.change_person",
        "people.merge_person",
        "people.forget_person",
        "people.view_user",
        "people.add_partnerorganization",
        "people.change_partnerorganization",
        "mailing.view_message",
        "mailing.retry_message",
        "mailing.view_suppression",
        "mailing.view_returned",
        "languages.view_translation",
        "languages.add_translation",
        "languages.change_translation",
    }
)
ADMINISTRATOR = COORDINATOR | {
    "people.change_office",
    "people.view_officerole",
    "people.add_officerole",
    "people.change_officerole",
    "people.delete_officerole",
    "people.invite_staff",
    "people.change_user",
    "mailing.delete_suppression",
    "outreach.add_topic",
    "outreach.change_topic",
    "outreach.view_outreachrules",
    "outreach.add_outreachrules",
    "outreach.change_outreachrules",
}
# What belongs to the whole city is in the hands of the main office's administrators.
CITY_ADMINISTRATOR = (
    ADMINISTRATOR
    | {"people.add_office", "people.set_up", "places.delete_venue"}
    | {
        f"{app}.{act}_{model}"
        for app, model in [
            ("places", "city"),
            ("places", "holiday"),
            ("places", "neighborhood"),
            ("places", "zipcode"),
            ("languages", "language"),
            ("people", "interest"),
            ("people", "interestgroup"),
        ]
        for act in ("view", "add", "change", "delete")
    }
) - {"places.add_city", "places.delete_city"}

PERMISSIONS = {Role.ADMINISTRATOR: ADMINISTRATOR, Role.COORDINATOR: COORDINATOR, Role.CALLER: CALLER, Role.VIEWER: VIEWER}

_lead_checks = []


def register_lead(check):
    """Register `check(user) -> bool`: does the user lead something that belongs to the app above?"""
    _lead_checks.append(check)


def leads_something(user):
    """Tell whether the user leads anything."""
    return any(check(user) for check in _lead_checks)


def permissions_of(role, *, in_main_office):
    """Return the permissions of a role in an office."""
    if role == Role.ADMINISTRATOR and in_main_office:
        return CITY_ADMINISTRATOR
    return PERMISSIONS.get(role, set())
