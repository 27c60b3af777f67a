"""One function per letter: what is owed, to whom, until when. What the letters say stands in `letters/` and the templates."""

from django.conf import settings

from bookings.consents import letters as guardian_letters
from bookings.consents import reminders as guardian_reminders
from bookings.models import State
from mailing import letters
from people import absences

GUARDIAN_ASKED, GUARDIAN_REMINDED = "guardian_consent", "guardian_reminder"


def _expires(sign_up):
    """A letter about a shift is of no use once it is over."""
    return sign_up.shift_role.shift and sign_up.shift_role.shift.ends


def _send(kind, sign_up, *, now, period="", values=None, expires=None):
    letters.send(
        kind, to=sign_up.person, about=sign_up, now=now, period=period, expires=expires or _expires(sign_up), values=values or {}, language=sign_up.language
    )


def placed(sign_up, *, now):
    """“You are signed up”, or “you are on the waitlist”: whichever is true."""
    if sign_up.state == State.WAITLISTED:
        _send("waitlisted", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}")
    else:
        _send("signed_up", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}")


def requested(sign_up, *, now):
    """“We keep a place for you”, with what is still missing and until when."""
    _send("requested", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}", expires=sign_up.until)


def request_expired(sign_up, *, now):
    """“We could not keep your place any longer.”"""
    _send("request_expired", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}")


def declined(sign_up, *, note, now):
    """“The office cannot take you for this”, with its words."""
    _send("application_declined", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}", values={"note": note})


def guardian_asked(sign_up, *, now):
    """“May your child take part?”, to the guardian."""
    guardian_letters.send(GUARDIAN_ASKED, sign_up, now=now)


def guardians_reminded(sign_ups, *, now):
    """“Please answer”, once, to the guardians of all of these whose time is nearly over."""
    guardian_reminders.remind(sign_ups, kind=GUARDIAN_REMINDED, asked=GUARDIAN_ASKED, now=now)


def guardian_said_no(sign_up, *, now):
    """“Your guardian did not agree”, so the place was given back."""
    _send("guardian_said_no", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}")


def need_answered(sign_up, *, now):
    """“About what would help you take part”: the office's answer."""
    _send("need_answered", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S.%f}")


def changed(sign_up, *, now):
    """“You changed how many come.”"""
    _send("sign_up_changed", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S.%f}")


def cancelled(sign_up, *, by_office, now):
    """“Your sign-up is cancelled”, by yourself or by the office."""
    _send("sign_up_cancelled", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}", values={"by_office": by_office})


def cancelled_late(sign_up, *, now):
    """“Somebody cannot come after all”: to the contact of the shift, else of the opportunity, else those who lead it, else the office; a colleague who is away has a stand-in."""
    role = sign_up.shift_role
    office = role.opportunity.office
    named = (role.shift and role.shift.contact_email) or role.opportunity.contact_email
    for address in absences.addresses_of_contact(named, role.opportunity.leads, now=now) or [office.email]:
        letters.send_to_address(
            "cancelled_late", address=address, office=office, language=settings.LANGUAGE_CODE, about=sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}",
            expires=_expires(sign_up),
        )  # fmt: skip


def handed_over(sign_up, *, now):
    """“Somebody has taken your place.”"""
    _send("handed_over", sign_up, now=now, period=f"{now:%Y%m%d%H%M%S}")


def waitlist_offer(sign_up, *, now):
    """“A place is free for you until …”"""
    _send("waitlist_offer", sign_up, now=now, period=f"{sign_up.until:%Y%m%d%H%M%S}", expires=sign_up.until)


def changed_for(changed, *, period, now):
    """“Something has changed”, with what was and what is; who is confirmed is asked anew where the time or place changed.

    `changed`: `volunteers.told_states.ChangeLetter`s. Several to one person leave as one letter; who is called gets a line for each.
    """
    for kind, asks in [("shift_moved", True), ("shift_changed", False)]:
        owed = [
            letters.Owed(
                to=one.sign_up.person, about=one.sign_up, period=period, expires=(shift := one.sign_up.shift_role.shift) and shift.starts, values={"was": one.was},
                bundle=f"p:{one.sign_up.person_id}:{period}" if one.is_one_of_several and one.sign_up.person.is_reached_by_email else None,
                language=one.sign_up.language,
            )
            for one in changed if one.asks == asks
        ]  # fmt: skip
        letters.send_many(kind, owed, now=now)


def shift_called_off(sign_up, *, now, instead=None):
    """“The shift is called off”, with the reason, and the new date where there is one."""
    period = "" if sign_up.shift_role.shift else f"{now:%Y%m%d%H%M%S}"  # work without a shift can be published again, and called off again
    _send("shift_called_off", sign_up, now=now, period=period, values={"instead": instead.pk} if instead else None)


def kept_posted(posted, *, now):
    """“We keep you posted”, with what was told and how to stop it."""
    letters.send("kept_posted", to=posted.person, about=posted, now=now, language=posted.language)


def asked(asks, *, expires, now):
    """“Can you come?”, for pairs of an ask and its person; of no use once the shift has begun."""
    letters.send_many("ask", [letters.Owed(to=person, about=ask, expires=expires) for ask, person in asks], now=now)


def ask_filled(asks, *, expires, now):
    """“It is filled, thank you”, for pairs of an ask and its person."""
    letters.send_many("ask_filled", [letters.Owed(to=person, about=ask, expires=expires) for ask, person in asks], now=now)


def news(posted, *, found, expires, now):
    """“This may suit you”: open shifts, with what makes each fit; one letter a week."""
    letters.send("news", to=posted.person, about=posted, now=now, period=f"{now:%Y%m%d}", expires=expires, values={"found": found}, language=posted.language)


def hours_declined(entry, *, now):
    """“We could not count these hours”, with the reason."""
    letters.send("hours_declined", to=entry.person, about=entry, now=now, period=f"{now:%Y%m%d%H%M%S}")


def site_link(link, *, now):
    """“Here is your link for the day”, to somebody who leads a shift and need not be known otherwise."""
    office = link.shift.opportunity.office_id
    letters.send_to_address("site_link", address=link.email, office=office, language=link.language, about=link, now=now, expires=link.closes)


def no_site_link(link, *, now):
    """A link that was taken back before its letter left is not sent."""
    letters.cancel(about=[link], kinds=["site_link"], now=now)


def note_to_shift(sign_ups, *, values, period, lane, expires, now):
    """What staff typed to the people of a shift; the form key is the period, so that each of them gets it once."""
    owed = [letters.Owed(one.person, one, period=period, expires=expires, values=values, language=one.language) for one in sign_ups]
    letters.send_many("note_to_shift", owed, now=now, lane=lane)


def unfilled(user, *, office, period, expires, now):
    """“These shifts of yours still need people”, to a colleague; once a day at most. Returns whether it is new."""
    return letters.send_to_address(
        "unfilled", address=user.email, office=office, language=settings.LANGUAGE_CODE, about=user, now=now, period=period, expires=expires
    )
