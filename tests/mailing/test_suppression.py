"""Addresses that refuse mail."""

import pytest

from intake.refusal import Refused
from mailing import letters, outbox
from mailing.models import Message, Suppression
from mailing.outbox import rounds
from mailing.reach.suppression import lift, suppress, suppressed
from mailing.smtp import Reply
from people.models import Person

pytestmark = pytest.mark.django_db


def test_an_address_is_known_by_its_keyed_hash_only(vera, now):
    suppress(address="Vera@example.org", reason="refused", now=now)
    suppress(address="vera@example.org", reason="asked", now=now)
    row = Suppression.objects.get()
    assert "vera" not in row.address_hash and row.reason == "refused"
    assert suppressed(["vera@example.org", "dan@example.org", ""]) == {"vera@example.org": "refused"}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("550 5.1.1 <Vera@example.org>: Recipient address rejected: User unknown", "550 5.1.1 <•••>: Recipient address rejected: User unknown"),
        ("550 5.1.1 vera+shift@example.org... no", "550 5.1.1 ••• no"),
        ("550 no mailbox vera here; verandas are fine", "550 no mailbox ••• here; verandas are fine"),
    ],
)
def test_what_the_server_said_is_kept_without_the_address(now, words, kept):
    suppress(address="vera@example.org", reason="refused", smtp_reply=words, now=now)
    assert Suppression.objects.get().smtp_reply == kept


def test_everybody_behind_the_address_is_marked_and_freed_again(vera, office, now):
    son = Person.objects.create(office=office, name="Sol Volunteer", email=vera.email)
    suppress(address=vera.email, reason="refused", now=now)
    assert [person.is_reached_by_email for person in Person.objects.all()] == [False, False]
    lift(address=vera.email)
    son.refresh_from_db()
    assert son.is_reached_by_email and Suppression.objects.count() == 0


def test_a_failed_letter_can_be_sent_again_by_staff(note, vera, mail_server, now):
    mail_server.refused.add(vera.email)
    letters.send("note", to=vera, about="test.thing:1", now=now)
    rounds.Round(lanes=rounds.WORKER).run()
    mail_server.refused.clear()
    outbox.retry(message=Message.objects.get(), by=None, now=now)
    rounds.Round(lanes=rounds.WORKER).run()
    assert Message.objects.get().state == "sent"
    with pytest.raises(Refused):
        outbox.retry(message=Message.objects.get(), by=None, now=now)


@pytest.mark.parametrize(
    ("code", "words", "marks"),
    [(550, "5.1.1 No such mailbox", True), (550, "User unknown", True), (553, "Not a mailbox", True), (554, "5.7.1 Relay access denied", False),
     (550, "5.7.1 Blocked", False), (550, "relay not permitted", False), (550, "Blocked", False), (550, "<vera@example.org>: 5.1.1 unknown", True),
     (553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", False), (550, "unknown user, asked 5.1.1.1", True), (552, "5.2.2 Mailbox full", False), (451, "4.7.1 Later", False)],
)  # fmt: skip
def test_only_a_missing_mailbox_marks_the_address(code, words, marks):
    assert Reply(code, words, about_recipient=True).no_such_mailbox is marks
    assert Reply(code, words).no_such_mailbox is False
