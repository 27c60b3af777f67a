"""Young people: an age band instead of a birth date, and a guardian's consent by a mailed button, on paper or by phone."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from bookings.consents import answers
from bookings.models import State
from intake.refusal import Refused
from languages.models import Language
from mailing import proof
from mailing.calls import unwanted_letters
from mailing.models import AccessLink, CallTask, Message
from mailing.outbox import rounds
from people import consents, met
from people.models import GuardianConsent, Person, PersonRequirement, Requirement
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor, code_for
from volunteers import tasks
from volunteers.actions import offers, requests
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
GUARDIAN = {"age": "minor", "guardian_name": "Ana Lopez", "guardian_email": "ana@example.org", "guardian_phone": "", "guardian_language": "en"}


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=3, starts=timezone.now() + timedelta(days=10), of=makers.opportunity(minimum_age=14))


def send(role, *, name="Mia", email="mia@example.org", **typed):
    return Visitor().sign_up(role, name=name, email=email, **typed)


def mia(role, **typed):
    """Mia, who has proved her address and waits for her guardian."""
    browser = Visitor()
    browser.sign_up(role, name="Mia", email="mia@example.org", **{**GUARDIAN, **typed})
    browser.type_code(code_for("mia@example.org"))
    return browser, SignUp.objects.get(person__name="Mia", shift_role=role)


def guardians_page():
    """A browser in which the guardian has opened the mailed link, and the page it leads to."""
    consent = GuardianConsent.objects.get()
    link = proof.manage_links({consent.ref: consent.guardian})[consent.ref]
    browser = Visitor()
    page = browser.get(f"/my/link/{proof.token(link)}/", follow=True)
    return browser, page, f"/consents/{consent.pk}/"


def test_the_form_asks_for_a_band_and_no_birth_date(role):
    page = Visitor().get(f"/volunteer/shifts/{role.pk}/sign-up/").content.decode()
    for words in ("How old are you?", "18 or older", "14 to 17", "Under 14", "no date of birth"):
        assert words in page
    assert 'type="date"' not in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose an age."), ({"age": "below"}, "This is for people of 14 and older"), ({"age": "minor"}, "Enter the name of a parent or guardian"),
        ({"age": "seven"}, "Choose an age."), ({**GUARDIAN, "guardian_name": "Mia", "guardian_email": "mia@example.org"}, "not your own"),
        ({**GUARDIAN, "guardian_email": "mia@example.org"}, "own email"),
        ({**GUARDIAN, "guardian_email": "nonsense"}, "email"),
    ],
)  # fmt: skip
def test_an_age_that_cannot_come_is_refused_beside_the_field_and_stores_nothing(role, typed, words):
    answer = send(role, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not SignUp.objects.exists()
    assert not GuardianConsent.objects.exists()


def test_one_guardians_inbox_is_not_flooded(role):
    type(role).objects.update(capacity=None)
    for number in range(consents.ASKED_A_DAY):
        assert send(role, name=f"Mia {number}", email=f"mia{number}@example.org", **GUARDIAN).status_code == 302
    refused = send(role, name="Mia", email="mia@example.org", **GUARDIAN)
    assert refused.status_code == 429 and "asked several times today" in refused.content.decode()
    GuardianConsent.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    assert send(role, name="Mia", email="mia@example.org", **GUARDIAN).status_code == 302


def test_an_adult_is_confirmed_and_nobody_else_is_asked(role):
    browser = Visitor()
    browser.sign_up(role, age="adult")
    browser.type_code(code_for("vera@example.org"))
    assert SignUp.objects.get().state == State.CONFIRMED
    assert not GuardianConsent.objects.exists()


def test_children_come_along_with_an_adult_and_take_no_place(role):
    type(role.opportunity).objects.update(with_adult=True)
    browser = Visitor()
    browser.sign_up(role, age="adult", children="2")
    browser.type_code(code_for("vera@example.org"))
    role.refresh_from_db()
    assert (SignUp.objects.get().children, role.taken) == (2, 1)
    assert "come along with an adult" in send(role, age="below").content.decode()


def test_the_guardian_is_written_to_only_when_the_young_persons_address_is_proved(role):
    browser = Visitor()
    browser.sign_up(role, name="Mia", email="mia@example.org", **GUARDIAN)
    assert not Message.objects.filter(kind="guardian_consent").exists()
    browser.type_code(code_for("mia@example.org"))
    sign_up = SignUp.objects.get()
    assert (sign_up.state, sign_up.consent.guardian.email) == (State.REQUESTED, "ana@example.org")
    assert timedelta(days=2, hours=23) < sign_up.until - timezone.now() <= timedelta(days=3)
    assert Message.objects.get(kind="guardian_consent").person == sign_up.consent.guardian
    assert "Ana Lopez has to agree: we have sent them a letter" in browser.get(f"/volunteer/sign-ups/{sign_up.pk}/").content.decode()


def test_the_guardian_agrees_with_one_button_and_opening_the_link_changes_nothing(role):
    mia(role)
    browser, page, url = guardians_page()
    text = page.content.decode()
    assert "Do you agree? Mia would like to help" in text
    assert GuardianConsent.objects.get().state == "asked"
    answer = browser.press(f"{url}answer/", url, answer="yes")
    assert answer.status_code == 302
    assert SignUp.objects.get().state == State.CONFIRMED
    assert Message.objects.filter(kind="signed_up").count() == 1
    browser.press(f"{url}answer/", url, answer="yes")
    assert Message.objects.filter(kind="signed_up").count() == 1


def test_a_no_gives_the_place_back_and_tells_the_young_person(role):
    mia(role)
    browser, _page, url = guardians_page()
    browser.press(f"{url}answer/", url, answer="no")
    assert SignUp.objects.get().state == State.DECLINED
    assert Message.objects.filter(kind="guardian_said_no", person__name="Mia").exists()
    assert "There is nothing left to agree to" in browser.get(url).content.decode()
    assert browser.press(f"{url}answer/", url, answer="yes").status_code == 422


def test_one_consent_may_hold_for_the_other_dates_of_the_same_work(role):
    own, _sign_up = mia(role)
    browser, _page, url = guardians_page()
    browser.press(f"{url}answer/", url, answer="yes", wide="1")
    later = makers.role(of=role.opportunity, starts=timezone.now() + timedelta(days=30))
    far = makers.role(of=role.opportunity, starts=timezone.now() + timedelta(days=300))
    elsewhere = makers.role(of=makers.opportunity(minimum_age=14), starts=timezone.now() + timedelta(days=30))
    for one in (later, far, elsewhere):
        own.sign_up(one, name="Mia", email="mia@example.org", **GUARDIAN)
    states = {one.pk: SignUp.objects.get(shift_role=one).state for one in (later, far, elsewhere)}
    assert states == {later.pk: State.CONFIRMED, far.pk: State.REQUESTED, elsewhere.pk: State.REQUESTED}


def test_without_an_answer_the_place_is_given_back_after_three_days(role):
    mia(role)
    SignUp.objects.update(until=timezone.now())
    tasks.sweep_places()
    assert SignUp.objects.get().state == State.EXPIRED


# --- The reminder ------------------------------------------------------------------------------------------------------------


def test_a_guardian_who_has_not_answered_is_reminded_once_in_their_language_a_day_before(role, mail_server):
    for code, name in (("en", "English"), ("es", "Español")):
        Language.objects.update_or_create(code=code, defaults={"name": name, "own_name": name, "offered": True})
    _browser, sign_up = mia(role, guardian_language="es")
    asked = timezone.now()
    rounds.Round(lanes=rounds.WORKER).run()
    for hours, owed in ((24, 0), (47, 0), (49, 1), (50, 1)):
        now = asked + timedelta(hours=hours)
        requests.sweep(now=now)
        rounds.Round(lanes=rounds.WORKER, clock=lambda now=now: now).run()
        assert Message.objects.filter(kind="guardian_reminder").count() == owed
    (letter,) = [one for one in mail_server.to("ana@example.org") if one.kind == "guardian_reminder"]
    message = Message.objects.get(kind="guardian_reminder")
    assert (message.state, message.language, message.expires) == ("sent", "es", sign_up.until)
    with translation.override("es"):
        words = gettext("Please answer: may %(child)s help? %(what)s") % {"child": "Mia", "what": role.opportunity.title}
    assert letter.subject == words and all("Mia" in part and "/my/link/" in part for part in (letter.text, letter.html))


def test_nobody_is_reminded_before_a_day_after_an_answer_or_of_a_place_that_is_gone(role):
    def reminded(*, hours=49, sent=True):
        now = timezone.now()
        if sent:
            Message.objects.filter(kind="guardian_consent").update(state="sent", sent_at=now)
        requests.sweep(now=now + timedelta(hours=hours))
        return Message.objects.filter(kind="guardian_reminder", state="queued").exists()

    _browser, sign_up = mia(role)
    assert not reminded(sent=False)  # the question has not even left
    SignUp.objects.update(until=timezone.now() + timedelta(hours=10))
    assert not reminded(hours=5)  # it has been there for five hours only
    SignUp.objects.update(until=sign_up.until)
    type(role.shift).objects.update(cancelled_at=timezone.now())
    assert not reminded()
    type(role.shift).objects.update(cancelled_at=None)
    GuardianConsent.objects.update(state="refused")
    assert not reminded()
    GuardianConsent.objects.update(state="asked")
    SignUp.objects.update(state=State.CANCELLED)
    assert not reminded()
    SignUp.objects.update(state=State.REQUESTED)
    Person.objects.filter(pk=sign_up.consent.guardian_id).update(forgotten_at=timezone.now())
    assert not reminded()
    Person.objects.update(forgotten_at=None)
    assert reminded()  # nothing but the reasons above held it back
    answers.answer(consent=sign_up.consent, says_yes=True, how="mail", by=None, now=timezone.now())
    assert unwanted_letters(list(Message.objects.filter(kind="guardian_reminder")), timezone.now())


def test_who_is_called_has_one_line_on_the_list_and_no_reminder(role):
    mia(role, guardian_email="", guardian_phone="617-555-0187")
    rounds.Round(lanes=rounds.WORKER).run()
    requests.sweep(now=timezone.now() + timedelta(hours=49))
    rounds.Round(lanes=rounds.WORKER).run()
    assert CallTask.objects.filter(number="+16175550187").count() == 1 and not Message.objects.filter(kind="guardian_reminder").exists()


# --- By phone, on paper, and the agreement ------------------------------------------------------------------------------------


def test_a_guardian_without_email_is_called_and_staff_key_the_answer(role):
    mia(role, guardian_email="", guardian_phone="617-555-0187")
    rounds.Round(lanes=rounds.WORKER).run()
    call = CallTask.objects.get(number="+16175550187")
    assert "Mia" in call.script


def test_the_form_on_paper_is_printed_by_the_young_person_and_noted_by_staff(role):
    browser, sign_up = mia(role, guardian_email="", guardian_phone="")
    assert not Message.objects.filter(kind="guardian_consent").exists()
    page = browser.get(f"/volunteer/sign-ups/{sign_up.pk}/consent-form/").content.decode()
    assert "Consent of a parent or guardian" in page
    assert "Signature" in page
    assert "Consentimiento" in browser.get(f"/es/volunteer/sign-ups/{sign_up.pk}/consent-form/").content.decode()
    carla = make_staff("carla@example.org", makers.office(), "coordinator")
    desk = f"/admin/desk/sign-ups/{sign_up.pk}/"
    client = signed_in(carla)
    assert "Agreed on paper" in client.get(desk).content.decode()
    client.post(f"{desk}consent/", {"says": "yes", "how": "paper"})
    sign_up.refresh_from_db()
    consent = GuardianConsent.objects.get()
    assert (sign_up.state, consent.how, consent.by) == (State.CONFIRMED, "paper", carla)


def test_staff_do_not_pass_over_a_guardian_by_confirming(role):
    _browser, sign_up = mia(role)
    with pytest.raises(Refused, match="has not agreed yet"):
        offers.confirm(sign_up=sign_up, by=makers.staff(), now=timezone.now())


def test_the_agreement_is_signed_by_the_guardian(role):
    waiver = Requirement.objects.create(office=makers.office(), kind="waiver", name="Agreement")
    met.write_text(requirement=waiver, text="We take care.", now=timezone.now())
    type(role.opportunity).objects.update(waiver=waiver)
    mia(role, agree="on")
    assert not PersonRequirement.objects.exists()
    browser, page, url = guardians_page()
    assert "We take care." in page.content.decode()
    browser.press(f"{url}answer/", url, answer="yes")
    assert SignUp.objects.get().state == State.CONFIRMED
    assert PersonRequirement.objects.get().signed_name == "Ana Lopez"


def test_a_stranger_finds_no_consent_and_a_guardian_only_their_own(role):
    mia(role)
    consent = GuardianConsent.objects.get()
    url = f"/consents/{consent.pk}/"
    stranger = Visitor()
    stranger.sign_up(makers.role(starts=timezone.now() + timedelta(days=10)), name="Sam", email="sam@example.org")
    stranger.type_code(code_for("sam@example.org"))
    for browser in (Visitor(), stranger):
        assert browser.get(url).status_code == browser.get("/consents/987654321/").status_code == 404
        assert browser.press(f"{url}answer/", "/my/", answer="yes").status_code == 404
    assert GuardianConsent.objects.get().state == "asked"


def test_before_the_young_persons_proof_the_guardians_page_does_not_exist(role):
    Visitor().sign_up(role, name="Mia", email="mia@example.org", **GUARDIAN)
    _browser, page, url = guardians_page()
    assert page.status_code == 404
    assert AccessLink.objects.filter(scope=GuardianConsent.objects.get().ref).exists()


def test_consent_for_what_is_over_is_refused(role):
    _browser, sign_up = mia(role)
    type(role.shift).objects.update(starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="nothing left to agree to"):
        answers.answer(consent=sign_up.consent, says_yes=True, how="mail", by=None, now=timezone.now())
