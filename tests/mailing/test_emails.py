"""Forgetting and correcting: what was written to an address does not outlive it."""

import pytest
from django.conf import settings
from django.utils import timezone

from mailing import letters
from mailing.models import AccessLink, KeptLetter, Message
from mailing.outbox import claims, rounds
from mailing.outbox.delivery import Delivery, Post
from people import corrections, forgetting
from people.models import Person

pytestmark = pytest.mark.django_db
NOTHING = ("", "", "", "", "")


def words():
    return list(Message.objects.order_by("id").values_list("to", "subject", "text", "html", "smtp_reply"))


def test_a_letter_that_is_on_its_way_is_not_marked_with_words_of_somebody_forgotten(note, vera, mail_server):
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
    letters.send_to_address("note", address=vera.email, office=vera.office, language="en", about="test.thing:2", now=timezone.now())
    owner, messages = claims.claim(lanes=rounds.WORKER, count=10, now=timezone.now())
    post = Post(settings.EMAIL_URL)
    delivery = Delivery(owner, messages, post=post, clock=timezone.now, stopping=lambda: False)
    forgetting.forget(person=vera, now=timezone.now())
    delivery.run()
    post.close()
    assert words() == [NOTHING, NOTHING]
    assert list(Message.objects.values_list("state", "owner", "lease").distinct()) == [("cancelled", None, None)]


def test_what_the_server_said_about_the_address_is_forgotten(note, vera):
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
    letters.send_to_address("note", address=vera.email, office=vera.office, language="en", about="test.thing:2", now=timezone.now())
    Message.objects.update(state="failed", smtp_reply="550 5.1.1 <vera@example.org>: Recipient address rejected")
    forgetting.forget(person=vera, now=timezone.now())
    assert (words(), set(Message.objects.values_list("state", flat=True))) == ([NOTHING, NOTHING], {"failed"})


def test_letters_that_stand_in_for_the_mailbox_are_forgotten(note, vera, dan):
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
    letters.send_to_address("note", address=vera.email, office=vera.office, language="en", about="test.thing:2", now=timezone.now())
    letters.send("note", to=dan, about="test.thing:3", now=timezone.now())
    for message in Message.objects.all():
        KeptLetter.objects.create(message=message, to="vera@example.org", subject="Hello", text="Hello", kept_at=timezone.now())
    forgetting.forget(person=vera, now=timezone.now())
    assert KeptLetter.objects.get().message.person == dan


def test_letters_to_a_shared_address_stay_while_somebody_else_has_it(note, vera, office):
    Person.objects.create(office=office, name="Sol Volunteer", email=vera.email)
    letters.send_to_address("note", address=vera.email, office=office, language="en", about="test.thing:2", now=timezone.now())
    forgetting.forget(person=vera, now=timezone.now())
    assert Message.objects.get().to == "vera@example.org"


def test_a_corrected_address_revokes_what_was_mailed_to_the_old_one(vera, dan):
    for person in (vera, dan):
        AccessLink.objects.create(purpose="manage", scope="test.thing:1", person=person)
    corrections.email_corrected(person=vera)
    assert AccessLink.objects.get().person == dan
