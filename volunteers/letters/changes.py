"""“Something has changed”: what was and what is, as it stands when the letter leaves; who is confirmed is asked anew where the time or place moved."""

import json
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python

from bookings.models import State
from intake.phones import spoken_number
from languages import formats
from languages.content import SOURCE_LANGUAGE
from mailing import kind_names, letters
from mailing.models import Message
from places.models import Venue
from volunteers import changes, told_states, words
from volunteers.actions import sign_ups
from volunteers.letters import sign_ups as sign_up_letters
from volunteers.models import Shift, SignUp
from volunteers.told_states import CHANGED, MOVED

_HEARD = (Message.State.SENT, Message.State.HELD)


def said_yes(message, sign_up, by, now):
    """They are coming, they said on the phone."""
    sign_ups.answer_coming(sign_up=sign_up, by=by, now=now)


def said_no(message, sign_up, by, now):
    """They cannot come, they said on the phone: the place is free."""
    sign_ups.cancel(sign_up=sign_up, by=by, now=now)


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**{MOVED: gettext_lazy("Another time or place"), CHANGED: gettext_lazy("Something has changed")})
    shared = {"lane": Message.Lane.URGENT, "load": load, "context": context, "reply_to": sign_up_letters.reply_to, "sample": sample}
    letters.register(
        MOVED, template=f"volunteers/email/{MOVED}", section=f"volunteers/email/_{MOVED}_section", wanted=is_to_be_asked,
        calendar=sign_up_letters.publish, on_yes=said_yes, on_no=said_no, **shared,
    )  # fmt: skip
    letters.register(
        CHANGED, template=f"volunteers/email/{CHANGED}", section=f"volunteers/email/_{CHANGED}_section", wanted=is_to_be_told, calendar=calendar, **shared
    )


# --- Still wanted? --------------------------------------------------------------------------------------------------------


def is_to_be_told(message, sign_up, now):
    """They are still on the list, it is to come, and it is still otherwise than they believe."""
    return sign_up_letters.in_states(sign_up_letters.STILL)(message, sign_up, now) and bool(_differing(message, sign_up))


def is_to_be_asked(message, sign_up, now):
    """The same, for somebody who is confirmed; once the letter has gone, a call is of use only while there is no answer."""
    is_answered = message.state in _HEARD and sign_up.answer != SignUp.Answer.NONE
    return sign_up.state == State.CONFIRMED and not is_answered and is_to_be_told(message, sign_up, now)


def calendar(message, sign_up):
    """Who has a place gets the calendar file, who waits has nothing in a calendar."""
    return sign_up_letters.publish(message, sign_up) if sign_up.state == State.CONFIRMED else None


# --- Words ------------------------------------------------------------------------------------------------------------------


def load(messages):
    """Return the sign-ups of these letters by message id, each with how its opportunity stands and the places it was at; constant queries."""
    found = sign_up_letters.load(messages)
    standing = {}
    for sign_up in found.values():
        opportunity = sign_up.shift_role.opportunity
        sign_up.standing = standing.setdefault(opportunity.pk, told_states.Current(opportunity))
    places = {told_states.parts_of(message).get("shift", {}).get("venue") for message in messages} - {None}
    venues = Venue.objects.in_bulk(places)
    for sign_up in found.values():
        sign_up.earlier_venues = venues
    return found


def _differing(message, sign_up):
    return sign_up.standing.differing(told_states.parts_of(message), sign_up)


def context(message, sign_up):
    """Return the facts of the shift, and line by line what was and what is."""
    letter = sign_up_letters.context(message, sign_up)
    is_waiting = sign_up.state == State.WAITLISTED
    was = _differing(message, sign_up)
    words.put_titles([sign_up.shift_role])
    return _with_changes(letter, lines(was, sign_up), is_waiting=is_waiting, key=json.dumps(was, sort_keys=True))


def _with_changes(letter, changed, *, is_waiting=False, key=""):
    letter.shared = {**letter.shared, "changes": changed, "is_waiting": is_waiting}
    letter.shared_key = (letter.shared_key, key, is_waiting)
    return letter


def lines(was, sign_up):
    """Return what changed in words, as dicts of label, was and now; what reads the same as before is left out."""
    shift, whole = was.get("shift", {}), was.get("opportunity", {})
    found = [*_time_and_place(shift, sign_up), *_texts(whole, sign_up.shift_role), *_contact(shift, whole, sign_up.shift_role)]
    if "notes" in shift:
        found.append((_("Please note"), shift["notes"], sign_up.shift_role.shift.notes))
    if (name := f"{changes.ROLE}{sign_up.shift_role_id}") in shift:
        found.append((_("What you will do"), shift[name], str(sign_up.shift_role.words.name)))
    return [
        {"label": label, "was": formats.plain(before) or _("nothing"), "now": formats.plain(now) or _("nothing")}
        for label, before, now in found
        if before != now
    ]


def _time_and_place(was, sign_up):
    role, shift = sign_up.shift_role, sign_up.shift_role.shift
    found = []
    if {"starts", "ends"} & set(was):
        moments = {name: datetime.fromisoformat(was[name]) if name in was else getattr(shift, name) for name in ("starts", "ends")}
        found.append((_("When"), words.when(Shift(time_zone=shift.time_zone, venue_id=shift.venue_id, **moments)), words.when(shift)))
    if "venue" in was:
        found.append((_("Where"), words.place(sign_up.earlier_venues.get(was["venue"]), role.opportunity), words.where(role)))
    return found


def _texts(was, role):
    """Texts in the reader's language where it had, and has, a translation that fits; else the office's own words."""
    labels = {"title": _("What"), "bring": _("Please bring"), "safety": _("For your safety")}
    language = get_language()
    for name, label in labels.items():
        if name in was:
            today = role.opportunity.words[name]
            before = was[name].get(language) or was[name][SOURCE_LANGUAGE]
            yield label, before, getattr(role.opportunity, name) if today.is_stale else str(today)


def _contact(shift_was, whole_was, role):
    """Whom to call: the shift's own contact, else that of the opportunity, else the office."""
    if not {*changes.CONTACT} & {*shift_was, *whole_was}:
        return []
    holders = [(role.opportunity, whole_was), *([(role.shift, shift_was)] if role.shift else [])]
    before = {name: next((value for holder, was in reversed(holders) if (value := _value(was, holder, name))), "") for name in changes.CONTACT}
    today = {name: next((value for holder, _was in reversed(holders) if (value := _value({}, holder, name))), "") for name in changes.CONTACT}
    return [(_("Phone on the day"), *(_in_words(one, role.opportunity.office) for one in (before, today)))]


def _value(was, holder, name):
    return was[name] if name in was else str(getattr(holder, name) or "")


def _in_words(contact, office):
    number = to_python(contact["contact_phone"]) if contact["contact_phone"] else office.phone
    return ", ".join(part for part in (contact["contact_name"], spoken_number(number)) if part)


def sample():
    """Return invented words for previews."""
    letter = sign_up_letters.sample()
    changed = [{"label": _("Where"), "was": "41 Geneva Ave", "now": letter.shared["where"]}]
    return _with_changes(letter, changed)
