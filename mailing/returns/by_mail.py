"""Reports that arrive as mail: delivery status notifications (RFC 3464) and complaints (RFC 5965), as mail servers send them."""

import email
import email.policy
import re
from datetime import datetime
from email.message import Message as Mail
from email.utils import parsedate_to_datetime

from mailing.returns.reports import MAILBOX, Kind, Report, judged
from mailing.writing import return_marks

LONGEST = 2_000  # characters of one line of a report that are looked at: looking for addresses in a word without end would take minutes
_MESSAGE_ID = re.compile(r"<?message-(\d{1,18})@")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>;,\"]+@[^\s<>;,\"]+")


def reports(data: bytes, *, now: datetime) -> list[Report]:
    """Return what a mail reports: nothing when it is no report, or returns no letter of ours.

    A letter of ours proves itself by the mark among its own headers (`writing.return_marks`), so that a forged report ends nobody's mail.
    """
    mail = email.message_from_bytes(data, policy=email.policy.compat32)
    kind = str(mail.get_param("report-type") or "").lower()
    if mail.get_content_type() != "multipart/report" or kind not in ("delivery-status", "feedback-report"):
        return []
    message_id = _ours(mail)
    if message_id is None:
        return []
    found = _returned(mail) if kind == "delivery-status" else _complaints(mail)
    at = _moment(mail, now)
    return [
        Report(MAILBOX, f"{message_id}|{kind}|{address}|{status}|{at.date()}", what, address, message_id, at, status, words)
        for what, address, status, words in found
    ]


def is_report(data: bytes) -> bool:
    """Tell whether a mail was written by a machine to report on another one."""
    return email.message_from_bytes(data, policy=email.policy.compat32).get_content_type() == "multipart/report"


def _ours(mail):
    """Return the number of the returned letter, or None when it does not carry our mark."""
    for part in mail.walk():
        headers = _headers_of(part)
        found = headers is not None and _MESSAGE_ID.search(str(headers.get("Message-ID", "")))
        if found and return_marks.is_ours(int(found[1]), str(headers.get(return_marks.HEADER, "")).strip()):
            return int(found[1])
    return None


def _headers_of(part):
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        return part.get_payload(0)
    if kind in ("text/rfc822-headers", "message/rfc822-headers"):
        payload = part.get_payload(decode=True)
        return email.message_from_bytes(payload) if payload is not None else part.get_payload(0)
    return None


def _returned(mail):
    """Return (kind, address, status, words) of each recipient a server gave up on; one that only waits is no return."""
    found = []
    for block in _blocks(mail, "message/delivery-status"):
        address = _address(block.get("Original-Recipient")) or _address(block.get("Final-Recipient"))
        if not address or str(block.get("Action", "")).strip().lower() != "failed":
            continue
        words = " ".join(_line(block.get("Diagnostic-Code")).split())
        status = _status(str(block.get("Status", "")), words)
        found.append((judged(status), address, status, words))
    return found


def _complaints(mail):
    """Return (kind, address, status, words) of a complaint of abuse; other feedback is nobody's wish to leave."""
    found = []
    for block in _blocks(mail, "message/feedback-report"):
        address = _address(block.get("Original-Rcpt-To")) or _addressee(mail)
        if address and str(block.get("Feedback-Type", "")).strip().lower() == "abuse":
            found.append((Kind.COMPLAINT, address, "", str(block.get("User-Agent", ""))[:100]))
    return found


def _blocks(mail, kind):
    for part in mail.walk():
        if part.get_content_type() == kind:
            payload = part.get_payload()
            yield from payload if isinstance(payload, list) else [email.message_from_string(str(payload))]


def _addressee(mail):
    for part in mail.walk():
        if (headers := _headers_of(part)) is not None and (address := _address(headers.get("To"))):
            return address
    return ""


def _line(value):
    return str(value or "")[:LONGEST]


def _address(value):
    found = _ADDRESS.search(_line(value))
    return found[0] if found else ""


def _status(status, words):
    """The status of the other server in its own words is more exact than a general 5.0.0."""
    told = _STATUS.search(status)
    inner = _STATUS.search(words)
    if inner and (not told or told[1].endswith(".0.0")):
        return inner[1]
    return told[1] if told else ""


def _moment(mail: Mail, now):
    try:
        at = parsedate_to_datetime(str(mail.get("Date", "")))
    except (TypeError, ValueError, OverflowError):
        return now
    return at if at.tzinfo and at <= now else now
