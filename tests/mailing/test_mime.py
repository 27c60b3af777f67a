"""Letters read back with the standard library's parser, as a mail program would."""

import email
import email.policy

import pytest

from mailing.smtp import ascii_address
from mailing.writing.mime import Envelope, build, dot_stuffed, mailbox, unstructured

NASTY = ["a\r\nBcc: sam@example.org", "a\nX: y", "a\u2028b", "a\x85b", "=?utf-8?q?x?=", 'quo"te\\', "<b>", "Ñandú 日本", "x" * 300, "é" * 200]


def letter(subject="Hello", text="Hello\n", html="<p>Hello</p>", **changes):
    values = {"sender": ("Office", "portal@example.org"), "reply_to": ("Carla", "carla@example.org"), "to": "vera@example.org", "message_id": "<message-1@example.org>",
              "kind": "note", "language": "en", "moment": 0.0, "calendars": []}  # fmt: skip
    return build(Envelope(**{**values, **changes}), subject, text, html)


def read(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_letter_is_text_and_html():
    message = read(letter())
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message.get_body(("plain",)).get_content().strip() == "Hello"
    assert message.get_body(("html",)).get_content().strip() == "<p>Hello</p>"
    assert message["Date"] == "Thu, 01 Jan 1970 00:00:00 -0000"
    assert not message.defects


def test_a_letter_with_a_time_has_a_calendar_file():
    ics = b"BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n" * 3
    message = read(letter(calendars=[ics, ics]))
    first, second = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert first.get_payload(decode=True) == ics
    assert (first.get_filename(), second.get_filename(), first.get_param("method")) == ("calendar.ics", "calendar-2.ics", "CANCEL")


@pytest.mark.parametrize("nasty", NASTY)
def test_a_header_stays_one_header_and_reads_back(nasty):
    message = read(letter(subject=nasty, sender=(nasty, "portal@example.org"), kind=nasty))
    assert message["Bcc"] is None and message["X"] is None
    assert " ".join(message["Subject"].split()) == " ".join(nasty.replace("\x85", " ").split())
    assert message["From"].addresses[0].addr_spec == "portal@example.org"
    assert max(len(line) for line in letter(subject=nasty).split(b"\r\n")) < 998


def test_without_the_stripping_a_line_end_would_make_a_header():
    assert "\r\nBcc" not in unstructured("a\r\nBcc: sam@example.org") and "\n" not in mailbox("a\nb", "x@example.org\nY: z")
    assert read(letter().replace(b"Subject: Hello", b"Subject: a\r\nBcc: sam@example.org"))["Bcc"] == "sam@example.org"


@pytest.mark.parametrize("text", ["Ñandú 日本\n", "x" * 5000, ".\n..\n.a\n", "a\r\nb\rc\n", "From here\n", "trailing  \n-- \n", ""])
def test_any_text_reads_back_in_short_lines(text):
    data = letter(text=text, html=f"<p>{text}</p>")
    assert max(len(line) for line in data.split(b"\r\n")) < 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    body = read(data).get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert body.rstrip("\n") == text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def test_a_lone_dot_does_not_end_the_letter():
    stuffed = dot_stuffed(letter(text="one\n.\ntwo\n"))
    assert stuffed.endswith(b"\r\n.\r\n")
    assert stuffed.count(b"\r\n.\r\n") == 1


@pytest.mark.parametrize(
    ("address", "written"),
    [("vera@example.org", "vera@example.org"), ("vera@münchen.example", "vera@xn--mnchen-3ya.example"), ("o'hara+x@example.org", "o'hara+x@example.org"),
     ("vera@example.org\r\nDATA", None), ("véra@example.org", None), ("<vera@example.org>", None), ("vera", None), ("@example.org", None)],
)  # fmt: skip
def test_an_address_is_written_as_an_envelope_can_carry_it_or_not_at_all(address, written):
    assert ascii_address(address) == written
