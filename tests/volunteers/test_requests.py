"""Places that wait for somebody's yes: the office's approval, a training or check, an agreement read and signed with its version."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import deadlines
from bookings.models import State
from intake.refusal import Refused
from mailing.models import Message
from mailing.outbox import rounds
from people import met
from people.models import PersonRequirement, Requirement, WaiverText
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers import conditions, tasks
from volunteers.actions import applications, offers, places, sign_ups, stand_ins
from volunteers.actions import sign_up as signing_up
from volunteers.models import Application, Opportunity, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


def role_of(*, places=3, **opportunity):
    return makers.role(places=places, starts=timezone.now() + timedelta(days=10), of=makers.opportunity(**opportunity))


def requirement(kind="training", name="Food handler card", **more):
    return Requirement.objects.create(office=makers.office(), kind=kind, name=name, **more)


def agreement(text="I take care."):
    made = requirement("waiver", "Agreement for volunteers")
    return met.write_text(requirement=made, text=text, now=timezone.now())


def signed_up(role, name="Vera", email="vera@example.org", **typed):
    browser = Visitor()
    answer = browser.sign_up(role, name=name, email=email, **typed)
    assert answer.status_code == 302, answer.content.decode()
    browser.type_code(code_for(email))
    return browser, SignUp.objects.get(person__name=name, shift_role=role)


def kinds(person):
    return list(Message.objects.filter(person=person).exclude(kind="confirm_code").order_by("pk").values_list("kind", flat=True))


# --- Approval -----------------------------------------------------------------------------------------------------------


def test_an_applicant_keeps_the_place_until_the_office_decides_and_needs_no_second_approval(carla):
    role = role_of(approval=True)
    browser, sign_up = signed_up(role)
    assert (sign_up.state, sign_up.until) == (State.REQUESTED, sign_up.shift.starts - deadlines.STILL_TOLD)
    assert kinds(sign_up.person) == ["requested"]
    role.refresh_from_db()
    assert role.taken == 1
    page = browser.get(f"/volunteer/sign-ups/{sign_up.pk}/").content.decode()
    assert "The office looks at your sign-up first" in page
    applications.approve(application=Application.objects.get(), by=carla, now=timezone.now())
    sign_up.refresh_from_db()
    assert (sign_up.state, kinds(sign_up.person)) == (State.CONFIRMED, ["requested", "signed_up"])
    other = makers.role(of=role.opportunity, starts=timezone.now() + timedelta(days=12))
    browser.sign_up(other)
    assert SignUp.objects.get(shift_role=other).state == State.CONFIRMED


def test_who_is_declined_is_told_in_the_offices_words_and_the_place_goes_to_the_line(carla):
    role = role_of(places=1, approval=True)
    _browser, sign_up = signed_up(role)
    _other, waits = signed_up(role, "Sam", "sam@example.org", waitlist="1")
    assert waits.state == State.WAITLISTED
    applications.decline(application=Application.objects.get(person=sign_up.person), note="All drivers are found.", by=carla, now=timezone.now())
    sign_up.refresh_from_db()
    waits.refresh_from_db()
    assert (sign_up.state, waits.state) == (State.DECLINED, State.OFFERED)
    assert Message.objects.get(kind="application_declined").values["note"] == "All drivers are found."


def test_an_offer_that_is_taken_still_waits_for_approval(carla):
    role = role_of(places=1, approval=True)
    first = makers.sign_up(role)
    _browser, waits = signed_up(role, "Sam", "sam@example.org", waitlist="1")
    sign_ups.cancel(sign_up=first, by=carla, now=timezone.now())
    states = [offers.accept_offer(sign_up=waits, by=None, now=timezone.now()).state for _pressed_twice in range(2)]
    assert states == [State.REQUESTED] * 2
    assert Application.objects.get().state == Application.State.APPLIED
    assert kinds(waits.person) == ["waitlisted", "waitlist_offer", "requested"]


@pytest.mark.parametrize(("approval", "said"), [(False, "The place is yours."), (True, "as soon as your place is confirmed")])
def test_a_place_that_is_only_kept_is_not_called_theirs(carla, approval, said):
    role = role_of(places=1, approval=approval)
    first = makers.sign_up(role)
    browser, waits = signed_up(role, "Sam", "sam@example.org", waitlist="1")
    sign_ups.cancel(sign_up=first, by=carla, now=timezone.now())
    page = browser.press(f"/volunteer/sign-ups/{waits.pk}/offer/accept/", f"/volunteer/sign-ups/{waits.pk}/")
    alert = browser.get(page.url).content.decode().partition("usa-alert--success")[2].partition("</div>")[0]
    assert said in alert and ("The place is yours." in alert) == (not approval)


def test_an_archived_approval_is_asked_for_again(carla):
    role = role_of(approval=True)
    browser, sign_up = signed_up(role)
    application = Application.objects.get()
    with pytest.raises(Refused, match="Decide first"):
        applications.archive(application=application, by=carla, now=timezone.now())
    applications.approve(application=application, by=carla, now=timezone.now())
    applications.archive(application=application, by=carla, now=timezone.now())
    other = makers.role(of=role.opportunity, starts=timezone.now() + timedelta(days=12))
    browser.sign_up(other)
    assert SignUp.objects.get(shift_role=other).state == State.REQUESTED
    assert Application.objects.get().state == Application.State.APPLIED
    sign_up.refresh_from_db()
    assert sign_up.state == State.CONFIRMED


def test_whom_staff_enter_is_approved_with_it(carla):
    role = role_of(approval=True)
    entered = signing_up.enter(shift_role=role, form=makers.form(), by=carla, now=timezone.now())
    assert (entered.state, Application.objects.get().state) == (State.CONFIRMED, Application.State.APPROVED)


def test_undecided_two_hours_before_the_start_lapses_and_the_letter_still_leaves(carla, mail_server):
    role = role_of(approval=True)
    _browser, sign_up = signed_up(role)
    assert sign_up.until == role.shift.starts - deadlines.STILL_TOLD
    places.sweep(now=sign_up.until)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: sign_up.until).run()
    sign_up.refresh_from_db()
    assert (sign_up.state, kinds(sign_up.person)) == (State.EXPIRED, ["requested", "request_expired"])
    assert mail_server.wait_for(1, to="vera@example.org", kind="request_expired")


# --- Requirements ---------------------------------------------------------------------------------------------------------


def test_a_training_gates_a_role_says_how_to_meet_it_and_confirms_when_it_is_noted(carla):
    role = role_of()
    card = requirement(how="Two hours online, free: call 617-555-0142.", valid_months=12)
    type(role).objects.filter(pk=role.pk).update(requirement=card)
    browser = Visitor()
    assert "Two hours online" in browser.get(f"/volunteer/shifts/{role.pk}/sign-up/").content.decode()
    _browser, sign_up = signed_up(role)
    assert sign_up.state == State.REQUESTED
    assert sign_up.until - timezone.now() < deadlines.KEPT
    noted = met.note(person=sign_up.person, requirement=card, state="met", met_on=None, by=carla, now=timezone.now())
    assert noted.expires == timezone.localdate().replace(year=timezone.localdate().year + 1)
    tasks.sweep_places()
    sign_up.refresh_from_db()
    assert (sign_up.state, kinds(sign_up.person)) == (State.CONFIRMED, ["requested", "signed_up"])


def test_what_has_expired_by_the_day_of_the_shift_is_not_met(carla):
    role = role_of()
    check = requirement("check", "Background check")
    role.opportunity.requirements.add(check)
    sign_up = SignUp(shift_role=role, person=makers.person(), waits_since=timezone.now())
    met.note(person=sign_up.person, requirement=check, state="met", met_on=None, by=carla, now=timezone.now())
    assert conditions.missing(sign_up, timezone.now()) == []
    PersonRequirement.objects.update(expires=role.shift.local_starts.date() - timedelta(days=1))
    assert [gap.requirement for gap in conditions.missing(sign_up, timezone.now())] == [check]
    PersonRequirement.objects.update(expires=None, state="asked")
    assert len(conditions.missing(sign_up, timezone.now())) == 1


def test_staff_do_not_pass_over_a_check_by_confirming(carla):
    role = role_of()
    role.opportunity.requirements.add(requirement("check", "Background check"))
    _browser, sign_up = signed_up(role)
    with pytest.raises(Refused, match="Background check"):
        offers.confirm(sign_up=sign_up, by=carla, now=timezone.now())


def test_a_kept_place_is_given_back_after_three_days(carla):
    role = role_of(places=1)
    role.opportunity.requirements.add(requirement())
    _browser, sign_up = signed_up(role)
    _other, waits = signed_up(role, "Sam", "sam@example.org", waitlist="1")
    SignUp.objects.filter(pk=sign_up.pk).update(until=timezone.now())
    tasks.sweep_places()
    tasks.sweep_places()
    assert list(SignUp.objects.order_by("pk").values_list("state", flat=True)) == [State.EXPIRED, State.OFFERED]
    assert Message.objects.filter(kind="request_expired").count() == 1


# --- Agreements ---------------------------------------------------------------------------------------------------------------


def test_an_agreement_is_read_and_signed_on_the_form_with_its_version(carla):
    text = agreement()
    role = role_of(waiver=text.requirement)
    browser = Visitor()
    page = browser.get(f"/volunteer/shifts/{role.pk}/sign-up/").content.decode()
    assert "I take care." in page
    assert "Version 1" in page
    refused = browser.sign_up(role)
    assert refused.status_code == 422
    assert "tick here if you agree" in refused.content.decode()
    _browser, sign_up = signed_up(role, agree="on")
    assert sign_up.state == State.CONFIRMED
    signed = PersonRequirement.objects.get()
    assert (signed.waiver_text, signed.signed_name, signed.how, signed.language) == (text, "Vera", "online", "en")


def test_nothing_is_signed_before_the_address_is_proved(carla):
    role = role_of(waiver=agreement().requirement)
    Visitor().sign_up(role, agree="on")
    assert not PersonRequirement.objects.exists()


def test_a_new_version_is_signed_again_on_ones_own_page_and_the_old_text_stays(carla):
    first = agreement()
    role = role_of(waiver=first.requirement)
    browser, sign_up = signed_up(role, agree="on")
    second = met.write_text(requirement=first.requirement, text="I take care, and wear gloves.", now=timezone.now())
    assert (second.version, met.write_text(requirement=first.requirement, text="I take care, and wear gloves.", now=timezone.now())) == (2, second)
    url = f"/volunteer/sign-ups/{sign_up.pk}/"
    page = browser.get(url)
    assert "and wear gloves" in page.content.decode()
    browser.press(f"{url}agreement/", url, text=str(first.pk), agree="1")
    assert PersonRequirement.objects.count() == 1
    browser.press(f"{url}agreement/", url, text=str(second.pk), agree="1")
    assert list(PersonRequirement.objects.order_by("pk").values_list("waiver_text__version", flat=True)) == [1, 2]
    assert "wear gloves" not in browser.get(url).content.decode()
    assert WaiverText.objects.get(version=1).text == "I take care."


def test_a_young_person_does_not_sign_in_place_of_the_guardian(carla):
    text = agreement()
    role = role_of(waiver=text.requirement)
    browser, sign_up = signed_up(role, agree="on")
    PersonRequirement.objects.all().delete()
    url = f"/volunteer/sign-ups/{sign_up.pk}/"
    SignUp.objects.update(age_band="minor")
    Opportunity.objects.update(minimum_age=14, guardian_consent=True)
    sent = {"text": str(text.pk), "agree": "1"}
    assert browser.press(f"{url}agreement/", url, **sent).status_code == 404 and not PersonRequirement.objects.exists()
    Opportunity.objects.update(guardian_consent=False)  # negative control
    assert browser.press(f"{url}agreement/", url, **sent).status_code == 302 and PersonRequirement.objects.count() == 1


def test_what_was_signed_cannot_be_rewritten(carla):
    text = agreement()
    with pytest.raises(Exception, match="Cannot update"):
        WaiverText.objects.filter(pk=text.pk).update(text="I pay for everything.")


def test_a_stand_in_who_has_not_signed_gets_no_place(carla):
    role = role_of(waiver=agreement().requirement)
    _browser, sign_up = signed_up(role, agree="on")
    with pytest.raises(Refused, match="more than a name"):
        stand_ins.take_over(
            sign_up=sign_up, form=makers.form("Sam", "sam@example.org"), proved={"sam@example.org"}, key=makers.key(), browser="b", now=timezone.now()
        )


# --- What would help ---------------------------------------------------------------------------------------------------------


def test_what_would_help_is_answered_where_the_person_sees_it_and_by_letter(carla):
    browser, sign_up = signed_up(role_of(), notes="A chair, please.")
    sign_ups.answer_need(sign_up=sign_up, reply="There will be chairs.", by=carla, now=timezone.now())
    sign_ups.answer_need(sign_up=sign_up, reply="There will be chairs.", by=carla, now=timezone.now())
    page = browser.get(f"/volunteer/sign-ups/{sign_up.pk}/").content.decode()
    assert "There will be chairs." in page
    assert kinds(sign_up.person).count("need_answered") == 1
    nobody_asked = makers.sign_up(sign_up.shift_role)
    with pytest.raises(Refused, match="Nothing was asked"):
        sign_ups.answer_need(sign_up=nobody_asked, reply="Yes.", by=carla, now=timezone.now())
