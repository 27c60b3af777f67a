"""The door of the mail provider: opened by its signature or password alone."""

import base64
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing import letters
from mailing.models import Message, Returned, Suppression
from mailing.reach import leaving
from tests.mailing.returned import KEY, LOGIN, mailgun

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(note, vera, now):
    letters.send("note", to=vera, about="office:1", now=now)
    Message.objects.update(state=Message.State.SENT, sent_at=now)
    return Message.objects.select_related("person").get()


@pytest.fixture
def post(client, settings):
    """Post as a provider does."""
    settings.MAIL_PROVIDER, settings.MAIL_PROVIDER_KEY, settings.MAIL_PROVIDER_LOGIN = "mailgun", KEY, ""

    def do(body, **headers):
        return client.post(reverse("mail_returns"), body, content_type="application/json", headers=headers).status_code

    return do


@pytest.fixture
def left(monkeypatch):
    told = []
    monkeypatch.setattr(leaving, "_leavers", [lambda *, persons, why, now: told.append((persons, why))])
    return told


def nothing_has_changed(letter):
    letter.refresh_from_db()
    return (letter.state, Returned.objects.count(), Suppression.objects.count()) == (Message.State.SENT, 0, 0)


def test_a_signed_report_of_a_bounce_is_taken_once(post, letter, left):
    told = {"severity": "permanent", "reason": "bounce", "delivery-status": {"message": "550 5.1.1 no such user"}}
    body = mailgun("failed", letter, at=timezone.now(), **told)
    assert [post(body), post(body)] == [200, 200]
    letter.refresh_from_db()
    assert (letter.state, Returned.objects.count()) == (Message.State.FAILED, 1)
    assert (Suppression.objects.get().reason, left) == (Suppression.Reason.REFUSED, [([letter.person_id], leaving.BOUNCED)])


@pytest.mark.parametrize(("event", "why"), [("complained", leaving.COMPLAINT), ("unsubscribed", leaving.ONE_CLICK)])
def test_complaints_and_leaving_end_what_was_asked_for(post, letter, left, event, why):
    assert post(mailgun(event, letter, at=timezone.now())) == 200
    assert (left, Suppression.objects.count()) == ([([letter.person_id], why)], 0)


@pytest.mark.parametrize("event", ["delivered", "opened", "clicked", "failed-for-now"])
def test_what_is_no_return_changes_nothing(post, letter, left, event):
    more = {"severity": "temporary"} if event == "failed-for-now" else {}
    assert post(mailgun(event.removesuffix("-for-now"), letter, at=timezone.now(), **more)) == 200
    assert nothing_has_changed(letter)
    assert left == []


def test_forged_and_malformed_posts_change_nothing(post, letter, client, settings):
    now = timezone.now()
    good = json.loads(mailgun("failed", letter, at=now, severity="permanent", reason="bounce"))
    forged = mailgun("failed", letter, at=now, key="another-key", severity="permanent", reason="bounce")
    tampered = json.dumps({**good, "signature": {**good["signature"], "timestamp": "1"}})
    shapeless = {**good, "event-data": "nonsense"}
    refused = {post(body) for body in (forged, tampered, "", "{", "[]", "null", "\x00", json.dumps({"event-data": good["event-data"]}))}
    assert refused <= {400, 403}
    assert {post(json.dumps(shapeless)), post(json.dumps({**good, "event-data": {}}))} == {400}
    assert nothing_has_changed(letter)
    assert client.get(reverse("mail_returns")).status_code == 405
    settings.MAIL_PROVIDER = ""
    assert post(json.dumps(good)) == 404  # an office without a provider has no such door
    settings.MAIL_PROVIDER = "mailgun"
    assert post(json.dumps(good)) == 200  # the same report with its signature is taken
    assert not nothing_has_changed(letter)


def test_an_address_nobody_has_is_noted_and_left_alone(post, letter, left):
    letter.person.email = "nobody@example.org"
    assert post(mailgun("failed", letter, at=timezone.now(), severity="permanent", reason="bounce")) == 200
    assert (Returned.objects.get().acted_on, Suppression.objects.count(), left) == (False, 0, [])


def test_a_provider_that_signs_nothing_needs_the_password(post, letter, left, settings):
    settings.MAIL_PROVIDER, settings.MAIL_PROVIDER_LOGIN = "postmark", LOGIN
    body = json.dumps(
        {
            "RecordType": "Bounce", "ID": 4242, "Type": "HardBounce", "TypeCode": 1, "MessageID": "of-the-provider", "Email": letter.person.email,
            "BouncedAt": timezone.now().isoformat(), "Description": "The mailbox does not exist.", "Details": "550 5.1.1 unknown user", "Tag": "", "Metadata": {},
        }
    )  # fmt: skip
    login = base64.b64encode(LOGIN.encode()).decode()
    assert post(body) == 403
    assert post(body, authorization="Basic " + base64.b64encode(b"reports:wrong").decode()) == 403
    assert nothing_has_changed(letter)
    assert post(body, authorization=f"Basic {login}") == 200
    assert (Suppression.objects.count(), left) == (1, [([letter.person_id], leaving.BOUNCED)])
