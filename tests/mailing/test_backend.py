"""Django's own mail takes the same road, and its keys are not kept."""

import pytest
from django.core.mail import send_mail

from mailing.models import Message
from mailing.outbox import rounds

pytestmark = pytest.mark.django_db
RESET = "Follow this link: https://volunteer.example.org/accounts/password/reset/key/abc-def/"


def test_django_mail_is_a_letter_in_the_first_lane(office, mail_server):
    send_mail("Reset your password", RESET, None, ["carla@example.org"])
    message = Message.objects.get()
    assert (message.kind, message.lane, message.to, message.office) == ("django_mail", 1, "carla@example.org", office)
    rounds.Round(lanes=rounds.WORKER).run()
    (letter,) = mail_server.letters
    assert letter.subject == "Reset your password"
    assert "/reset/key/abc-def/" in letter.text
    assert 'href="https://volunteer.example.org/accounts/password/reset/key/abc-def/"' in letter.html


def test_its_words_are_forgotten_when_it_has_left(office, mail_server):
    send_mail("Reset your password", RESET, None, ["carla@example.org"])
    rounds.Round(lanes=rounds.WORKER).run()
    message = Message.objects.get()
    assert (message.state, message.values, message.subject) == ("sent", {}, "Reset your password")
    assert "abc-def" not in message.text


def test_the_same_words_within_a_minute_leave_once(office, mail_server):
    for _ in range(2):
        send_mail("Reset your password", RESET, None, ["carla@example.org"])
    assert Message.objects.count() == 1


def test_it_works_before_an_office_is_named(mail_server):
    send_mail("Hello", "Hello", None, ["carla@example.org", "vera@example.org"])
    rounds.Round(lanes=rounds.WORKER).run()
    assert sorted(letter.to for letter in mail_server.letters) == ["carla@example.org", "vera@example.org"]


def test_markup_in_a_text_does_not_run(office, mail_server):
    send_mail("Hello", "<script>alert(1)</script>", None, ["carla@example.org"])
    rounds.Round(lanes=rounds.WORKER).run()
    assert "<script>" not in mail_server.letters[0].html
