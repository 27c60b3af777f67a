"""What the letters about registrations say: loaded for a whole chunk at once, shared words once per event, personal words per reader."""

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookings.models import State
from bookings.words import deadline, party
from events import codes, registration_words, reminder_times, words
from events import registration_rules as rules
from events.actions import offers
from events.letters import about
from events.models import Event, Registration
from intake.phones import spoken_number
from languages import formats
from languages.content import put_words
from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from places.directions import directions_to
from sharing.calendar import shift_calendar

EXPECTED = {State.CONFIRMED}
CODED = {"registered", "registration_changed", "event_reminder"}  # letters with the code for the day
NAMES = {
    "registered": gettext_lazy("You are registered (event)"),
    "event_waitlisted": gettext_lazy("You are on the waitlist (event)"),
    "registration_changed": gettext_lazy("Your registration was changed"),
    "registration_cancelled": gettext_lazy("Your registration is cancelled"),
    "event_offer": gettext_lazy("A place is free for you (event)"),
    "event_reminder": gettext_lazy("Reminder of an event"),
    "event_link": gettext_lazy("The online link of an event"),
    "registration_late": gettext_lazy("Somebody cannot come (to the contact of an event)"),
}


def said_yes(message, registration, by, now):
    """The offer was taken on the phone."""
    offers.accept_offer(registration=registration, by=by, now=now)


def said_no(message, registration, by, now):
    """The offer was declined on the phone."""
    offers.decline_offer(registration=registration, by=by, now=now)


def register() -> None:
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    urgent, normal = Message.Lane.URGENT, Message.Lane.NORMAL
    answers = {"event_offer": {"on_yes": said_yes, "on_no": said_no}}
    sections = {"event_reminder": "events/email/_reminder_section"}
    for kind, lane, wanted, calendar in [
        ("registered", urgent, in_states(EXPECTED), publish),
        ("event_waitlisted", urgent, in_states({State.WAITLISTED, State.OFFERED}), None),
        ("registration_changed", urgent, in_states(EXPECTED), publish),
        ("registration_cancelled", urgent, is_cancelled, withdraw),
        ("event_offer", urgent, in_states({State.OFFERED}), None),
        ("event_reminder", normal, is_expected_at_that_time, publish),
        ("event_link", urgent, is_to_be_told_the_link, None),
    ]:
        letters.register(
            kind, template=f"events/email/{kind}", lane=lane, load=load, context=context, wanted=wanted, calendar=calendar, reply_to=about.reply_to,
            section=sections.get(kind), sample=sample, **answers.get(kind, {}),
        )  # fmt: skip
    letters.register(
        "registration_late", template="events/email/registration_late", lane=urgent, load=load_for_contact, context=context_for_contact,
        wanted=in_states({State.CANCELLED}), sample=sample_for_contact,
    )  # fmt: skip


# --- Still wanted? ---------------------------------------------------------------------------------------------------------


def in_states(states):
    """Return the check that the registration is still in one of the states and its event is neither called off, put off nor over."""

    def wanted(message, registration, now):
        event = registration.event
        return registration.state in states and event.state == Event.State.PUBLISHED and event.starts > now

    return wanted


def is_cancelled(message, registration, now):
    """Whom staff have confirmed again meanwhile is not told otherwise."""
    return registration.state == State.CANCELLED


def is_expected_at_that_time(message, registration, now):
    """A reminder is right only for a confirmed person who wants reminders, and for the start it was made for."""
    is_of_this_start = message.period.endswith(reminder_times.start_key(registration.event.starts))
    return is_of_this_start and in_states(EXPECTED)(message, registration, now) and not registration.wants_no_reminders


def is_to_be_told_the_link(message, registration, now):
    """The link goes to who is expected online, for the start and the way in it was made for, and never earlier than 24 hours before."""
    return message.period == reminder_times.link_key(registration.event) and rules.tells_link(registration, now)


# --- Words -----------------------------------------------------------------------------------------------------------------


def load(messages):
    """Return the registrations of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=registration_words.fetch, owner=lambda registration: registration.person)


def context(message, registration):
    """Return the words of a letter about a registration."""
    event = registration.event
    by_office = bool(message.values.get("by_office"))
    comes_online = registration.comes_online
    shared = {
        **about.facts(event),
        "transit": _transit(event),
        "where": registration_words.where(registration),
        "directions": "" if comes_online or not event.venue else directions_to(event.venue),
        "by_office": by_office,
        "until": formats.plain(deadline(registration.until, event.zone)) if registration.until else "",
        "reminds": "" if registration.wants_no_reminders else formats.plain(reminder_times.in_words(event, message.due)),
        "link_comes": comes_online and not event.is_public_meeting and message.kind not in {"event_link", "registration_cancelled"},
        **_way_in(message, registration),
    }
    personal = {"name": registration.person.name, "party": party(registration.party_size), "url": proof.url(registration.manage_link)}
    secret = {"url"}
    if message.kind in CODED and not comes_online:  # both stand in the key below
        personal["day_code"] = codes.spaced(codes.of(registration.pk))
    if message.kind == "event_link":
        personal |= {"online_link": event.online_link, "dial_in_code": event.dial_in_code}
        secret |= {"online_link"} if _is_read_out(registration) else {"online_link", "dial_in_code"}
    key = (event.pk, shared["until"], by_office, shared["reminds"], comes_online, shared["has_link"], message.kind)
    return letters.Letter(shared_key=key, shared=shared, personal=personal, secret=secret)


def _way_in(message, registration):
    """Whether there is a link and a number, for who takes part from home: of a public meeting in every letter, else in the one letter about it."""
    event = registration.event
    is_open = registration.comes_online and event.is_public_meeting
    return {
        "public_link": event.online_link if is_open else "",
        "has_link": message.kind == "event_link" and bool(event.online_link) and not (event.dial_in and _is_read_out(registration)),
        "test_link": event.test_link if is_open or message.kind == "event_link" else "",
        "dial_in": spoken_number(event.dial_in) if is_open or message.kind == "event_link" else "",
        "has_code": message.kind == "event_link" and bool(event.dial_in_code),
        "public_code": event.dial_in_code if is_open else "",
    }


def _is_read_out(registration):
    """Who is called hears number and code from staff, so the to-call list says them; everybody else's are ••• in the ledger."""
    return not registration.person.is_reached_by_email


def _transit(event):
    if event.venue is None:
        return ""
    put_words([event.venue], get_language())
    return str(event.venue.words.transit)


def sample():
    """Return invented words for previews."""
    when = formats.weekday_date(timezone.localdate())
    return letters.Letter(
        shared={
            **about.sample_facts(), "transit": "",
            "by_office": False, "until": when, "reminds": "", "link_comes": False, "public_link": "", "has_link": True,
            "test_link": "https://example.org/test", "dial_in": "617-555-0143", "has_code": True, "public_code": "",
        },
        personal={
            "name": "Vera", "party": party(2), "url": settings.SITE_URL + "/my/link/…/", "online_link": "https://example.org/…", "dial_in_code": "•••",
            "day_code": codes.spaced(codes.of(0)),
        },
        secret={"url", "online_link", "dial_in_code"},
    )  # fmt: skip


# --- To the contact of an event --------------------------------------------------------------------------------------------


def load_for_contact(messages):
    """Return the registrations of these letters by message id; constant queries."""
    by_id = {one.pk: one for one in registration_words.fetch({linked.number_of(message) for message in messages})}
    return {message.pk: by_id[linked.number_of(message)] for message in messages if linked.number_of(message) in by_id}


def context_for_contact(message, registration):
    """Return who cannot come to what, and how many are still expected; no address or number leaves the portal, and no name of a sensitive event."""
    event = registration.event
    expected = Registration.objects.confirmed().filter(event=event).aggregate(n=Sum("party_size"))["n"] or 0  # who was only offered the place is not
    who = _("Somebody") if event.is_sensitive else registration.person.name
    return letters.Letter(personal=_late(who, registration.party_size, words.title_of(event), formats.plain(words.when(event)), words.where(event), expected))


def sample_for_contact():
    """Return invented words for previews."""
    what, when = _("Listening session in Grove Hall"), formats.weekday_date(timezone.localdate())
    return letters.Letter(personal=_late("Vera", 2, what, when, "Grove Hall Library", 9))


def _late(who, size, what, when, where, expected):
    return {"who": who, "party": party(size), "what": what, "when": when, "where": where, "taken": party(expected)}


# --- The calendar file -----------------------------------------------------------------------------------------------------


def publish(message, registration):
    """Return the calendar entry of the event."""
    return shift_calendar(**registration_words.entry(registration, "PUBLISH"))


def withdraw(message, registration):
    """Return the entry that removes the event from a calendar."""
    return shift_calendar(**registration_words.entry(registration, "CANCEL"))


def own_calendar(registration: Registration) -> bytes:
    """Return the calendar file for its owner, as it stands now."""
    return shift_calendar(**registration_words.entry(registration, registration_words.method(registration)))
