"""The notice of an event in words, in one language: what is verified in that language, or not at all."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext, override
from django.utils.translation import gettext as _

from events import notices, words
from events.models import Event, SupportKind
from intake.phones import spoken_number
from languages import formats
from languages.content import SOURCE_LANGUAGE, translated
from languages.names import language_names
from languages.offer import offered_codes
from mailing.writing.sender import office_words
from places.directions import step_free_in_words

FIELDS = ("title", "purpose", "decision", "bring", "reason")


@dataclass(frozen=True)
class NoticeWords:
    """One notice: every line a label and its text; the agenda point by point."""

    language: str
    is_bidi: bool
    heading: str
    title: str
    purpose: str
    lines: list = field(default_factory=list)  # (label, text)
    agenda: list = field(default_factory=list)  # (title, minutes in words, presented by, to be decided)
    supports: list = field(default_factory=list)
    ask: list = field(default_factory=list)  # sentences
    contact: list = field(default_factory=list)  # (label, text)
    office: str = ""

    @property
    def is_source(self):
        """The English text, which counts."""
        return self.language == SOURCE_LANGUAGE


def _records(event):
    """Return what a notice has words of: the event, its agenda and what is provided; two queries."""
    return [event, *event.agenda.all(), *event.supports.all()]


def _fields_of(record):
    return FIELDS if isinstance(record, Event) else record.translated_fields


def is_finished(event: Event, language: str) -> bool:
    """Tell whether every word of the notice is verified in a language, and made from today's English."""
    if language == SOURCE_LANGUAGE:
        return True
    fitting = [record.words[name] for record in translated(_records(event), language) for name in _fields_of(record)]
    return all(not text or not (text.is_fallback or text.is_stale) for text in fitting)


def finished(event: Event) -> list[str]:
    """Return the languages of the city in which the notice can be published, English first; two to three queries a language."""
    codes = [code for code in offered_codes() if code != SOURCE_LANGUAGE and is_finished(event, code)]
    return [SOURCE_LANGUAGE, *codes]


def unfinished(event: Event) -> list[str]:
    """Return the languages of the city in which some word of the notice is missing, unverified or older than the English one."""
    ready = finished(event)
    return [code for code in offered_codes() if code not in ready]


def in_language(event: Event, language: str, *, now: datetime) -> NoticeWords:
    """Return the notice in a language; English for one in which it is not finished."""
    language = language if language == SOURCE_LANGUAGE or is_finished(event, language) else SOURCE_LANGUAGE
    records = translated(_records(event), language)
    event.words_language = language
    agenda = [one for one in records if one._meta.model_name == "agendaitem"]
    supports = [one for one in records if one._meta.model_name == "support"]
    with override(language):
        return NoticeWords(
            language=language, is_bidi=get_language_info(language)["bidi"], heading=_heading(event), title=str(event.words.title), purpose=str(event.words.purpose),
            lines=[(label, formats.plain(str(text))) for label, text in _lines(event) if text], agenda=[_point(one) for one in agenda],
            supports=_supports(supports), ask=_ask(event, now), contact=[(label, str(text)) for label, text in _contact(event, language) if text],
            office=office_words(event.office, language)["name"],
        )  # fmt: skip


def _heading(event):
    state = {
        Event.State.POSTPONED: _("Postponed: public meeting"), Event.State.CANCELLED: _("Cancelled: public meeting"),
    } if notices.needs_notice(event) else {Event.State.POSTPONED: _("Postponed: event"), Event.State.CANCELLED: _("Cancelled: event")}  # fmt: skip
    usual = _("Notice of a public meeting") if notices.needs_notice(event) else _("Come to an event")
    return state.get(event.state, usual)


def _lines(event):
    yield _("Board"), event.board.name if event.board else ""
    yield _("When"), words.when(event)
    yield _("Why it was changed"), str(event.words.reason)
    yield _("Where"), words.where(event)
    if event.venue and event.mode != Event.Mode.ONLINE:
        yield _("Step-free"), step_free_in_words(event.venue)
    if event.is_public_meeting:
        yield _("Online link"), event.online_link
        yield _("Dial in"), ", ".join(part for part in (spoken_number(event.dial_in) if event.dial_in else "", _code(event)) if part)
        yield _("Stream for everybody"), event.stream_link
        yield _("Overflow room"), event.overflow_room
    elif event.is_online:
        yield _("How to join"), _("Register, and the link and the number come to you 24 hours before.")
    yield _("The decision that is still open"), str(event.words.decision)
    yield _("Please bring"), str(event.words.bring)
    yield from _conditions(event)


def _code(event):
    return _("code %(code)s") % {"code": event.dial_in_code} if event.dial_in_code else ""


def _conditions(event):
    names = language_names()
    yield _("Languages spoken there"), ", ".join(names.get(code, code) for code in event.languages)
    yield _("Police officers"), _capital(event.get_officers_display()) if event.officers else ""
    if event.is_recorded is not None:
        yield _("Recording"), _("It is recorded.") if event.is_recorded else _("It is not recorded.")
    yield _("ID asked"), _("Yes") if event.asks_id else _("No")
    if event.is_public_meeting:
        yield _("Registration"), _("You need no registration, and nobody asks your name.")


def _capital(text):
    return text[:1].upper() + text[1:]


def _point(item):
    minutes = item.minutes and ngettext("%(minutes)s minute", "%(minutes)s minutes", item.minutes) % {"minutes": item.minutes}
    return (str(item.words.title), minutes or "", item.presented_by, item.asks_decision)


def _supports(supports):
    names = language_names()
    return [_support(one, names) for one in supports]


def _support(support, names):
    said = _capital(str(support.get_kind_display()))
    if support.kind == SupportKind.INTERPRETER and support.language:
        said = _("Interpreter: %(language)s") % {"language": names.get(support.language, support.language)}
    return f"{said} ({support.words.note})" if support.words.note else said


def _ask(event, now):
    asked = _("Do you need something else to take part, such as an interpreter, American Sign Language, captions, or childcare? Tell us. It is free.")
    if notices.is_soon_or_past(event, now):
        return [asked, _("Ask as soon as you can. We will try.")]
    until = formats.plain(formats.day_and_clock(notices.request_deadline(event)))
    return [asked, _("Please ask by %(when)s. After that, ask anyway: we will try.") % {"when": until}]


def _contact(event, language):
    office = office_words(event.office, language)
    phone = spoken_number(event.contact_phone) if event.contact_phone else office["phone"]
    yield _("Phone"), ", ".join(part for part in (event.contact_name, phone, office["phone_hours"] if not event.contact_phone else "") if part)
    yield _("Relay for deaf and hard of hearing callers"), office["relay"]
    yield _("Email"), event.contact_email or office["email"]
    yield _("On the web"), settings.SITE_URL + reverse("events:notice", args=[event.slug])
