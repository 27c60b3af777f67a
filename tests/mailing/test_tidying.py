"""What is over is put away, what is not stays."""

from datetime import timedelta

import pytest

from intake.models import FormKey
from mailing import health, letters, tidying
from mailing.models import AccessLink, CallTask, KeptLetter, Message
from mailing.tidying import forget_old, tidy

pytestmark = pytest.mark.django_db


def test_late_letters_expire(note, vera, now):
    letters.send("note", to=vera, about="test.thing:1", now=now, expires=now)
    letters.send("note", to=vera, about="test.thing:2", now=now, expires=now + timedelta(hours=1))
    tidy(now=now)
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["expired", "queued"]


def test_form_keys_are_forgotten_after_two_days(now):
    FormKey.objects.create(key="k" * 20, browser="b", created_at=now - timedelta(days=2, minutes=1))
    FormKey.objects.create(key="l" * 20, browser="b", created_at=now - timedelta(days=1))
    tidy(now=now)
    assert [key.key[0] for key in FormKey.objects.all()] == ["l"]


def test_links_are_forgotten_thirty_days_after_they_expired(vera, now):
    old = AccessLink.objects.create(purpose="prove", address="vera@example.org", expires=now - timedelta(days=31))
    young = AccessLink.objects.create(purpose="prove", address="vera@example.org", expires=now - timedelta(days=29))
    unsent = AccessLink.objects.create(purpose="prove", address="vera@example.org")
    AccessLink.objects.filter(pk=unsent.pk).update(created_at=now - timedelta(days=61))
    forget_old(now=now)
    assert list(AccessLink.objects.all()) == [young]
    assert old.pk != young.pk


@pytest.mark.parametrize("at_a_time", [1, 2, 100])
def test_what_is_old_is_forgotten_some_rows_at_a_time(note, vera, now, monkeypatch, at_a_time):
    monkeypatch.setattr(tidying, "AT_A_TIME", at_a_time)
    for number in range(3):
        letters.send("note", to=vera, about=f"test.thing:{number}", now=now)
        AccessLink.objects.create(purpose="prove", address=f"vera{number}@example.org", expires=now - timedelta(days=31))
        KeptLetter.objects.create(message=Message.objects.latest("id"), to="vera@example.org", subject="Hello", text="Hello", kept_at=now)
    Message.objects.update(created_at=now - timedelta(days=366), text="Hello", subject="Hello")
    forget_old(now=now)
    assert list(Message.objects.values_list("text", "subject").distinct()) == [("", "")]
    assert (AccessLink.objects.count(), KeptLetter.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("kept", "emptied"),
    [({"smtp_reply": "550 5.1.1 <vera@example.org>: no such user"}, {"smtp_reply": ""}), ({"values": {"words": "Vera, come at nine"}}, {"values": {}})],
)  # fmt: skip
def test_of_a_letter_that_never_left_nothing_stays_either(note, vera, now, kept, emptied):
    letters.send("note", to=vera, about="test.thing:1", now=now)
    Message.objects.update(created_at=now - timedelta(days=366), state="failed", **kept)
    forget_old(now=now)
    assert Message.objects.filter(**emptied).count() == 1


def test_a_note_beside_a_call_goes_with_its_words(vera, now):
    task = CallTask.objects.create(office=vera.office, person=vera, script="", note="Her sister answered")
    CallTask.objects.filter(pk=task.pk).update(created_at=now - timedelta(days=366))
    forget_old(now=now)
    assert CallTask.objects.get().note == ""


def test_doing_it_twice_changes_nothing(note, vera, now):
    letters.send("note", to=vera, about="test.thing:1", now=now, expires=now)
    tidy(now=now)
    forget_old(now=now)
    before = list(Message.objects.values())
    tidy(now=now)
    forget_old(now=now)
    assert list(Message.objects.values()) == before


def test_health_tells_the_oldest_due_letter_and_the_last_tick(note, vera, now):
    letters.send("note", to=vera, about="test.thing:1", now=now - timedelta(seconds=90))
    letters.send("note", to=vera, about="test.thing:2", now=now - timedelta(seconds=30))
    assert health.oldest_due(now) == {2: {"letters": 2, "seconds": 90.0}}
    health.note("tidy", now=now)
    health.note("tidy", now=now - timedelta(hours=1))
    assert health.last_tick() == {"tidy": (now, 2)}
    assert health.doubts() == {"doubted": 0, "ambiguous": 0}
