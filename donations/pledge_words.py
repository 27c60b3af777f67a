"""A pledge in words, in the active language: for pages, letters and `/my/`."""

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.actions import appointments, reminders
from donations.models import Appointment, PickUpRequest, Pledge, PledgeLine
from languages import content, formats
from people.things import Thing
from places.directions import on_one_line

State = Pledge.State
# How the floors below call what is promised, brought, withdrawn, …
_STATES = {
    State.HELD: "held", State.PROMISED: "confirmed", State.PARTLY: "confirmed", State.BROUGHT: "attended", State.WITHDRAWN: "cancelled", State.IN_PART: "attended",
    State.LAPSED: "no_show", State.EXPIRED: "expired",
}  # fmt: skip


def fetch(ids):
    """Return these pledges with all that their words need, and whether they are fetched (`is_fetched`) instead of brought; constant queries."""
    lines = Prefetch("lines", PledgeLine.objects.select_related("need__item"))
    times = Prefetch("appointments", Appointment.objects.filter(state__in=appointments.LIVE).select_related("window"), to_attr="times")
    found = Pledge.objects.filter(pk__in=ids).select_related("person__office", "drive__office", "location__venue__neighborhood", "link")
    fetched = PickUpRequest.objects.instead_of_bringing().filter(pledge=OuterRef("pk"))
    found = found.defer("location__venue__neighborhood__outline").annotate(is_fetched=Exists(fetched))
    return list(found.prefetch_related(lines, times).order_by("pk"))


def put_words(pledges):
    """Put the words in the active language on drives, items and locations where they are missing; a query for each model at most."""
    put_once(
        record
        for pledge in pledges
        for record in [pledge.drive, *([pledge.location] if pledge.location else []), *(line.need.item for line in pledge.lines.all())]
    )


def put_once(records):
    """Put the words in the active language on records that lack them: those of one letter are those of the next."""
    content.put_words(records, get_language())


def amount(quantity, item):
    """Return so many of an item: “10 × Notebooks (packs)”; the item has its words."""
    unit = f" ({item.words.unit})" if item.words.unit else ""
    return _("%(quantity)s × %(item)s") % {"quantity": formats.whole_number(quantity), "item": item.words.name} + unit


def lines(pledge):
    """Return what is promised, a text for each item, with what was brought of it."""
    put_words([pledge])
    return [_line(line) for line in pledge.lines.all()]


def _line(line):
    told = amount(line.quantity, line.need.item)
    return _("%(item)s, %(brought)s brought") % {"item": told, "brought": formats.whole_number(line.brought)} if line.brought else told


def appointment(pledge):
    """Return the appointment of a fetched pledge, or None."""
    return next(iter(pledge.times), None)


def when(pledge):
    """Return when it is expected: the appointment, the day, or until the last day; what was missed is expected until then."""
    time = appointment(pledge)
    if time is not None and pledge.state in Pledge.LIVE and time.window.ends <= timezone.now():
        time = None
    if time is not None:
        return formats.day_and_times(time.window.local_starts, time.window.local_ends)
    if pledge.expected_day:
        return formats.weekday_date(pledge.expected_day)
    return _("Until %(day)s") % {"day": last_day(pledge.drive)}


def last_day(drive):
    """Return the last day of a drive with its weekday."""
    return formats.weekday_date(drive.local_closes.date())


def where(pledge):
    """Return the place where it is brought on one line, or that any of the drive's will do."""
    return on_one_line(pledge.location.venue) if pledge.location else _("Any drop-off location of this drive")


def state(pledge):
    """Return the state as its owner reads it."""
    return {
        State.HELD: _("Noted, not confirmed yet"),
        State.PROMISED: _("We expect this from you"),
        State.PARTLY: _("You have brought a part of it"),
        State.BROUGHT: _("You have brought it. Thank you!"),
        State.WITHDRAWN: _("Withdrawn"),
        State.IN_PART: _("You have brought a part of it. Thank you!"),
        State.LAPSED: _("The drive is over"),
        State.EXPIRED: _("Not confirmed in time"),
    }[pledge.state]


def next_words(pledge):
    """Return what happens next, or nothing: a reminder is promised only while its time is still to come."""
    if pledge.state not in {State.PROMISED, State.PARTLY} or not pledge.drive.takes_goods or pledge.is_fetched:
        return ""
    now = timezone.now()
    due = reminders.due_of(pledge, now)
    if due is None or due <= now:
        return ""
    if (time := appointment(pledge)) and time.window.starts > now:
        return _("We remind you the evening before your appointment.")
    return _("We remind you before the last day, %(day)s.") % {"day": last_day(pledge.drive)}


def thing(pledge):
    """Return a pledge as one thing of one person."""
    put_words([pledge])
    title = _("%(drive)s: %(items)s") % {
        "drive": pledge.drive.words.title,
        "items": ", ".join(amount(line.quantity, line.need.item) for line in pledge.lines.all()),
    }
    time = appointment(pledge)
    return Thing(
        ref=pledge.ref,
        title=title,
        name=pledge.organization or pledge.person.name,
        party_size=1,
        when=when(pledge),
        where=where(pledge),
        state=_STATES[pledge.state],
        state_words=state(pledge),
        url=reverse("donations:pledge_detail", args=[pledge.pk]),
        starts=_starts(pledge, time),
        until=pledge.until,
        next_words=next_words(pledge),
        keeps_place=False,
        last_step=_("We expect your gift"),
    )


def _starts(pledge, time):
    """While something is to come nobody is forgotten for want of activity: the appointment, else the end of the drive."""
    if pledge.state not in Pledge.LIVE:
        return None
    return time.window.starts if time else pledge.drive.closes
