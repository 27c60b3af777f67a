"""Proving an address: codes and buttons, wrong tries, another address, and browsers that forget."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from civic.tasks import forget_sessions
from mailing import proof
from mailing.models import AccessLink, Message
from mailing.outbox import rounds
from mailing.reach.addresses import email_key
from people.models import Person
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=10))


def ring():
    rounds.Round(lanes=rounds.WORKER, seconds=10).run()


def states():
    return dict(SignUp.objects.values_list("person__name", "state"))


def test_a_wrong_code_says_so_and_five_end_it_but_not_the_button(some):
    vera = Visitor()
    vera.sign_up(some)
    right = code_for("vera@example.org")
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        answer = vera.type_code(wrong)
        assert answer.status_code == 422 and "usa-error-message" in answer.content.decode()
    assert vera.type_code(right).status_code == 422
    link = AccessLink.objects.get()
    vera.get(f"/confirm/{proof.token(link)}/")
    vera.press("/confirm/press/", from_page="/confirm/press/", ref=SignUp.objects.get().ref)
    assert states() == {"Vera": "confirmed"}


def test_opening_the_mailed_link_changes_nothing_until_the_button_is_pressed(some):
    Visitor().sign_up(some)
    link = AccessLink.objects.get()
    phone = Visitor()
    for _ in range(3):
        answer = phone.get(f"/confirm/{proof.token(link)}/")
        phone.head(f"/confirm/{proof.token(link)}/")
        assert answer["Location"] == "/confirm/press/"
        phone.get("/confirm/press/")
    assert states() == {"Vera": "held"}
    phone.press("/confirm/press/", from_page="/confirm/press/", ref=SignUp.objects.get().ref)
    assert states() == {"Vera": "confirmed"}


def test_a_stranger_who_knows_the_address_confirms_nothing(some):
    Visitor().sign_up(some)
    sam = Visitor()
    assert sam.get(f"/volunteer/sign-ups/{SignUp.objects.get().pk}/").status_code == 404
    sam.sign_up(some, name="Sam")
    assert sam.type_code("123456" if code_for("vera@example.org") != "123456" else "654321").status_code == 422
    assert states() == {"Vera": "held", "Sam": "held"}


def test_the_code_confirms_only_what_this_browser_holds(some):
    Visitor().sign_up(some, name="Sam says Vera")
    vera = Visitor()
    vera.sign_up(some)
    vera.type_code(code_for("vera@example.org"))
    assert states() == {"Sam says Vera": "held", "Vera": "confirmed"}


def test_the_wrong_address_is_changed_and_the_place_is_kept(some):
    vera = Visitor()
    vera.sign_up(some, email="vera@gmial.com")
    page = vera.get("/confirm/").content.decode()
    assert "vera@gmail.com" in page
    before = SignUp.objects.get().pk
    answer = vera.press("/confirm/address/", email="vera@gmail.com", link=AccessLink.objects.get().pk)
    assert answer.status_code == 302
    one = SignUp.objects.get()
    assert (one.pk, one.person.email, one.state) == (before, "vera@gmail.com", "held")
    vera.type_code(code_for("vera@gmail.com"))
    assert states() == {"Vera": "confirmed"}


@pytest.mark.parametrize("known", [True, False])
def test_known_and_unknown_addresses_get_the_same_page(some, known):
    if known:
        makers.sign_up(some, who=makers.person(email_confirmed_at=timezone.now()))
    vera = Visitor()
    answer = vera.sign_up(some)
    assert (answer.status_code, answer["Location"]) == (302, "/confirm/")
    assert "Sort food" in vera.get("/confirm/").content.decode()
    assert Message.objects.filter(kind="confirm_code").count() == 1


def test_send_again_waits_a_minute_and_stops_after_three(some):
    vera = Visitor()
    vera.sign_up(some)
    link = AccessLink.objects.get()
    answer = vera.press("/confirm/again/", link=link.pk)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    for n in range(4):
        AccessLink.objects.update(last_letter_at=timezone.now() - timedelta(minutes=2))
        answer = vera.press("/confirm/again/", link=link.pk)
        assert answer.status_code == (302 if n < 3 else 429)
    assert Message.objects.filter(kind="confirm_code").count() == 4


def test_a_shared_computer_forgets(some):
    vera = Visitor()
    vera.sign_up(some)
    vera.type_code(code_for("vera@example.org"))
    assert "Sort food" in vera.get("/my/").content.decode()
    answer = vera.press("/forget-here/", from_page="/my/")
    assert answer.status_code == 302
    html = vera.get("/my/").content.decode()
    assert "Sort food" not in html and "Type your email address" in html


def test_an_idle_browser_forgets_unless_it_is_the_owners_own(some):
    for own, remembered in [("", False), ("on", True)]:
        vera = Visitor()
        vera.sign_up(some, own_device=own, email=f"vera-{own}@example.org")
        vera.type_code(code_for(f"vera-{own}@example.org"))
        session = vera.session
        session["seen"] = (timezone.now() - timedelta(minutes=21)).isoformat()
        session.save()
        assert ("Sort food" in vera.get("/my/").content.decode()) is remembered


def test_forget_me_removes_the_person_and_keeps_the_count(some):
    vera = Visitor()
    vera.sign_up(some, notes="a chair please")
    vera.type_code(code_for("vera@example.org"))
    vera.press("/my/forget/now/", from_page="/my/forget/", person=Person.objects.get().pk)
    person = Person.objects.get()
    assert (person.name, person.email, SignUp.objects.get().notes, SignUp.objects.get().state) == ("", "", "", "cancelled")
    assert Person.objects.filter(email="vera@example.org").count() == 0
    assert not AccessLink.objects.filter(address="vera@example.org").exists()


def test_the_sons_hold_gets_its_deadline_though_the_code_letter_left_before(some):
    vera = Visitor()
    vera.sign_up(some)
    proof.start_clocks(link=AccessLink.objects.get(), now=timezone.now())
    vera.sign_up(some, name="Ben")
    assert SignUp.objects.filter(until=None).count() == 0


def test_after_five_wrong_tries_the_letter_sent_again_brings_a_code_that_works(some):
    vera = Visitor()
    vera.sign_up(some)
    AccessLink.objects.update(wrong_tries=5, last_letter_at=timezone.now() - timedelta(minutes=2))
    spent = code_for("vera@example.org")
    vera.press("/confirm/again/", link=AccessLink.objects.get().pk)
    fresh = code_for("vera@example.org")
    assert fresh != spent
    vera.type_code(fresh)
    assert states() == {"Vera": "confirmed"}


@pytest.mark.parametrize("left_before", [timedelta(hours=23, minutes=59), timedelta(hours=26), timedelta(days=5), timedelta(days=9)])
def test_a_code_sent_again_is_good_for_a_day_from_the_new_letter(some, mail_server, left_before):
    vera = Visitor()
    vera.sign_up(some, own_device="on")
    ring()
    left_at = timezone.now() - left_before
    AccessLink.objects.update(created_at=left_at, last_letter_at=left_at, expires=left_at + proof.CODE_LIFE)
    old = code_for("vera@example.org")
    vera.press("/confirm/again/")
    ring()
    assert [letter.kind for letter in mail_server.letters] == ["confirm_code"] * 2
    assert AccessLink.objects.get().expires - timezone.now() > timedelta(hours=23, minutes=55)
    assert (code_for("vera@example.org") == old) is (left_before < proof.CODE_LIFE)
    vera.type_code(code_for("vera@example.org"))
    assert states() == {"Vera": "confirmed"}


def test_letters_sent_again_for_an_old_code_count_among_the_five_of_today(some):
    vera = Visitor()
    vera.sign_up(some, own_device="on")
    now = timezone.now()
    AccessLink.objects.update(created_at=now - timedelta(days=2), last_letter_at=now - timedelta(hours=1), letters=3)
    AccessLink.objects.create(purpose="prove", address_key=email_key("vera@example.org"), letters=2, created_at=now, last_letter_at=now)
    assert vera.press("/confirm/again/").status_code == 429
    AccessLink.objects.update(wrong_tries=5)
    assert Visitor().sign_up(some, name="Ben").status_code == 429


def test_a_browser_whose_link_is_gone_gets_404_and_no_letter(some):
    vera = Visitor()
    vera.sign_up(some)
    fields = vera.hidden(vera.get("/confirm/"))
    AccessLink.objects.all().delete()
    assert vera.post("/confirm/again/", fields).status_code == 404
    assert vera.post("/confirm/address/", {**fields, "email": "v@example.org"}).status_code == 404


def test_a_link_that_goes_into_a_letter_starts_its_life_again_when_half_is_over():
    makers.city()
    now = timezone.now()
    one = makers.sign_up(makers.role())
    owners = {one.ref: one.person}
    link = proof.manage_links(owners)[one.ref]
    for left, renewed in [(timedelta(days=-1), True), (timedelta(days=89), True), (timedelta(days=91), False)]:
        AccessLink.objects.update(expires=now + left)
        assert proof.manage_links(owners)[one.ref] == link
        assert (AccessLink.objects.get().expires > now + timedelta(days=179)) is renewed
    AccessLink.objects.update(expires=now - timedelta(days=1))
    proof.manage_links(owners)
    assert Visitor().get(f"/my/link/{proof.token(link)}/").status_code == 302


@pytest.mark.parametrize(("own", "kept"), [("", timedelta(minutes=20)), ("on", timedelta(days=90))])
def test_the_table_of_sessions_forgets_a_shared_browser_when_its_idle_minutes_are_over(some, own, kept):
    vera = Visitor()
    vera.sign_up(some, own_device=own)
    vera.type_code(code_for("vera@example.org"))
    session = Session.objects.get(session_key=vera.session.session_key)
    assert timedelta(minutes=-1) < session.expire_date - timezone.now() - kept <= timedelta(0)
    forget_sessions()
    assert Session.objects.filter(pk=session.pk).exists()
    session.expire_date -= kept
    session.save()
    forget_sessions()
    assert not Session.objects.filter(pk=session.pk).exists()
