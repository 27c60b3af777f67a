"""The site cannot flood an inbox, and a library full of people behind one address of the internet is never turned away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing.models import AccessLink, Message
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=None, starts=timezone.now() + timedelta(days=10))


def code_letters():
    return Message.objects.filter(kind="confirm_code").count()


@pytest.mark.parametrize("posts", [60, pytest.param(1000, marks=pytest.mark.soak)])
def test_many_posts_for_one_inbox_send_at_most_five_letters(role, posts):
    statuses = set()
    for n in range(posts):
        sam = Visitor(REMOTE_ADDR=f"10.0.{n % 250}.7", HTTP_X_FORWARDED_FOR=f"203.0.113.{n % 250}")
        tag = "" if n % 2 else f"+tag{n}"
        answer = sam.sign_up(role, name=f"Sam {n}", email=f"vera{tag}@example.org")
        statuses.add(answer.status_code)
        if n % 10 == 9:  # ten minutes pass: the cooldown is over
            AccessLink.objects.update(created_at=timezone.now() - timedelta(minutes=11), last_letter_at=timezone.now() - timedelta(minutes=11))
    assert code_letters() == 5
    assert statuses == {302, 429}


def test_without_the_limit_there_would_be_many_letters(role, monkeypatch):
    monkeypatch.setattr("mailing.proof.LETTERS_A_DAY", 10_000)
    for n in range(12):
        Visitor().sign_up(role, name=f"Sam {n}", email=f"vera+tag{n}@example.org")
    assert code_letters() == 12


def test_send_again_and_my_count_as_well(role):
    vera = Visitor()
    vera.sign_up(role)
    for _ in range(8):
        later = timezone.now() - timedelta(minutes=11)
        AccessLink.objects.update(created_at=later, last_letter_at=later)
        vera.press("/confirm/again/")
        Visitor().press("/my/", from_page="/my/", email="vera+more@example.org")
    assert code_letters() <= 5


def test_a_held_place_is_never_left_without_a_usable_code(role):
    for n in range(8):
        later = timezone.now() - timedelta(minutes=11)
        AccessLink.objects.update(created_at=later, last_letter_at=later)
        vera = Visitor()
        answer = vera.sign_up(role, name=f"Vera {n}")
        if answer.status_code == 302:
            vera.type_code(code_for("vera@example.org"))
    held = SignUp.objects.filter(state="held")
    assert not held.exists(), "whoever got a place could confirm it"


@pytest.mark.parametrize("people", [30, pytest.param(300, marks=pytest.mark.soak)])
def test_a_library_of_people_behind_one_address_signs_up_without_a_single_refusal(role, people):
    for n in range(people):
        one = Visitor(REMOTE_ADDR="198.51.100.7")
        email = f"reader{n}@example.org"
        assert one.sign_up(role, name=f"Reader {n}", email=email).status_code == 302
        assert one.type_code(code_for(email)).status_code == 302
    assert SignUp.objects.filter(state="confirmed").count() == people == role.sign_ups.count()
