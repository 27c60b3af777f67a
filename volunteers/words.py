"""A sign-up in words, in the active language: for pages, letters and `/my/`."""

from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings import revisions
from bookings import words as booking_words
from bookings.models import State
from bookings.words import deadline
from languages import formats
from languages.content import put_words, translated
from people.things import Thing
from places.directions import directions_to, on_one_line
from volunteers import reminder_times
from volunteers.models import Opportunity, SignUp


def fetch(ids):
    """Return these sign-ups with all that their words need; constant queries."""
    found = SignUp.objects.filter(pk__in=ids).select_related(
        "person__office", "shift_role__opportunity__office", "shift_role__shift__venue__neighborhood", "shift_role__opportunity__neighborhood", "link",
        "shift_role__shift__reminder_plan", "shift_role__opportunity__reminder_plan",
    )  # fmt: skip
    changes = SignUp.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))
    found = list(found.annotate(times_cancelled=revisions.times_cancelled(changes)))
    for sign_up in found:
        if sign_up.shift_role.shift:
            sign_up.shift_role.shift.opportunity = sign_up.shift_role.opportunity
    return sorted(found, key=lambda sign_up: (starts_of(sign_up) is None, starts_of(sign_up), sign_up.pk))


def starts_of(sign_up):
    """Return when it begins, or None for open-ended work."""
    return sign_up.shift_role.shift and sign_up.shift_role.shift.starts


def title_of(sign_up):
    """Return the opportunity's title in the active language, with the role where there are several."""
    return role_title(sign_up.shift_role)


def role_title(role):
    """Return the opportunity's title in the active language, with the role's name where it has one."""
    put_titles([role])
    title = str(role.opportunity.words.title)
    return f"{title}: {role.words.name}" if role.name else title


def path_of(opportunity):
    """Return the address of an opportunity without its language: what counted links lead to."""
    return f"/volunteer/{opportunity.slug}/"


def put_titles(roles):
    """Put the words in the active language on these roles and their opportunities where they are missing; two queries at most."""
    put_words([record for role in roles for record in ([role, role.opportunity] if role.name else [role.opportunity])], get_language())


def put_title(opportunity):
    """Put the title in the active language on an opportunity."""
    translated([opportunity], get_language(), ["title"])


def when(shift):
    """Return the weekday, date and times of a shift, or what open-ended means."""
    return formats.when(shift) if shift else _("At a time that suits you")


def series(series):
    """Return a rule in words: “every week, on Tuesday, until June 1, 2027 (not on December 24, 2026)”."""
    words = _("%(rule)s, on %(weekday)s, until %(until)s") % {
        "rule": series.get_rule_display(), "weekday": formats.weekday(series.first), "until": formats.weekday_date(series.until)
    }  # fmt: skip
    skipped = ", ".join(formats.month_day(day) for day in series.exceptions)
    return _("%(series)s (not on %(days)s)") % {"series": words, "days": skipped} if skipped else words


def where(role):
    """Return the place and its address on one line, or that one can be anywhere; a place that is not known yet is told later."""
    return place(role.shift and role.shift.venue, role.opportunity)


def place(venue, opportunity):
    """Return a place of an opportunity on one line; see `where`."""
    if venue is None:
        return _("Wherever you are") if opportunity.kind == Opportunity.Kind.REMOTE else _("We will tell you.")
    return on_one_line(venue)


def directions(shift):
    """Return the address of a map with directions, a plain link, or an empty text."""
    return directions_to(shift.venue) if shift and shift.venue else ""


def transit(shift):
    """Return how to come by bus or train in the active language, or an empty text."""
    if shift is None or shift.venue is None:
        return ""
    translated([shift.venue], get_language(), ["transit"])
    return str(shift.venue.words.transit)


def reminders(shift, now):
    """Return when the reminders will come, so that nobody wonders: only those still ahead are promised."""
    if shift is None:
        return ""
    times = reminder_times.of_shift(shift)
    if not times:
        return _("There is no reminder for this. Please note the date.")
    ahead = [name for name, due in times.items() if now < due]
    at = {"time": formats.clock(times["eve"])} if "eve" in times else {}
    if ahead == ["early", "eve"]:
        return _("We will remind you three days before, and at %(time)s the day before.") % at
    if ahead == ["eve"]:
        return _("We will remind you at %(time)s the day before.") % at
    phrases = {
        "week": _("a week before"), "early": _("three days before"), "eve": at and _("at %(time)s the day before") % at, "two_hours": _("two hours before"),
    }  # fmt: skip
    return _("We will remind you: %(times)s.") % {"times": ", ".join(phrases[name] for name in ahead)} if ahead else ""


def next_words(sign_up, now):
    """Return what happens next and what its owner has to do, by its state; empty words when there is nothing to wait for."""
    if sign_up.shift_role.is_cancelled:
        return ""
    if sign_up.state == State.CONFIRMED and getattr(sign_up, "wants_no_reminders", False):
        return _("You get no reminder of this. If something changes we still tell you.")
    if sign_up.state == State.CONFIRMED:
        return reminders(sign_up.shift_role.shift, now)
    if sign_up.state == State.REQUESTED:
        return _("We write to you, or call you, as soon as your place is confirmed.")
    if sign_up.state == State.WAITLISTED:
        return _("We will ask you as soon as a place is free; you do not need to do anything.")
    if sign_up.state == State.OFFERED and sign_up.until:
        return _("Until %(until)s you can say yes or no. After that we ask the next person in line.") % {
            "until": deadline(sign_up.until, sign_up.shift_role.zone)
        }
    return ""


def state(sign_up):
    """Return the state as its owner reads it."""
    role = sign_up.shift_role
    if role.is_cancelled:
        return _("Called off")
    return booking_words.state(sign_up.state, confirmed=_("You are signed up"))


def thing(sign_up):
    """Return a sign-up as one thing of one person."""
    shift = sign_up.shift_role.shift
    return Thing(
        ref=sign_up.ref,
        title=title_of(sign_up),
        name=sign_up.person.name,
        party_size=sign_up.party_size,
        when=when(shift),
        where=where(sign_up.shift_role),
        state="called_off" if sign_up.shift_role.is_cancelled else sign_up.state,
        state_words=state(sign_up),
        url=reverse("volunteers:sign_up_detail", args=[sign_up.pk]),
        starts=shift and shift.starts,
        until=sign_up.until,
        next_words=next_words(sign_up, timezone.now()),
    )
