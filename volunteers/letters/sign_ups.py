"""What the letters about sign-ups say: loaded for a whole chunk at once, shared words once per shift, personal words per reader."""

from datetime import UTC

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import State
from bookings.words import deadline, party
from intake.phones import spoken_number
from languages import formats
from mailing import kind_names, letters, proof
from mailing.models import Message
from sharing.calendar import shift_calendar
from volunteers import calendar_entries, codes, reasons, reminder_times, words
from volunteers.actions import offers
from volunteers.models import Shift

EXPECTED = {State.CONFIRMED}
CODED = {"signed_up", "sign_up_changed", "reminder"}  # these say the code for the day
STILL = {State.CONFIRMED, State.OFFERED, State.WAITLISTED, State.HELD, State.REQUESTED}


NAMES = {
    "signed_up": gettext_lazy("You are signed up"),
    "waitlisted": gettext_lazy("You are on the waitlist"),
    "sign_up_changed": gettext_lazy("Your sign-up was changed"),
    "sign_up_cancelled": gettext_lazy("Your sign-up is cancelled"),
    "handed_over": gettext_lazy("Somebody has taken your place"),
    "waitlist_offer": gettext_lazy("A place is free for you"),
    "reminder": gettext_lazy("Reminder"),
    "shift_called_off": gettext_lazy("Called off"),
    "cancelled_late": gettext_lazy("Somebody cannot come (to the contact)"),
}


def said_yes(message, sign_up, by, now):
    """The offer was taken on the phone."""
    offers.accept_offer(sign_up=sign_up, by=by, now=now)


def said_no(message, sign_up, by, now):
    """The offer was declined on the phone."""
    offers.decline_offer(sign_up=sign_up, by=by, now=now)


ANSWERS = {"waitlist_offer": {"on_yes": said_yes, "on_no": said_no}}  # what staff may hear when they call instead of writing


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    urgent, normal = Message.Lane.URGENT, Message.Lane.NORMAL
    for kind, lane, wanted, calendar in [
        ("signed_up", urgent, in_states(EXPECTED), publish),
        ("waitlisted", urgent, in_states({State.WAITLISTED, State.OFFERED}), None),
        ("sign_up_changed", urgent, in_states(EXPECTED), publish),
        ("sign_up_cancelled", urgent, is_cancelled, withdraw),
        ("handed_over", urgent, in_states({State.CANCELLED}), withdraw),
        ("waitlist_offer", urgent, in_states({State.OFFERED}), None),
        ("reminder", normal, is_expected_at_that_time, publish),
        ("shift_called_off", urgent, is_off, withdraw),
    ]:
        letters.register(
            kind, template=f"volunteers/email/{kind}", lane=lane, load=load, context=context, wanted=wanted, calendar=calendar, reply_to=reply_to,
            section="volunteers/email/_reminder_section" if kind == "reminder" else None, sample=sample, **ANSWERS.get(kind, {}),
        )  # fmt: skip
    letters.register(
        "cancelled_late", template="volunteers/email/cancelled_late", lane=urgent, load=load_for_contact, context=context_for_contact,
        wanted=in_states({State.CANCELLED}), sample=sample_for_contact,
    )  # fmt: skip


# --- Still wanted? ----------------------------------------------------------------------------------------------------


def in_states(states):
    """Return the check that the sign-up is still in one of the states and its shift is neither called off nor over."""

    def wanted(message, sign_up, now):
        role = sign_up.shift_role
        return sign_up.state in states and not role.is_cancelled and (role.shift is None or role.shift.starts > now)

    return wanted


def is_cancelled(message, sign_up, now):
    """Whom staff have confirmed again meanwhile is not told otherwise."""
    return sign_up.state == State.CANCELLED


def is_off(message, sign_up, now):
    """Work without a shift that goes on again is called off no more."""
    return sign_up.shift_role.is_cancelled


def is_expected_at_that_time(message, sign_up, now):
    """A reminder is right only for a confirmed person who wants it, at a time that is still planned, and for the start it was made for."""
    starts = words.starts_of(sign_up)
    if starts is None or not message.period.endswith(start_key(starts)) or message.period.partition(":")[0] not in reminder_times.wanted(sign_up.shift_role):
        return False
    return in_states(EXPECTED)(message, sign_up, now) and not sign_up.wants_no_reminders


def start_key(starts):
    """Return the start as it stands in a reminder's period: a moved shift gets new reminders."""
    return f"{starts.astimezone(UTC):%Y%m%dT%H%MZ}"


# --- Words ----------------------------------------------------------------------------------------------------------------


def load(messages):
    """Return the sign-ups of these letters by message id, each with the link that manages it; constant queries."""
    by_id = {sign_up.pk: sign_up for sign_up in words.fetch([_number(message) for message in messages])}
    instead = Shift.objects.select_related("venue").in_bulk({message.values["instead"] for message in messages if message.values.get("instead")})
    reminder_times.put_wishes(by_id.values())
    owners = {sign_up.ref: sign_up.person for sign_up in by_id.values() if sign_up.person.forgotten_at is None}
    links = proof.manage_links(owners)
    found = {}
    for message in messages:
        sign_up = by_id.get(_number(message))
        if sign_up is not None and sign_up.ref in links:
            sign_up.manage_link = links[sign_up.ref]
            sign_up.instead = instead.get(message.values.get("instead"))
            found[message.pk] = sign_up
    return found


def _number(message):
    return int(message.about.partition(":")[2])


def context(message, sign_up):
    """Return the words of a letter about a sign-up."""
    role, shift = sign_up.shift_role, sign_up.shift_role.shift
    by_office = bool(message.values.get("by_office"))
    shared = {
        **facts(role),
        "by_office": by_office,
        "reason": reasons.in_words((shift and shift.reason) or role.opportunity.reason),
        "instead": _instead(sign_up.instead),
        "extra": reminder_times.sentence(role) if message.kind == "reminder" else "",
        "until": formats.plain(deadline(sign_up.until, role.zone)) if sign_up.until else "",
        "reminds": formats.plain(words.reminders(shift, message.due)),
    }
    url = proof.url(sign_up.manage_link)
    personal = {"name": sign_up.person.name, "party": party(sign_up.party_size), "url": url}
    if shift is not None and message.kind in CODED:
        personal["day_code"] = codes.spaced(codes.of(sign_up.pk))
    return letters.Letter(
        shared_key=(role.pk, shared["until"], by_office, shared["reminds"], shared["instead"]), shared=shared, personal=personal, secret={"url"}
    )


def facts(role):
    """Return what every letter says about a role: what, when, where, what to bring, whom to call."""
    shift, opportunity = role.shift, role.opportunity
    contact_phone = (shift and shift.contact_phone) or opportunity.contact_phone or opportunity.office.phone
    return {
        "what": words.role_title(role),
        "when": formats.plain(words.when(shift)),
        "where": words.where(role),
        "directions": words.directions(shift),
        "step_free": shift.venue.step_free if shift and shift.venue else None,
        "transit": words.transit(shift),
        "bring": str(opportunity.words.bring),
        "safety": str(opportunity.words.safety),
        "contact_name": (shift and shift.contact_name) or opportunity.contact_name,
        "contact_phone": spoken_number(contact_phone),
        "contact_tel": contact_phone.as_e164 if contact_phone else "",
        "has_shift": shift is not None,
        "list_url": settings.SITE_URL + opportunity.get_absolute_url(),
    }


def _instead(shift):
    """Return the new date of what is called off in words; nothing where there is none, or where that is called off too."""
    return formats.plain(words.when(shift)) if shift and shift.cancelled_at is None else ""


def reply_to(message, sign_up):
    """Answers go to the shift's contact, else the opportunity's, else the office."""
    opportunity, shift = sign_up.shift_role.opportunity, sign_up.shift_role.shift
    for holder in (shift, opportunity):
        if holder is not None and holder.contact_email:
            return holder.contact_name, holder.contact_email
    return None


# --- To the contact of a shift -----------------------------------------------------------------------------------------


def load_for_contact(messages):
    """Return the sign-ups of these letters by message id; constant queries."""
    by_id = {sign_up.pk: sign_up for sign_up in words.fetch([_number(message) for message in messages])}
    return {message.pk: by_id[_number(message)] for message in messages if _number(message) in by_id}


def context_for_contact(message, sign_up):
    """Return who cannot come to what, and how many are still expected; no address or number leaves the portal."""
    role = sign_up.shift_role
    role.refresh_from_db(fields=["taken"])
    personal = {
        "who": sign_up.person.name, "party": party(sign_up.party_size), "what": words.role_title(role), "when": formats.plain(words.when(role.shift)),
        "where": words.where(role), "taken": party(role.taken),
    }  # fmt: skip
    return letters.Letter(personal=personal)


def sample_for_contact():
    """Return invented words for previews."""
    when = formats.weekday_date(timezone.localdate())
    personal = {
        "who": "Vera",
        "party": party(2),
        "what": _("Sort food at the pantry"),
        "when": when,
        "where": "1 City Hall Square",
        "taken": party(9),
    }
    return letters.Letter(personal=personal)


# --- The calendar file ---------------------------------------------------------------------------------------------------


def publish(message, sign_up):
    """Return the calendar entry of the shift, or None for open-ended work."""
    return _calendar(sign_up, "PUBLISH")


def withdraw(message, sign_up):
    """Return the entry that removes the shift from a calendar."""
    return _calendar(sign_up, "CANCEL")


def own_calendar(sign_up):
    """Return the calendar entry for its owner, as it stands now."""
    return _calendar(sign_up, calendar_entries.method(sign_up))


def _calendar(sign_up, method):
    if sign_up.shift_role.shift is None:
        return None
    return shift_calendar(**calendar_entries.entry(sign_up, method))


def sample():
    """Return invented words for previews."""
    return letters.Letter(
        shared={
            "what": _("Sort food at the pantry"), "when": formats.weekday_date(timezone.localdate()), "where": "1 City Hall Square", "directions": "",
            "step_free": True, "transit": "", "bring": _("Closed shoes and a water bottle"), "safety": _("Please wear gloves."), "contact_name": "Carla", "contact_phone": "617-555-0142", "contact_tel": "+16175550142",
            "has_shift": True, "extra": _("The side door is open from half past eight."), "by_office": False, "reason": _("The weather"), "instead": formats.weekday_date(timezone.localdate()),
            "until": formats.weekday_date(timezone.localdate()), "reminds": "", "list_url": settings.SITE_URL,
        },
        personal={"name": "Vera", "party": party(2), "url": settings.SITE_URL + "/my/link/…/", "day_code": codes.spaced(codes.of(0))},
        secret={"url"},
    )  # fmt: skip
