"""“Can you come?”: asked once, answered with one press, first come; the rest are thanked once; nothing is sent after the start."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bookings.models import State
from bookings.seats import Full
from intake.refusal import Refused
from mailing.calls import record_result
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from people.forgetting import forget
from people.models import Profile
from tests import makers
from tests.volunteers import making
from tests.volunteers.asking import saturday, short_shift, willing
from tests.volunteers.visitor import Visitor, code_for
from volunteers import tasks
from volunteers.actions import asks, sign_ups
from volunteers.actions import shifts as shift_verbs
from volunteers.models import Ask, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


def ask(role, *people, by, key=None, now=None):
    return asks.ask(shift_role=role, persons=[one.pk for one in people], by=by, key=key or makers.key(), now=now or timezone.now())


def deliver():
    rounds.Round(lanes=rounds.WORKER).run()


def kinds(person):
    return list(Message.objects.filter(person=person).exclude(state="cancelled").order_by("pk").values_list("kind", flat=True))


# --- Asking -------------------------------------------------------------------------------------------------------------


def test_asking_owes_each_a_letter_and_remembers_when(carla):
    role, vera, sam = short_shift(), willing("Vera"), willing("Sam")
    assert ask(role, vera, sam, by=carla) == 2
    assert set(Ask.objects.values_list("person", "answer", "asked_by")) == {(vera.pk, "", carla.pk), (sam.pk, "", carla.pk)}
    assert set(Message.objects.values_list("person", "kind", "lane", "expires")) == {(one.pk, "ask", 2, role.shift.starts) for one in (vera, sam)}
    assert Profile.objects.filter(asked_at=None).count() == 0


def test_pressed_twice_is_asked_once(carla):
    role, vera, key = short_shift(), willing("Vera", asks_a_week=7), makers.key()
    assert [ask(role, vera, by=carla, key=key) for _turn in range(2)] == [1, 1]
    assert ask(role, vera, by=carla) == 0  # another form: the person was asked already
    assert (Ask.objects.count(), Message.objects.count()) == (1, 1)


def test_two_colleagues_at_once_do_not_pass_the_weekly_limit(carla):
    first, second, vera = short_shift(), short_shift(starts=saturday(2)), willing("Vera")
    barrier, counts = threading.Barrier(2), []

    def press(role):
        try:
            barrier.wait(10)
            counts.append(ask(role, vera, by=carla))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[role]) for role in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (sorted(counts), Ask.objects.count()) == ([0, 1], 1)


def test_without_holding_the_profiles_both_would_ask(carla, monkeypatch):
    """Negative control: each colleague looks before the other has asked."""
    first, second, vera = short_shift(), short_shift(starts=saturday(2)), willing("Vera")
    monkeypatch.setattr(asks.twelve, "still_right", lambda wanted, persons, *, now: persons)
    assert [ask(role, vera, by=carla) for role in (first, second)] == [1, 1]


@pytest.mark.parametrize("which", ["full", "called off", "begun", "nobody", "too many", "no date", "not open yet", "sign-up has ended"])
def test_what_cannot_be_asked_is_refused_in_words(carla, which):
    role, vera = short_shift(), willing("Vera")
    if which == "full":
        making.keep(role, 2)
    if which == "called off":
        type(role.shift).objects.update(cancelled_at=timezone.now())
    if which == "begun":
        type(role.shift).objects.update(starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=1))
    if which == "not open yet":
        type(role.shift).objects.update(sign_up_opens=timezone.now() + timedelta(hours=1))
    if which == "sign-up has ended":
        type(role.shift).objects.update(sign_up_closes=timezone.now())
    if which == "no date":
        role = ShiftRole.objects.create(opportunity=makers.opportunity(kind="remote"))
    people = {"nobody": [], "too many": [vera.pk + number for number in range(51)]}.get(which, [vera.pk])
    with pytest.raises(Refused) as refused:
        asks.ask(shift_role=ShiftRole.objects.get(pk=role.pk), persons=people, by=carla, key=makers.key(), now=timezone.now())
    assert refused.value.sentence.endswith(".") and not Ask.objects.exists() and not Message.objects.exists()


def test_whoever_changed_their_mind_meanwhile_is_left_out(carla):
    role, vera, sam = short_shift(), willing("Vera"), willing("Sam")
    Profile.objects.filter(person=vera).update(agreed_to_asks_at=None)
    assert ask(role, vera, sam, by=carla) == 1
    assert Ask.objects.get().person == sam


# --- Answering ----------------------------------------------------------------------------------------------------------


def opened(mail_server, person):
    """Return a browser that has opened the link in the letter to a person, and the address it leads to."""
    letter = next(one for one in mail_server.letters if one.kind == "ask" and person.email in one.recipients)
    browser = Visitor()
    return browser, browser.get(re.search(r"/my/link/[^\s]+", letter.text)[0])["Location"]


def test_yes_takes_a_place_and_no_is_one_press(carla, mail_server):
    role, vera, sam = short_shift(), willing("Vera"), willing("Sam")
    ask(role, vera, sam, by=carla)
    deliver()
    browser, page = opened(mail_server, vera)
    text = browser.get(page).content.decode()
    assert "Can you come?" in text and "Saturday" in text and "Yes, I’m coming" in text
    assert not SignUp.objects.exists()  # opening a link changes nothing
    answer = browser.press(f"{page}coming/", from_page=page)
    sign_up = SignUp.objects.get()
    assert (answer["Location"], sign_up.person, sign_up.state) == (f"/volunteer/sign-ups/{sign_up.pk}/", vera, State.CONFIRMED)
    assert browser.get(answer["Location"]).status_code == 200
    browser, page = opened(mail_server, sam)
    browser.press(f"{page}not-this-time/", from_page=page)
    assert dict(Ask.objects.values_list("person__name", "answer")) == {"Vera": "coming", "Sam": "not_this_time"}
    assert "I can come after all" in browser.get(page).content.decode()
    assert (kinds(vera), kinds(sam)) == (["ask", "signed_up"], ["ask"])


def test_a_second_press_changes_nothing(carla):
    role, vera = short_shift(), willing("Vera")
    ask(role, vera, by=carla)
    one = Ask.objects.get()
    first, second = (asks.say_yes(ask=one, by=None, now=timezone.now()) for _turn in range(2))
    assert (first, SignUp.objects.count(), ShiftRole.objects.get(pk=role.pk).taken) == (second, 1, 1)
    with pytest.raises(Refused, match="said yes already"):
        asks.say_no(ask=one, by=None, now=timezone.now())


def test_the_last_place_goes_to_whoever_answers_first_and_the_rest_are_thanked_once(carla, mail_server):
    role, people = short_shift(places=1), [willing(name) for name in ("Vera", "Sam", "Dan", "Noa")]
    vera, sam, dan, noa = people
    ask(role, *people, by=carla)
    deliver()
    asks.say_no(ask=Ask.objects.get(person=noa), by=None, now=timezone.now())
    browser, page = opened(mail_server, sam)
    asks.say_yes(ask=Ask.objects.get(person=vera), by=None, now=timezone.now())
    answer = browser.press(f"{page}coming/", from_page=page)
    assert answer.status_code == 200 and "It is filled, thank you" in answer.content.decode()
    for _turn in range(2):
        tasks.close_asks()
    deliver()
    assert [kinds(one) for one in people] == [["ask", "signed_up"], ["ask", "ask_filled"], ["ask", "ask_filled"], ["ask"]]
    assert "It is filled, thank you" in next(one for one in mail_server.letters if one.kind == "ask_filled").subject
    assert (SignUp.objects.count(), Ask.objects.open().count(), dan.asks.get().answer) == (1, 0, "")


def test_six_who_answer_at_once_get_as_many_places_as_there_are(carla):
    role, people = short_shift(places=2), [willing(f"Vera{number}") for number in range(6)]
    ask(role, *people, by=carla)
    barrier, said = threading.Barrier(len(people)), []

    def answer(one):
        try:
            barrier.wait(20)
            asks.say_yes(ask=one, by=None, now=timezone.now())
            said.append("yes")
        except Full:
            said.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[one]) for one in Ask.objects.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sorted(said), ShiftRole.objects.get(pk=role.pk).taken) == (["full"] * 4 + ["yes"] * 2, 2)


def test_a_place_that_is_only_kept_for_somebody_thanks_nobody_yet(carla):
    role, vera = short_shift(places=1), willing("Vera")
    ask(role, vera, by=carla)
    deliver()
    held = makers.sign_up(role, state=State.HELD)
    tasks.close_asks()
    assert Ask.objects.get().is_open
    with pytest.raises(Full):
        asks.say_yes(ask=Ask.objects.get(), by=None, now=timezone.now())
    sign_ups.cancel(sign_up=held, by=None, now=timezone.now())
    assert asks.say_yes(ask=Ask.objects.get(), by=None, now=timezone.now()).state == State.CONFIRMED


def test_whoever_was_not_written_to_yet_is_not_thanked(carla):
    role, vera = short_shift(places=1), willing("Vera")
    ask(role, vera, by=carla)
    makers.sign_up(role)
    tasks.close_asks()
    deliver()
    assert (kinds(vera), Ask.objects.get().is_open) == ([], False)


def test_whoever_signed_up_by_another_door_is_neither_asked_nor_thanked(carla):
    role, vera = short_shift(places=1), willing("Vera")
    ask(role, vera, by=carla)
    deliver()
    makers.sign_up(role, who=vera)
    tasks.close_asks()
    assert kinds(vera) == ["ask"]


@pytest.mark.parametrize("which", ["begun", "called off", "closed", "sign-up has ended"])
def test_nothing_is_sent_for_what_is_over(carla, which):
    role, vera = short_shift(), willing("Vera")
    ask(role, vera, by=carla)
    if which == "begun":
        type(role.shift).objects.update(starts=timezone.now() - timedelta(minutes=1))
    if which == "sign-up has ended":
        type(role.shift).objects.update(sign_up_closes=timezone.now())
    if which == "called off":
        shift_verbs.call_off(shift=role.shift, reason="Rain", by=carla, now=timezone.now())
    if which == "closed":
        type(role.opportunity).objects.update(state="closed")
    deliver() if which != "closed" else None
    tasks.close_asks()
    assert (Message.objects.filter(state="sent").count(), Ask.objects.get().is_open) == (0, False)


def test_the_page_of_what_is_over_says_so(carla, mail_server):
    role, vera = short_shift(), willing("Vera")
    ask(role, vera, by=carla)
    deliver()
    browser, page = opened(mail_server, vera)
    type(role.shift).objects.update(starts=timezone.now() - timedelta(minutes=1))
    assert "already begun" in browser.get(page).content.decode()
    assert "already begun" in browser.press(f"{page}coming/", from_page="/volunteer/keep-me-posted/").content.decode()


def test_nobody_else_reads_or_answers_it(carla):
    role, vera, sam = short_shift(), willing("Vera"), willing("Sam")
    ask(role, vera, by=carla)
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email=sam.email)
    browser.type_code(code_for(sam.email))
    for number in (Ask.objects.get().pk, 987_654_321):
        assert browser.get(f"/volunteer/asks/{number}/").status_code == 404
        for act in ("coming", "not-this-time"):
            assert browser.press(f"/volunteer/asks/{number}/{act}/", from_page="/my/profile/").status_code == 404
    assert Ask.objects.get().is_open


def test_an_ask_stands_on_ones_own_page(carla):
    ask(short_shift(), vera := willing("Vera"), by=carla)
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email=vera.email)
    browser.type_code(code_for(vera.email))
    assert f"/volunteer/asks/{Ask.objects.get().pk}/" in browser.get("/my/").content.decode()


# --- By phone, and forgetting -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("result", "answer", "places"), [("said_yes", "coming", 1), ("said_no", "not_this_time", 0)])
def test_somebody_with_only_a_phone_is_called_and_answers_on_the_phone(carla, result, answer, places):
    role, dan = short_shift(), willing("Dan", email="", phone="+16175550142", channel="phone")
    ask(role, dan, by=carla)
    deliver()
    call = CallTask.objects.get()
    assert "short of people" in call.script and call.due <= role.shift.starts
    record_result(task=call, result=result, by=carla, now=timezone.now())
    deliver()
    assert (Ask.objects.get().answer, ShiftRole.objects.get(pk=role.pk).taken, CallTask.objects.count()) == (answer, places, 1)


def test_nobody_waits_for_the_answer_of_somebody_who_is_forgotten(carla):
    role, vera = short_shift(), willing("Vera")
    ask(role, vera, by=carla)
    forget(person=vera, now=timezone.now())
    deliver()
    assert (Ask.objects.get().is_open, Message.objects.filter(state="sent").count()) == (False, 0)
