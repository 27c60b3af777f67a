"""The calendar file beside a letter, and the one behind its link, are in the reader's language and are one entry: read back by two parsers."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar

from events.letters import registrations as registered
from events.models import Event, Registration
from languages.content import set_translation
from languages.models import Translation
from mailing.models import Message
from mailing.outbox import rounds
from tests import makers, meetings
from tests.events.calendars import events_of, text
from tests.volunteers.visitor import Visitor
from volunteers import emails
from volunteers.models import Shift, SignUp

pytestmark = pytest.mark.django_db(transaction=True)
ENGLISH = {"title": "Sort food", "bring": "Gloves"}
SPANISH = {"title": "Clasificar alimentos", "bring": "Guantes"}


@pytest.fixture
def soon(db):
    makers.city()
    return timezone.now() + timedelta(days=10)


def in_spanish(record):
    type(record).objects.filter(pk=record.pk).update(**ENGLISH)
    record.refresh_from_db()
    for field, said in SPANISH.items():
        set_translation(record=record, field=field, language="es", text=said, status=Translation.Status.VERIFIED, now=timezone.now())


def shift(soon):
    """Two sign-ups for a shift whose place is not known yet, a letter owed to each; and what the verbs of tests need."""
    role = makers.role(starts=soon)
    Shift.objects.update(venue=None)
    in_spanish(role.opportunity)
    for language in ("en", "es"):
        who = makers.person(f"Vera {language}", f"{language}@example.org")
        emails.placed(makers.sign_up(role, who=who, language=language), now=timezone.now())
    return SignUp, "We will tell you."


def event(soon):
    """Two registrations who take part online, a letter owed to each."""
    meeting = meetings.event(starts=soon, mode="hybrid", online_link="https://meet.example.org/x")
    in_spanish(meeting)
    for language in ("en", "es"):
        who = makers.person(f"Vera {language}", f"{language}@example.org")
        registered.placed(meetings.registration(meeting, who=who, attends="online", language=language), now=timezone.now())
    return Registration, "Online"


def attached(letter):
    (part,) = letter.message.iter_attachments()
    return part.get_payload(decode=True)


def linked(letter):
    """The file that the page behind the letter's link offers."""
    browser = Visitor()
    page = browser.get(urlsplit(re.search(r"https?://\S+/my/link/\S+", letter.text)[0]).path, follow=True).content.decode()
    return browser.get(re.search(r'href="([^"]+\.ics)"', page)[1]).content


def read(body):
    """What a calendar shows, in the eyes of two readers that agree."""
    (by_hand,) = events_of(body)
    (known,) = Calendar.from_ical(body).walk("VEVENT")
    said = {name: text(by_hand[name][1]) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "SEQUENCE")}
    assert said == {name: str(known[name]) for name in said}
    return said


@pytest.mark.parametrize("booked", [shift, event])
def test_a_reader_of_spanish_and_one_of_english_each_get_the_file_in_their_language(soon, booked, mail_server):
    model, place = booked(soon)
    rounds.Round(lanes=rounds.WORKER).run()
    for language, words in (("en", ENGLISH), ("es", SPANISH)):
        (letter,) = mail_server.to(f"{language}@example.org")
        entry = read(attached(letter))
        with translation.override(language):
            assert (entry["SUMMARY"], entry["DESCRIPTION"], entry["LOCATION"]) == (words["title"], words["bring"], gettext(place))
        assert read(linked(letter)) == entry
    assert place != entry["LOCATION"]  # it really is another word


def test_a_change_keeps_the_entry_and_its_language(soon, mail_server):
    event(soon)
    rounds.Round(lanes=rounds.WORKER).run()
    (first,) = mail_server.to("es@example.org")
    Event.objects.update(sequence=3)
    one = Registration.objects.select_related("event", "person").get(language="es")
    registered.changed(one, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    before, after = read(attached(first)), read(attached(mail_server.to("es@example.org")[1]))
    assert (after["UID"], after["SUMMARY"], after["SEQUENCE"]) == (before["UID"], SPANISH["title"], "3")
    assert not Message.objects.filter(state="failed").exists()
