"""Staff see what their role allows: every staff address × role × method (promise P12). The list comes from the resolver, so a new
address is tested, and denied, until a role is granted it."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, path, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone

from languages.models import Language, Translation, source_hash
from mailing.models import CallTask, Message, Returned, Suppression
from people.access import staff_page
from people.models import (
    GuardianConsent,
    Interest,
    InterestGroup,
    OfficeRole,
    PartnerOrganization,
    PersonRequirement,
    Requirement,
    User,
    WaiverText,
)  # fmt: skip
from places.models import City, Holiday, Neighborhood, ZipCode
from tests import meetings
from tests.staff import asked_records, campaign_records, consent_records, drive_records, event_records, outcome_records, registration_records, story_records
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers import making
from volunteers.models import Application, CheckInPoint, HoursEntry, Import, Recognition, ReminderPlan, ServiceLetter, SiteLink, Tally

# What any signed-in staff member may open: home, sign-out, the scripts of the admin.
EVERYBODY = {"admin:index", "admin:login", "admin:logout", "admin:password_change", "admin:password_change_done", "admin:jsi18n"}
CALLER = EVERYBODY | {"admin:calls", "admin:call_result"}
REFUSED = {302, 403, 404, 405}


@pytest.fixture
def records(office, carla, opportunity, shift, role, vera, venue):
    """One record for every parameter of an address, all of the Office of Service."""
    message = Message.objects.create(
        person=vera.person, recipient="p:1", office=office, kind="signed_up", about="x:1", due=timezone.now(), text="Hello", html="<p>Hello</p>"
    )
    hours = HoursEntry.objects.create(person=vera.person, opportunity=opportunity, day="2026-10-10", minutes=60)
    letter = ServiceLetter.objects.create(
        person=vera.person, office=office, name="Vera Lopez", first_day="2026-10-01", last_day="2026-10-31", minutes=60, issued_at=timezone.now()
    )
    call = CallTask.objects.create(office=office, person=vera.person, number="+16175550142", script="Say hello.", due=timezone.now())
    partner = PartnerOrganization.objects.create(office=office, name="Food Bank")
    return {
        **story_records.all_of(office), **registration_records.all_of(office, by=carla, person=vera.person, partner=partner, venue=venue),
        "opportunity": opportunity, "shift": shift, "signup": vera, "message": message, "person": vera.person, "office": office, "user": carla, "venue": venue,
        "calltask": call, "shiftrole": role, "hoursentry": hours, "serviceletter": letter, "recognition": Recognition.objects.create(person=vera.person, milestone=0, reached_on="2026-10-10"),
        "tally": Tally.objects.create(opportunity=opportunity, made="boxes"), "city": City.objects.get(),
        "holiday": Holiday.objects.create(date="2027-01-01", name="New Year's Day"), "neighborhood": Neighborhood.objects.create(name="Downtown", slug="downtown"),
        "zipcode": ZipCode.objects.create(zip="02118", neighborhood=Neighborhood.objects.get()), "language": Language.objects.get(code="es"),
        "interest": Interest.objects.create(code="food", name="Food"), "interestgroup": InterestGroup.objects.create(code="care", name="Care"),
        "partnerorganization": partner, "suppression": Suppression.objects.create(address_hash="0" * 64, reason="refused"),
        "returned": Returned.objects.create(source="mailbox", event="0" * 64, kind="soft", address_hash="0" * 64, day="2026-10-08", created_at=timezone.now()),
        "hold": making.keep(role, 1), "application": Application.objects.create(opportunity=opportunity, person=vera.person, created_at=timezone.now()),
        **_required(vera), **consent_records.all_of(office, person=vera.person), **drive_records.all_of(office, by=carla, person=vera.person), **event_records.all_of(office, by=carla, person=vera.person), **asked_records.all_of(office, person=vera.person), **outcome_records.all_of(meetings.event(office=office, venue=venue), person=vera.person), "sitelink": SiteLink.objects.create(shift=shift, name="Lena", made_by=carla, made_at=timezone.now()), **campaign_records.all_of(office),
        "reminderplan": ReminderPlan.objects.create(opportunity=opportunity, times=["eve"]),
        "checkinpoint": CheckInPoint.objects.create(shift=shift, kind="kiosk", made_by=carla, made_at=timezone.now()),
        "import": Import.objects.create(office=office, kind="people", file_name="Vera Lopez.csv", content=b"name,email\n", created_at=timezone.now()),
        "translation": Translation.objects.create(record=opportunity, field="title", language="es", text="Empacar", source_hash=source_hash("x")),
    }  # fmt: skip


def _required(vera):
    waiver = Requirement.objects.create(office=vera.person.office, kind="waiver", name="Agreement")
    return {
        "requirement": waiver, "waivertext": WaiverText.objects.create(requirement=waiver, version=1, text="I take care.", created_at=timezone.now()),
        "personrequirement": PersonRequirement.objects.create(person=vera.person, requirement=waiver),
        "guardianconsent": GuardianConsent.objects.create(person=vera.person, guardian=vera.person, age_band="minor", asked_at=timezone.now()),
    }  # fmt: skip


DESK = {
    "drive_board": "drive", "last_years_donors": "drive",
    "drive_goods": "drive", "book_goods": "dropofflocation", "hand_over_goods": "dropofflocation", "correct_stock": "dropofflocation",
    "location_state": "dropofflocation", "location_links": "dropofflocation", "location_times": "dropofflocation", "take_back_times": "dropofflocation", "revoke_location_link": "locationlink", "sort_goods": "donation",
    "goods_receipt": "donation", "hand_over_receipt": "handover",
    "enter_pledge": "drive", "withdraw_pledge": "pledge",
    "roster": "shift", "roster_table": "shift", "call_off_shift": "shift", "opportunity_roster": "opportunity", "publish": "opportunity", "close": "opportunity",
    "call_off": "opportunity", "enter_sign_up": "shiftrole", "add_walk_in": "shiftrole", "ask_people": "shiftrole", "person_profile": "person", "send_asks": "shiftrole", "confirm_sign_up": "signup", "cancel_sign_up": "signup", "mark_sign_up": "signup",
    "set_up_office": "office", "call_result": "calltask", "retry_letter": "message", "letter_html": "message", "settle_letter": "message",
    "copy_opportunity": "opportunity", "tell_changes": "opportunity",
    "opportunity_reminders": "opportunity", "shift_reminders": "shift", "sign_up_reminders": "signup",
    "hand_over": "user", "away": "user", "back": "user", "give_lead": "opportunity", "like_person": "person", "merge_people": "person", "two_people": "person", "forget_person": "person",
    "import": "import", "start_import": "import", "put_away_import": "import",
    "record_hours": "opportunity", "set_tally": "opportunity", "approve_hours": "hoursentry", "decline_hours": "hoursentry",
    "issue_service_letter": "person", "service_letter": "serviceletter", "revoke_service_letter": "serviceletter",
    "opportunity_table": "opportunity", "reset_second_factor": "user",
    "series": "shift", "holds": "shiftrole", "change_hold": "hold", "release_hold": "hold", "sign_up_desk": "signup", "approve_applicant": "signup", "decline_applicant": "signup",
    "archive_applicant": "signup", "note_consent": "signup", "note_requirement": "signup", "answer_need": "signup",
    "open_drive": "drive", "stop_drive": "drive", "close_drive": "drive", "take_goods_again": "drive", "report_drive": "drive", "copy_drive": "drive",
    "sheet": "shift", "key_sheet": "shift", "sheet_missing": "shift", "check_in": "shift", "check_in_sign": "checkinpoint", "start_check_in": "checkinpoint", "close_check_in": "checkinpoint",
    "site_links": "shift", "revoke_site_link": "sitelink", "told": "shift", "note_told": "signup", "write_to_shift": "shift", "take_back_count": "shiftrole",
    "pick_up_runs": "drive", "enter_pick_up": "drive", "pick_up_run": "pickuprun", "print_run": "pickuprun", "order_run": "pickuprun", "give_driver": "pickuprun",
    "renew_run_link": "pickuprun", "call_off_run": "pickuprun", "change_run_window": "pickupwindow", "settle_pick_up": "pickuprequest", "move_stop": "pickuprequest",
    "event_people": "event", "add_to_event": "event", "take_back_event_count": "event", "enter_registration": "event",
    "door_links": "event", "revoke_door_link": "doorlink", "event_invitations": "event", "revoke_invitation": "invitation", "write_invitations": "event", "resend_invitation": "invitation",
    "door_sign": "event", "close_door_sign": "doorsign",
    "confirm_registration": "registration", "cancel_registration": "registration", "mark_registration": "registration", "note_event_consent": "registration",
    "take_off_stop": "pickuprequest", "mark_stop": "pickuprequest", "role_run": "shiftrole", **outcome_records.DESK, **consent_records.DESK, **campaign_records.DESK,
    **dict.fromkeys(event_records.DOORS, "event"),
    "accommodation": "accommodationrequest", "answer_accommodation": "accommodationrequest", "take_accommodation": "accommodationrequest",
    **story_records.DESK, "withdraw_accommodation": "accommodationrequest", "enter_accommodation": "event",
    "event_questions": "event", "question": "question", "accept_question": "question", "merge_question": "question", "decline_question": "question",
    "answer_question": "question", "look_again_at_question": "question",
    "event_room": "event", "raise_hand": "event", "next_speaker": "event", "mark_speaker": "speaker", "note_remark": "event", "count_remark": "remark",
    "take_back_remark": "remark", "event_plan": "event", "event_feedback": "event", "feedback_code": "event", "feedback_sheet": "event",
}  # fmt: skip
PREVIEWS = {"letter_preview", "letter_preview_html"}


def staff_doors(records):
    """Return {name: url} of every named address of the admin, filled with records of the Office of Service."""
    found = {}
    for pattern in _patterns(admin.site.get_urls()):
        if pattern.name:
            found[f"admin:{pattern.name}"] = _url(pattern.name, records)
    return found


def _patterns(patterns):
    for pattern in patterns:
        yield from _patterns(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


FIXED = {
    "set_up_step": ["city"], "import_columns": ["people"], "import_template": ["people", "csv"], "sign_ups_table": ["csv"],
    "list_table": ["volunteers", "shift", "csv"], "app_list": ["volunteers"], "view_on_site": [1, 1],
}  # fmt: skip


def _url(name, records):
    if name in PREVIEWS:
        return reverse(f"admin:{name}", args=["signed_up", "es"])
    if name in DESK:
        return reverse(f"admin:{name}", args=[records[DESK[name]].pk])
    if name in FIXED:
        return reverse(f"admin:{name}", args=FIXED[name])
    model = name.split("_")[1] if name.count("_") >= 2 else ""
    if name in event_records.TABLES:
        return reverse(f"admin:{name}", args=[records["event"].pk, *event_records.TABLES[name]])
    if name == "drive_table":
        return reverse("admin:drive_table", args=[records["drive"].pk, "pledges", "csv"])
    if name.startswith("toolkit"):
        return reverse(f"admin:{name}", args=["volunteers", "opportunity", records["opportunity"].pk])
    if name == "donors_table":
        return reverse("admin:donors_table", args=[records["drive"].pk, records["drive"].pk, "csv"])
    if name == "take_back_line":
        return reverse("admin:take_back_line", args=[records["shift"].pk, 7])
    try:
        return reverse(f"admin:{name}")
    except NoReverseMatch:
        return reverse(f"admin:{name}", args=[records[model].pk])


def answers(client, doors):
    """Return {(name, method): status}; a redirect counts as what it leads to when it is the way to sign in."""
    return {
        (name, method): getattr(client, method)(url).status_code for name, url in sorted(doors.items()) if name != "admin:logout" for method in ("get", "post")
    }


def opened(client, doors):
    return {name for (name, _method), status in answers(client, doors).items() if status not in REFUSED}


def test_a_stranger_is_sent_to_sign_in_everywhere(records):
    for (name, method), status in answers(Client(), staff_doors(records)).items():
        assert status in REFUSED or name == "admin:jsi18n", (name, method, status)


def test_somebody_who_is_not_staff_opens_nothing(records):
    user = User.objects.create_user("sam@example.org", "a long enough phrase")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    assert opened(signed_in(user), staff_doors(records)) <= {"admin:jsi18n"}


def test_a_caller_opens_the_call_list_and_nothing_else(records, office):
    caller = make_staff("cal@example.org", office, OfficeRole.Role.CALLER)
    assert opened(signed_in(caller), staff_doors(records)) <= CALLER


def test_a_viewer_changes_nothing(records, office):
    viewer = make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    client, before = signed_in(viewer), _picture()
    for name, url in staff_doors(records).items():
        if name != "admin:logout":
            client.post(url, {"state": "attended", "name": "X", "party_size": "1", "reason": "x", "result": "confirmed", "post": "yes"})
    assert _picture() == before


def test_staff_of_another_office_reach_none_of_these_records(records, other_coordinator):
    client = signed_in(other_coordinator)
    before = _picture()
    for name, url in staff_doors(records).items():
        if name == "admin:logout":
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            page = answer.getvalue()
            assert b"Vera Lopez" not in page and b"Pack food boxes" not in page, (name, method)
            if name.removeprefix("admin:") in DESK and name != "admin:set_up_office":
                assert answer.status_code in {403, 404, 405}, (name, method, answer.status_code)
    assert _picture() == before


def test_staff_of_this_office_do_reach_them(records, carla):
    client = signed_in(carla)
    for name in ("roster", "opportunity_roster", "roster_table", "enter_sign_up", "letter_html"):
        answer = client.get(reverse(f"admin:{name}", args=[records[DESK[name]].pk]))
        assert answer.status_code == 200 and answer.getvalue(), name
    assert b"Vera Lopez" in client.get(reverse("admin:people_person_changelist")).content


def test_no_get_changes_anything(records, carla):
    User.objects.filter(pk=carla.pk).update(is_superuser=True)
    client = signed_in(carla)
    client.get(reverse("admin:index"))
    before = _picture()
    for name, url in staff_doors(records).items():
        answer = client.get(url)
        assert answer.status_code < 500, name
        answer.getvalue()  # a table is written while it is read
    assert _picture() == before


def _picture():
    """Everything that staff could change, as the history sees it: one number a table."""
    models = [model for model in get_tracked() if hasattr(model, "objects")]
    counts = {model.__name__: model._base_manager.count() for model in models}
    return {
        **counts,
        "messages": list(Message.objects.order_by("id").values_list("id", "state")),
        "calls": list(CallTask.objects.values_list("id", "result", "tries")),
    }


def get_tracked():
    return [model for model in apps.get_models() if getattr(model, "pgh_tracked_model", None)]


def test_the_walk_finds_an_address_without_a_guard(records, monkeypatch):
    """Negative control: an unguarded view among the staff addresses is opened by a stranger, and the walk says so."""
    urls = [
        path("desk/open/", lambda request: _anything(), name="unguarded"),
        path("desk/shut/", staff_page("places.view_city")(lambda request: _anything()), name="guarded"),
    ]
    prefixed = next(pattern for pattern in get_resolver("civic.urls").url_patterns if isinstance(pattern.pattern, LocalePrefixPattern))
    site = next(pattern for pattern in prefixed.url_patterns if getattr(pattern, "namespace", "") == "admin")
    monkeypatch.setattr(site, "urlconf_name", [*urls, *site.url_patterns])
    site.__dict__.pop("url_patterns", None)
    site.__dict__.pop("urlconf_module", None)
    try:
        assert opened(Client(), {"admin:unguarded": "/admin/desk/open/", "admin:guarded": "/admin/desk/shut/"}) == {"admin:unguarded"}
    finally:
        site.__dict__.pop("url_patterns", None)
        site.__dict__.pop("urlconf_module", None)


def _anything():
    return HttpResponse("open")
