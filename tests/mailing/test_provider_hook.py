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


def for_now(provider, address):
    """What a provider posts about a mailbox that is full today, without a status (RFC 3463)."""
    postmark = {
        "RecordType": "Bounce", "ID": 4243, "Type": "SoftBounce", "TypeCode": 4096, "MessageID": "of-the-provider", "Email": address, "Tag": "", "Metadata": {},
        "BouncedAt": timezone.now().isoformat(), "Description": "The server was unable to deliver your message.", "Details": "",
    }  # fmt: skip
    sparkpost = {
        "type": "bounce", "bounce_class": "22", "event_id": "92356927693813856", "message_id": "000443ee14578172be22", "rcpt_to": address, "raw_rcpt_to": address,
        "timestamp": str(int(timezone.now().timestamp())), "reason": "552 Mailbox full", "raw_reason": "552 Mailbox full", "rcpt_meta": {}, "rcpt_tags": [],
    }  # fmt: skip
    mailjet = {
        "event": "bounce", "time": int(timezone.now().timestamp()), "MessageID": 13792286917004336, "Message_GUID": "1ab23cd4", "email": address, "mj_campaign_id": 0,
        "blocked": False, "hard_bounce": False, "error_related_to": "recipient", "error": "quota exceeded", "comment": "",
    }  # fmt: skip
    return {
        "postmark": postmark, "postmark, in the server's words": {**postmark, "Type": "HardBounce", "Details": "smtp;452 mailbox full"},
        "sparkpost": [{"msys": {"message_event": sparkpost}}], "mailjet": mailjet,
    }[provider]  # fmt: skip


@pytest.mark.parametrize("provider", ["postmark", "postmark, in the server's words", "sparkpost", "mailjet"])
def test_a_mailbox_that_is_full_today_ends_nothing(post, letter, left, settings, provider):
    settings.MAIL_PROVIDER, settings.MAIL_PROVIDER_LOGIN = provider.partition(",")[0], LOGIN
    login = base64.b64encode(LOGIN.encode()).decode()
    assert post(json.dumps(for_now(provider, letter.person.email)), authorization=f"Basic {login}") == 200
    assert (Returned.objects.get().kind, Suppression.objects.count(), left) == ("soft", 0, [])


def test_a_mailbox_that_does_not_exist_is_known_without_a_status(post, letter, left, settings):
    settings.MAIL_PROVIDER, settings.MAIL_PROVIDER_LOGIN = "sparkpost", LOGIN
    (body,) = for_now("sparkpost", letter.person.email)
    body["msys"]["message_event"].update(bounce_class="10", reason="550 no such user", raw_reason="550 no such user")
    assert post(json.dumps([body]), authorization="Basic " + base64.b64encode(LOGIN.encode()).decode()) == 200
    assert (Returned.objects.get().kind, Suppression.objects.count()) == ("hard", 1)
