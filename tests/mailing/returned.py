"""Reports as mail servers and providers send them, made for the tests."""

import hashlib
import hmac
import json
from email.utils import format_datetime

from mailing.writing.return_marks import mark_of

KEY = "signing-key-of-the-tests"
LOGIN = "reports:twenty-random-letters"


def sent_headers(message, *, mark=None):
    """The headers of one of our letters, as a mail server gives them back."""
    return (
        f"From: Office <volunteer@example.org>\r\nTo: {message.person.email}\r\nSubject: Saturday\r\nMessage-ID: <message-{message.pk}@testserver>\r\n"
        f"X-Portal-Mark: {mark or mark_of(message.pk)}\r\nX-Portal-Kind: {message.kind}\r\n\r\n"
    )  # fmt: skip


def dsn(message, *, status="5.1.1", action="failed", words="smtp; 550 5.1.1 no such user here", at, address=None, mark=None, whole=False):
    """A delivery status notification (RFC 3464), with the returned headers only or the whole letter."""
    address = address or message.person.email
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    body = sent_headers(message, mark=mark) + ("Dear reader\r\n" if whole else "")
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nTo: volunteer@example.org\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Date: {format_datetime(at)}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour letter could not be delivered.\r\n"
        "--part\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example.net\r\nArrival-Date: {format_datetime(at)}\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\nRemote-MTA: dns; mail.example.net\r\nDiagnostic-Code: {words}\r\n\r\n"
        f"--part\r\nContent-Type: {kind}\r\n\r\n{body}\r\n--part--\r\n"
    ).encode()


def complaint(message, *, at):
    """A complaint in the Abuse Reporting Format (RFC 5965)."""
    return (
        "From: feedback@mx.example.net\r\nTo: volunteer@example.org\r\nSubject: FW: Saturday\r\n"
        f"Date: {format_datetime(at)}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report.\r\n"
        "--part\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Example/1.0\r\nVersion: 1\r\n\r\n"
        f"--part\r\nContent-Type: message/rfc822\r\n\r\n{sent_headers(message)}Dear reader\r\n--part--\r\n"
    ).encode()


def mailgun(event, message, *, at, token="0" * 50, key=KEY, **more):
    """The body that Mailgun posts, signed."""
    stamp = str(int(at.timestamp()))
    signature = hmac.new(key.encode(), (stamp + token).encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event, "timestamp": at.timestamp(), "recipient": message.person.email, "message": {"headers": {"message-id": f"message-{message.pk}@testserver"}}, **more,
    }  # fmt: skip
    return json.dumps({"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data})
