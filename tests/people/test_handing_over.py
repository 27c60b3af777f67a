"""Nothing is without an owner: everything open passes in one step, whoever is away has a stand-in, and who leaves hands over first."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from donations.models import LocationLink
from events.models import DoorLink
from intake.refusal import Refused
from mailing.models import Message
from people import absences, handing_over, owning
from people.models import Absence, User
from tests import goods, makers, meetings
from volunteers.actions import sign_ups
from volunteers.models import Shift, SiteLink
from volunteers.models.opportunities import OpportunityLead

pytestmark = pytest.mark.django_db

# Who did something, and when: history, which stays where it is when a colleague leaves.
HISTORY = {
    "events.eventedit.by", "events.noticeposting.by",
    "donations.correction.by", "donations.donation.received_by", "donations.appointment.entered_by", "donations.handover.by", "donations.locationcheck.by",
    "donations.locationlink.made_by", "donations.locationlink.revoked_by", "donations.pickuprequest.entered_by", "donations.pickuprun.made_by", "donations.pledge.entered_by",
    "donations.turnedaway.by", "sharing.trackedlink.made_by", "mailing.calltask.done_by", "people.absence.said_by", "people.guardianconsent.by", "people.personrequirement.by",
    "volunteers.application.decided_by", "volunteers.changenotice.by", "volunteers.checkinpoint.made_by", "volunteers.checkinpoint.revoked_by",
    "volunteers.hold.made_by", "volunteers.import.by", "volunteers.noreminders.by", "volunteers.sheetline.keyed_by", "volunteers.signup.replied_by", "people.twopeople.said_by", "volunteers.ask.asked_by", "volunteers.headcount.noted_by",
    "volunteers.hoursentry.decided_by", "volunteers.hoursentry.entered_by", "volunteers.serviceletter.issued_by", "volunteers.serviceletter.revoked_by",
    "events.accommodationrequest.entered_by", "events.engagementplan.reviewed_by", "events.question.moderated_by", "events.remark.noted_by",
    "volunteers.signup.entered_by", "volunteers.sitelink.made_by", "volunteers.sitelink.revoked_by",
}  # fmt: skip
# What belongs to the account itself and ends with it.
ACCOUNT = {"people.person.user", "people.officerole.user", "people.absence.user", "people.absence.stand_in", "volunteers.noeveningletter.user"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def carla(db):
    return makers.staff(name="Carla")


@pytest.fixture
def nell(db):
    return makers.staff("nell@example.org", name="Nell")


def led_by(user, **more):
    work = makers.opportunity(**more)
    work.leads.add(user)
    return work


def user_keys():
    ours = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in {"people", "mailing", "volunteers", "bookings", "places"}]
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in ours
        if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.get_fields()
        if isinstance(field, (models.ForeignKey, models.ManyToManyField)) and not field.auto_created and field.related_model is User
    }


def not_decided():
    own = {f"{User._meta.label_lower}_groups.user", f"{User._meta.label_lower}_user_permissions.user"}
    return user_keys() - HISTORY - ACCOUNT - own - {name for owned in owning.kinds() for name in owned.covers}


def test_every_foreign_key_to_a_colleague_is_history_or_passes_on():
    """A new one that nobody thought about fails here: name it above, or register in the app what it means to own it (people/owning.py)."""
    assert not_decided() == set()


def test_a_key_that_nobody_thought_about_would_be_found(monkeypatch):
    monkeypatch.setattr(owning, "_kinds", [])
    assert not_decided() == {"volunteers.opportunity.leads", "volunteers.opportunity_leads.user"}


# --- Handing over -------------------------------------------------------------------------------------------------------------


def test_everything_open_passes_in_one_step_and_the_receiver_is_written_to(carla, nell, now):
    led, draft, over = led_by(carla), led_by(carla, state="draft"), led_by(carla, state="cancelled")
    contact = makers.opportunity(contact_email="Carla@example.org", contact_name="Carla", contact_phone="+16175550142")
    role = makers.role(starts=now + timedelta(days=3))
    Shift.objects.filter(pk=role.shift_id).update(contact_email="carla@example.org", contact_name="Carla")
    link = SiteLink.objects.create(shift=role.shift, name="Carla", email="carla@example.org", made_at=now)
    passed = handing_over.hand_over(giver=carla, successor=nell, note="The key is in the red box.", by=carla, now=now)
    assert len(passed) == 5
    assert set(OpportunityLead.objects.values_list("opportunity", "user")) == {(led.pk, nell.pk), (draft.pk, nell.pk), (over.pk, carla.pk)}
    contact.refresh_from_db()
    role.shift.refresh_from_db()
    link.refresh_from_db()
    assert (contact.contact_name, contact.contact_email, str(contact.contact_phone)) == ("Nell", "nell@example.org", "")
    assert (role.shift.contact_email, link.revoked_by) == ("nell@example.org", carla)
    assert SiteLink.objects.get(revoked_at=None).email == "nell@example.org"
    text = Message.objects.get(kind="django_mail", to="nell@example.org").values["text"]
    assert "red box" in text and str(led) in text and str(contact) in text
    assert owning.open_things(carla) == []


def test_links_to_the_check_in_and_to_a_location_are_handed_over_before_somebody_leaves(carla, nell, now):
    mine, event, location = {"name": "Carla", "email": "Carla@example.org", "made_at": now}, meetings.event(starts=now + timedelta(days=3)), goods.location()
    DoorLink.objects.create(event=event, **mine)
    LocationLink.objects.create(location=location, closes=now + timedelta(days=9), **mine)
    with pytest.raises(Refused, match="Hand that over first"):
        handing_over.check_may_leave(carla)
    assert len(handing_over.hand_over(giver=carla, successor=nell, note="", by=carla, now=now)) == 2
    assert owning.open_things(carla) == []
    for model, kind in [(DoorLink, "door_link"), (LocationLink, "location_link")]:
        assert list(model.objects.order_by("pk").values_list("email", "revoked_by")) == [("Carla@example.org", carla.pk), ("nell@example.org", None)]
        assert Message.objects.get(kind=kind).to == "nell@example.org"
    assert LocationLink.objects.get(revoked_at=None).closes == now + timedelta(days=9)


def test_who_leads_it_already_is_its_lead_once(carla, nell, now):
    work = led_by(carla)
    work.leads.add(nell)
    handing_over.hand_over(giver=carla, successor=nell, note="", by=carla, now=now)
    assert list(work.leads.all()) == [nell]


def test_a_closed_opportunity_with_a_shift_to_come_is_still_looked_after(carla, now):
    closed = led_by(carla, state="closed")
    assert owning.open_things(carla) == []
    makers.role(of=closed, starts=now + timedelta(days=3))
    assert [thing.title for thing in owning.open_things(carla)] == [str(closed)]


def test_it_passes_to_a_colleague_who_is_here_and_to_nobody_else(carla, nell, now):
    led_by(carla)
    gone, resident = makers.staff("gone@example.org", is_active=False), User.objects.create(email="vera@example.org")
    for successor in (carla, gone, resident):
        with pytest.raises(Refused) as refusal:
            handing_over.hand_over(giver=carla, successor=successor, note="", by=carla, now=now)
        assert refusal.value.field == "successor"
    assert Message.objects.count() == 0


def test_a_second_press_finds_nothing_left(carla, nell, now):
    led_by(carla)
    handing_over.hand_over(giver=carla, successor=nell, note="", by=carla, now=now)
    with pytest.raises(Refused, match="Nothing is open"):
        handing_over.hand_over(giver=carla, successor=nell, note="", by=carla, now=now)


def test_what_has_no_lead_who_can_sign_in_is_listed(carla, now):
    led, bare, left = led_by(carla), makers.opportunity(), led_by(makers.staff("gone@example.org", is_active=False))
    makers.opportunity(state="draft")
    assert {thing.title for thing in owning.without_owner(None)} == {str(bare), str(left)}
    assert owning.without_owner([]) == [] and led.leads.exists()


# --- Away ------------------------------------------------------------------------------------------------------------------------


def away(user, stand_in, now, days=3):
    return absences.go_away(user=user, stand_in=stand_in, until=timezone.localdate(now) + timedelta(days=days), by=user, now=now)


def late_letters(role, now):
    sign_up = makers.sign_up(role, now=now)
    sign_ups.cancel(sign_up=sign_up, by=None, now=now)
    return set(Message.objects.filter(kind="cancelled_late", about=sign_up.ref).values_list("to", flat=True))


def test_a_letter_to_the_lead_goes_to_the_stand_in_until_the_day_is_over(carla, nell, now):
    role = makers.role(of=led_by(carla), starts=now + timedelta(hours=5))
    assert late_letters(role, now) == {"carla@example.org"}
    away(carla, nell, now, days=0)
    assert late_letters(role, now) == {"nell@example.org"}
    assert absences.reached([carla], now=now + timedelta(days=1)) == [carla]


def test_a_named_contact_who_is_a_colleague_has_a_stand_in_too(carla, nell, now):
    role = makers.role(of=makers.opportunity(contact_email="carla@example.org"), starts=now + timedelta(hours=5))
    away(carla, nell, now)
    assert late_letters(role, now) == {"nell@example.org"}


def test_stand_ins_of_stand_ins_are_followed_and_a_circle_is_refused(carla, nell, now):
    dora = makers.staff("dora@example.org", name="Dora")
    away(carla, nell, now)
    away(nell, dora, now)
    assert absences.reached([carla, nell, dora], now=now) == [dora]
    with pytest.raises(Refused, match="away themselves"):
        away(dora, carla, now)


def test_what_is_meant_for_somebody_whose_stand_in_has_left_still_reaches_somebody(carla, nell, now):
    away(carla, nell, now)
    User.objects.filter(pk=nell.pk).update(is_active=False)
    assert absences.reached([carla], now=now) == [carla]


@pytest.mark.parametrize("days", [-1, 400])
def test_an_absence_ends_from_today_on_within_a_year(carla, nell, now, days):
    with pytest.raises(Refused) as refusal:
        away(carla, nell, now, days=days)
    assert refusal.value.field == "until"


def test_nobody_stands_in_for_themself_and_nobody_who_has_left_does(carla, nell, now):
    User.objects.filter(pk=nell.pk).update(is_active=False)
    nell.refresh_from_db()
    for stand_in in (carla, nell):
        with pytest.raises(Refused):
            away(carla, stand_in, now)
    assert Absence.objects.count() == 0


def test_coming_back_ends_it_at_once_and_twice_changes_nothing_more(carla, nell, now):
    away(carla, nell, now)
    for _turn in range(2):
        absences.come_back(user=carla)
    assert absences.reached([carla], now=now) == [carla]
