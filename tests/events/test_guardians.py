"""Young people at events: the guardian is asked, the place is kept meanwhile, and everybody sees what is still missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.consents import answers
from bookings.models import State
from events import guardians as rules
from events.actions import offers, registration_sweeps, registrations
from events.letters import guardians as guardian_letters
from events.models import Event, EventSeries, Registration
from mailing.models import Message
from mailing.outbox import rounds
from people import consents
from people.models import GuardianConsent
from people.things import things_of
from tests import meetings
from tests.events.coming import opened, send
from tests.events.young import ANA, MIA, guardians_browser, kinds, mia, typed
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


# --- The form --------------------------------------------------------------------------------------------------------------


def test_the_form_asks_for_a_guardian_only_where_one_has_to_agree(workshop):
    def page(event):
        return Visitor().get(f"/events/{event.slug}/register/").content.decode()

    assert "your guardian’s name" in page(workshop)
    for changes in ({"minimum_age": None}, {"minimum_age": 18}, {"minimum_age": 14, "guardian_consent": False}):
        assert "your guardian’s name" not in page(meetings.event(starts=workshop.starts, **changes))
    assert "a parent or guardian has to agree" in Visitor().get(workshop.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"age": "minor"}, "Enter the name of a parent or guardian"), ({**ANA, "guardian_name": "Mia", "guardian_email": "mia@example.org"}, "not your own"),
        ({**ANA, "guardian_email": "Mia@example.org"}, "own email"),
        ({**ANA, "guardian_email": "nonsense"}, "email"), ({**ANA, "guardian_phone": "12"}, "phone number"), ({**ANA, "guardian_name": "x" * 121}, "too long"),
        ({**ANA, "guardian_language": "xx"}, "Please choose one of the languages."), ({"age": "below"}, "14 and older"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_stored_or_lost(workshop, changes, said):
    answer = send(Visitor(), workshop, **MIA, support="A chair", **changes)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "A chair" in page and "usa-error-message" in page
    assert not Registration.objects.exists() and not GuardianConsent.objects.exists()


def test_one_guardians_inbox_is_not_flooded_by_events_either(workshop):
    type(workshop).objects.update(capacity=None)
    for number in range(consents.ASKED_A_DAY):
        assert send(Visitor(), workshop, name=f"Mia {number}", email=f"mia{number}@example.org", **ANA).status_code == 302
    assert send(Visitor(), workshop, **MIA, **ANA).status_code == 429
    GuardianConsent.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    assert send(Visitor(), workshop, **MIA, **ANA).status_code == 302


def test_a_school_by_headcount_and_an_adult_need_nobody(workshop, monkeypatch):
    Event.objects.update(takes_groups=True, capacity=None)
    workshop.refresh_from_db()
    for who in ({**MIA, "age": "minor", "organization": "Grove Hall School", "guardian": None}, {"name": "Sam", "age": "adult", "guardian": None}):
        registrations.register(**typed(workshop, **who))
    assert set(Registration.objects.values_list("state", flat=True)) == {State.CONFIRMED} and not GuardianConsent.objects.exists()
    monkeypatch.setattr(rules, "needs_consent", lambda registration: False)  # negative control: without the rule nobody waits
    assert mia(meetings.event(minimum_age=14, starts=workshop.starts)).state == State.CONFIRMED


# --- Asked and answered ----------------------------------------------------------------------------------------------------


def test_the_guardian_is_written_to_when_the_address_is_proved_and_agrees_by_a_button(workshop):
    own = Visitor()
    send(own, workshop, **MIA, **ANA)
    assert kinds() == {"confirm_code"} and Registration.objects.get().state == State.HELD
    early = guardians_browser(GuardianConsent.objects.get())
    assert early[1].status_code == 404
    own.type_code(code_for("mia@example.org"))
    one = Registration.objects.get()
    assert one.state == State.REQUESTED and timedelta(days=2, hours=23) < one.until - timezone.now() <= timedelta(days=3)
    assert kinds() == {"confirm_code", "event_requested", "event_guardian"}
    page = own.get(f"/events/registrations/{one.pk}/").content.decode()
    assert "Ana Lopez has to agree: we have sent them a letter" in page and "Kept for you, not confirmed yet" in page
    ana, shown, url = guardians_browser(one.consent)
    assert "Do you agree? Mia would like to come" in shown.content.decode() and "Film workshop" in shown.content.decode()
    assert GuardianConsent.objects.get().state == "asked"  # opening changes nothing
    assert ana.press(f"{url}answer/", url, answer="maybe").status_code == 422
    for _twice in range(2):
        assert ana.press(f"{url}answer/", url, answer="yes").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.until) == (State.CONFIRMED, None) and Message.objects.filter(kind="registered").count() == 1
    assert "This is still missing" not in own.get(f"/events/registrations/{one.pk}/").content.decode()
    assert "Consent for Mia: Film workshop" in [thing.title for thing in things_of([one.consent.guardian])]


def test_a_no_takes_who_waits_out_of_the_line(workshop):
    one = mia(workshop)
    ana, _page, url = guardians_browser(one.consent)
    Registration.objects.update(state=State.WAITLISTED, until=None)
    ana.press(f"{url}answer/", url, answer="no")
    assert Registration.objects.get().state == State.DECLINED


def test_a_no_frees_the_place_and_the_next_in_line_is_asked(workshop):
    Event.objects.update(capacity=1)
    workshop.refresh_from_db()
    one, waits = mia(workshop), meetings.registration(workshop, state=State.WAITLISTED)
    ana, _page, url = guardians_browser(one.consent)
    ana.press(f"{url}answer/", url, answer="no")
    one.refresh_from_db()
    waits.refresh_from_db()
    assert (one.state, waits.state) == (State.DECLINED, State.OFFERED) and {"event_guardian_said_no", "event_offer"} <= kinds()
    assert "There is nothing left to agree to" in ana.get(url).content.decode() and ana.press(f"{url}answer/", url, answer="yes").status_code == 422


def test_a_yes_can_still_become_a_no(workshop):
    one = mia(workshop)
    ana, _page, url = guardians_browser(one.consent)
    for answer, state in (("yes", State.CONFIRMED), ("no", State.DECLINED)):
        ana.press(f"{url}answer/", url, answer=answer)
        one.refresh_from_db()
        assert one.state == state


def test_without_an_answer_the_guardian_is_reminded_once_and_the_place_given_back(workshop, mail_server):
    one, now = mia(workshop), timezone.now()
    rounds.Round(lanes=rounds.WORKER).run()
    for hours, reminders, state in ((24, 0, State.REQUESTED), (49, 1, State.REQUESTED), (50, 1, State.REQUESTED), (73, 1, State.EXPIRED)):
        registration_sweeps.sweep(now=now + timedelta(hours=hours))
        one.refresh_from_db()
        assert (Message.objects.filter(kind="event_guardian_reminder").count(), one.state) == (reminders, state)
        if hours == 49:
            rounds.Round(lanes=rounds.WORKER, clock=lambda: now + timedelta(hours=49)).run()
            reminder = mail_server.wait_for(kind="event_guardian_reminder")[0]
            assert reminder.to == "ana@example.org" and reminder.subject == "Please answer: may Mia come? Film workshop"
            assert "We have not heard from you yet" in reminder.text and "/my/link/" in reminder.text and "We have not heard from you yet" in reminder.html
    assert "event_request_expired" in kinds()
    workshop.refresh_from_db()
    assert workshop.taken == 0


def test_while_an_event_is_postponed_or_after_a_new_question_nobody_is_reminded(workshop):
    mia(workshop)
    now = timezone.now()
    Message.objects.filter(kind="event_guardian").update(state="sent", sent_at=now)
    Event.objects.update(state=Event.State.POSTPONED)
    registration_sweeps.sweep(now=now + timedelta(hours=49))
    assert "event_guardian_reminder" not in kinds()
    Event.objects.update(state=Event.State.PUBLISHED)
    guardian_letters.asked_again(Registration.objects.select_related("consent__guardian"), period="2", due=now, now=now)
    registration_sweeps.sweep(now=now + timedelta(hours=49))
    assert "event_guardian_reminder" not in kinds()  # the new question has not even left


def test_a_consent_for_the_series_holds_for_its_other_dates_for_half_a_year(workshop):
    day = workshop.local_starts.date()
    series = EventSeries.objects.create(office=workshop.office, title="Film", first=day, until=day + timedelta(days=400))
    later, far = (meetings.event(minimum_age=14, series=series, starts=timezone.now() + timedelta(days=days)) for days in (30, 300))
    Event.objects.filter(pk=workshop.pk).update(series=series)
    workshop.refresh_from_db()
    one = mia(workshop)
    ana, page, url = guardians_browser(one.consent)
    assert "Also for the other dates of this series" in page.content.decode()
    ana.press(f"{url}answer/", url, answer="yes", wide="1")
    elsewhere = meetings.event(minimum_age=14, starts=later.starts)
    assert [mia(event).state for event in (later, far, elsewhere)] == [State.CONFIRMED, State.REQUESTED, State.REQUESTED]
    Event.objects.filter(pk=workshop.pk).update(starts=timezone.now() - timedelta(days=1), ends=timezone.now() - timedelta(hours=20))
    assert "Have you changed your mind?" in ana.get(url).content.decode()  # the first day is over, the yes for the others can be taken back
    ana.press(f"{url}answer/", url, answer="no")
    assert mia(meetings.event(minimum_age=14, series=series, starts=later.starts + timedelta(days=7))).state == State.REQUESTED


def test_a_stranger_finds_no_consent_and_no_form(workshop):
    one = mia(workshop)
    sam = opened(Visitor(), meetings.registration(workshop))
    for browser in (Visitor(), sam):
        for path in (f"/consents/{one.consent_id}/", "/consents/987654321/", f"/events/registrations/{one.pk}/consent-form/"):
            assert browser.get(path).status_code == 404
        assert browser.press(f"/consents/{one.consent_id}/answer/", "/my/", answer="yes").status_code == 404
    assert GuardianConsent.objects.get().state == "asked"


def test_an_offered_place_waits_for_the_guardian_too(workshop):
    one = mia(workshop)
    Registration.objects.update(state=State.OFFERED, until=timezone.now() + timedelta(hours=5))
    one = offers.accept_offer(registration=one, by=None, now=timezone.now())
    assert one.state == State.REQUESTED and one.until > timezone.now() + timedelta(days=2)


def test_whoever_accepts_an_offer_is_not_told_that_the_place_is_theirs_before_the_guardian_agrees(workshop):
    one = mia(workshop)
    Registration.objects.update(state=State.OFFERED, until=timezone.now() + timedelta(hours=5))
    page = f"/events/registrations/{one.pk}/"
    browser = opened(Visitor(), one)
    browser.press(f"{page}offer/accept/", page)
    said = browser.get(page).content.decode()
    assert "The place is yours." not in said and "as soon as your place is confirmed" in said


@pytest.fixture
def dates(workshop):
    """Mia's registrations in two, ten and twenty days: her guardian has agreed on the page of the first to the others of the series too."""
    day = workshop.local_starts.date()
    series = EventSeries.objects.create(office=workshop.office, title="Film", first=day, until=day + timedelta(days=400))
    Event.objects.filter(pk=workshop.pk).update(series=series, starts=timezone.now() + timedelta(days=2), ends=timezone.now() + timedelta(days=2, hours=2))
    workshop.refresh_from_db()
    later = [meetings.event(minimum_age=14, series=series, capacity=1, starts=timezone.now() + timedelta(days=days)) for days in (10, 20)]
    first = mia(workshop)
    answers.answer(consent=first.consent, says_yes=True, is_wide=True, how="paper", by=None, now=timezone.now())
    return [Registration.objects.get(pk=one.pk) for one in (first, *map(mia, later))]


def stands(dates):
    return [Registration.objects.get(pk=one.pk).state for one in dates]


def test_a_no_after_the_first_date_leaves_that_as_it_was_and_gives_the_others_back(dates):
    assert stands(dates) == [State.CONFIRMED] * 3
    answers.answer(consent=dates[0].consent, says_yes=False, how="paper", by=None, now=timezone.now() + timedelta(days=3))
    assert stands(dates) == [State.CONFIRMED, State.DECLINED, State.DECLINED]
    assert set(Message.objects.filter(kind="event_guardian_said_no").values_list("about", flat=True)) == {one.ref for one in dates[1:]}


def test_what_the_guardian_has_agreed_to_by_itself_stays(dates):
    own = consents.heard_of(person=dates[1].person, age_band="minor", language="en", now=timezone.now())
    consents.write_down(own, says_yes=True, how="paper", by=None, now=timezone.now())
    Registration.objects.filter(pk=dates[1].pk).update(consent=own)
    answers.answer(consent=dates[0].consent, says_yes=False, how="paper", by=None, now=timezone.now())
    assert stands(dates) == [State.DECLINED, State.CONFIRMED, State.DECLINED]
