"""Parcels: from the rows of a chunk to letters ready to leave."""

import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from mailing.models import Message
from mailing.outbox import claims, fates
from mailing.outbox.marks import Mark
from mailing.reach.suppression import suppressed
from mailing.registry import Kind, kind_named
from mailing.smtp import ascii_address
from mailing.writing.mime import Envelope, build
from mailing.writing.rendering import Words, Writer
from mailing.writing.return_marks import mark_of
from mailing.writing.sender import written_language
from people.models import Office

FRESH = 2  # seconds after which records are read again before sending


@dataclass(slots=True)
class Part:
    """One row of a parcel with its kind and the record it is about."""

    message: Message
    kind: Kind
    record: object


@dataclass(slots=True)
class Parcel:
    """One letter ready to leave; a bundle has several parts."""

    parts: list[Part]
    address: str
    words: Words
    data: bytes
    envelope: tuple[str, str]  # sender and recipient, as the mail server is told


class Chunk:
    """The letters a worker owns; `next` hands out parcels in order. Those that do not leave are marked at once."""

    def __init__(self, owner, messages, marks, clock, writer=None, *, is_kept=False):
        self.owner = owner
        self.is_kept = is_kept  # nothing leaves: the demonstration shows the words
        self.marks = marks
        self.clock = clock
        self.sender, self.host = settings.DEFAULT_FROM_EMAIL, settings.SITE_HOST
        self.writer = writer or Writer()
        self._take(messages)

    def next(self):
        """Return the next Parcel, or None at the end; what was read too long ago is read and written again."""
        if self.ready and time.monotonic() - self.loaded_at > FRESH:
            self._take(self._still_owned())
        return self.ready.popleft() if self.ready else None

    def keep_only(self, ids):
        """Forget the letters that are not owned any more."""
        self.ready = deque(parcel for parcel in self.ready if all(part.message.id in ids for part in parcel.parts))

    def _still_owned(self):
        ids = {part.message.id for parcel in self.ready for part in parcel.parts}
        return [message for message in claims.letters_of(self.owner) if message.id in ids]

    def _take(self, messages):
        """Read what the letters are about and who gets none, in constant queries, and write all letters of the chunk."""
        self.loaded_at = time.monotonic()
        self.main_office = None
        self.records = fates.load(messages)
        self.suppressed = suppressed(address for message in messages if (address := address_of(message)))
        self.ready = deque()
        now = self.clock()
        for _, group in groupby(messages, key=lambda message: message.bundle or message.id):
            parts = [part for message in group if (part := self._part(message, now))]
            self.ready.extend(self._packed(parts))

    def _part(self, message, now):
        """Return the letter with its record, or mark why it does not leave."""
        kind, record = kind_named(message.kind), self.records.get(message.id)
        fate = fates.before_writing(message, kind, record, now)
        if fate is None:
            return Part(message, kind, record)
        self.marks.add(Mark(message.id, *fate))
        return None

    def _packed(self, parts):
        """Return the letters that these rows leave as: one, and where it cannot be put together one for each row that can be written."""
        try:
            return self._put_together(parts) if parts else []
        except DatabaseError:
            raise
        except Exception as trouble:  # one letter that cannot be written must not hold up the others
            if len(parts) > 1:
                return [parcel for part in parts for parcel in self._packed([part])]
            self._mark(parts, partial(fates.unwritable, trouble=trouble, now=self.clock()))
            return []

    def _put_together(self, parts):
        address = self._reachable(parts[0].message)
        if address:
            make = self._whole if parts[0].kind.keeps_text or self.is_kept else self._spliced
            return [make(parts, address)]
        for part in parts:  # each is a line of its own: what it says stands there alone
            self._mark([part], partial(fates.unreachable, words=self._words([part]), office=self._office(part.message), now=self.clock()))
        return []

    def _mark(self, parts, fate):
        for part in parts:
            self.marks.add(Mark(part.message.id, *fate(part)))

    def _reachable(self, message):
        address = address_of(message)
        return ascii_address(address) if address and address not in self.suppressed else None

    def _whole(self, parts, address):
        words = self._words(parts)
        return Parcel(parts, address, words, self._bytes(parts, address, words), (self.sender, address))

    def _spliced(self, parts, address):
        """A letter whose words stand elsewhere: bytes made once for all its readers, this one's values put in their places."""
        (part,) = parts
        ((kind, letter),) = self._said(parts)
        cast = self.writer.cast(kind, letter, office=self._office(part.message), language=part.message.language)
        subject = cast.subject(letter)
        data = cast.bytes(self._envelope(parts, address), subject, letter)
        return Parcel(parts, address, Words("", "", "", cast.kept_subject(letter), ""), data, (self.sender, address))

    def _words(self, parts):
        said = self._said(parts)
        to = {"office": self._office(parts[0].message), "language": parts[0].message.language}
        words = self.writer.write(*said[0], **to) if len(said) == 1 else self.writer.write_bundle(said, **to)
        if not parts[0].kind.keeps_text:
            words.kept_text = ""
        return words

    def _said(self, parts):
        """What the letters say, put together in their reader's language."""
        return _in_their_language(parts, lambda part: (part.kind, part.kind.context(part.message, part.record)))

    def _bytes(self, parts, address, words):
        return build(self._envelope(parts, address), words.subject, words.text, words.html)

    def _envelope(self, parts, address):
        first = parts[0]
        message, office = first.message, self._office(first.message)
        dated = [part for part in parts if part.kind.calendar]
        calendars = _in_their_language(dated, lambda part: part.kind.calendar(part.message, part.record)) if dated else []
        return Envelope(
            sender=(self.writer.office_name(office, message.language), self.sender),
            reply_to=(first.kind.reply_to and first.kind.reply_to(message, first.record)) or (office.name, office.email),
            to=address,
            message_id=f"<message-{message.id}@{self.host}>",
            kind=message.kind,
            language=written_language(message.language),
            moment=time.time(),
            calendars=[calendar for calendar in calendars if calendar],
            mark=mark_of(message.id),
            unsubscribe=(first.kind.unsubscribe and first.kind.unsubscribe(message, first.record)) or "",
        )

    def _office(self, message):
        """Return who signs: the letter's office, the person's, or the main one."""
        office = message.office or (message.person and message.person.office) or self.main_office
        if office is None:
            office = self.main_office = Office.objects.order_by("-is_main", "id").first() or unnamed_office()
        return office


def _in_their_language(parts, make):
    """Return what `make` makes of each of these letters to one reader, in the reader's language."""
    language = written_language(parts[0].message.language)
    if language == translation.get_language():
        return [make(part) for part in parts]
    with translation.override(language):
        return [make(part) for part in parts]


def address_of(message):
    """Return where a letter goes, or "" for a person who is not reached by email."""
    person = message.person
    return message.to or (person.email if person and person.is_reached_by_email else "")


def unnamed_office():
    """Return who signs before the set-up has named an office: the portal's own address."""
    return Office(name=settings.SITE_HOST, email=settings.DEFAULT_FROM_EMAIL)
