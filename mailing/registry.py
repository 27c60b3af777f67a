"""The kinds of letters: upper floors register theirs in `apps.py`; this registry knows no names."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mailing.models import Message

_kinds: dict[str, "Kind"] = {}


@dataclass(slots=True)
class Letter:
    """What a letter says: `shared` values are the same for every letter with this `shared_key`, `personal` ones are one reader's.

    Templates may branch on shared values only. The values named in `secret` reach the reader and are kept as ••• in the ledger.
    """

    shared_key: object = ""
    shared: dict = field(default_factory=dict)
    personal: dict = field(default_factory=dict)
    secret: frozenset | set | tuple = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter: its templates, its lane and the functions its owner registered."""

    name: str
    template: str
    lane: int
    load: Callable
    context: Callable
    wanted: Callable | None = None
    on_sent: Callable | None = None
    on_failed: Callable | None = None
    on_told: Callable | None = None
    on_yes: Callable | None = None
    on_no: Callable | None = None
    question: Callable | None = None
    calendar: Callable | None = None
    reply_to: Callable | None = None
    section: str | None = None
    unsubscribe: Callable | None = None
    sample: Callable | None = None
    not_now: Callable | None = None
    keeps_text: bool = True

    @property
    def is_to_many(self):
        """Everybody who gets these letters can end them: nobody is called instead."""
        return self.unsubscribe is not None

    @property
    def asks(self):
        """The letter asks a question that may be answered on the phone."""
        return self.on_yes is not None and self.on_no is not None

    def asks_in(self, message, record):
        """Tell whether this letter asks its question: of one kind some may ask, and others only tell."""
        return self.asks and (self.question is None or bool(self.question(message, record)))

    def is_wanted(self, message, record, now):
        """Tell whether the letter is still owed at this moment."""
        return self.wanted is None or self.wanted(message, record, now)


def register(
    kind, *, template, lane, load, context, wanted=None, on_sent=None, on_failed=None, on_told=None, on_yes=None, on_no=None, question=None, calendar=None,
    reply_to=None, section=None, unsubscribe=None, sample=None, not_now=None, keeps_text=True,
):  # fmt: skip
    """Make a kind of letter known; called in `apps.py: ready()` of the app that owns it.

    template  "volunteers/email/signed_up" stands for its .subject.txt, .txt and .html
    load      (messages) -> {message.id: record} in constant queries; a missing one is not wanted any more
    context   (message, record) -> Letter
    wanted    (message, record, now) -> bool, asked again at sending
    on_sent   (message, record, now), when the mail server has taken the letter, in one transaction with the mark
    on_failed (message, record, now), when it was finally refused, or is in doubt and not tried again
    on_told   (message, record, by, now), when staff told the person by phone instead
    on_yes, on_no  (message, record, by, now), when the letter asks something and the person answered staff on the phone. May raise Refused
    question  (message, record) -> bool, where only some letters of the kind ask; None: all do
    calendar  (message, record) -> bytes | None, an RFC 5545 file to attach
    reply_to  (message, record) -> (name, address) | None for the office
    section   template of this letter's part of a bundle, without .txt and .html
    unsubscribe  (message, record) -> address that ends these letters with one POST (RFC 8058), for letters to many
    sample    () -> Letter, for previews
    not_now   (message, record, now) -> the moment until which a letter that is still owed waits, or None; asked again at sending
    keeps_text  False when the words stand elsewhere once for all readers: the ledger keeps no copy, and each letter is spliced from bytes
    """
    _kinds[kind] = Kind(
        kind, template, Message.Lane(lane), load, context, wanted, on_sent, on_failed, on_told, on_yes, on_no, question, calendar, reply_to, section,
        unsubscribe, sample, not_now, keeps_text,
    )  # fmt: skip


def kind_named(name):
    """Return the registered kind, or None when this code does not know it."""
    return _kinds.get(name)


def registry():
    """Return every kind by name, in the order of names."""
    return dict(sorted(_kinds.items()))
