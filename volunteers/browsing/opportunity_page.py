"""One opportunity as its page shows it: the facts, then the next dates with what one can do there and one clear way to join."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event
from intake.phones import first_dialed
from languages import formats
from languages.content import translated
from languages.models import Language
from places.shown import Place, place_of
from volunteers import reasons
from volunteers.models import Opportunity, Shift, ShiftRole

DATES = 12  # dates shown at a time


@dataclass(slots=True)
class Way:
    """One role of a date: how full it is, and the one thing a visitor can do about it, or why not."""

    id: int
    name: str
    lang: str
    places: int | None
    left: int | None
    button: str = ""  # "sign_up", "waitlist" or nothing
    url: str = ""
    why_not: str = ""
    opens_later: bool = False


@dataclass(slots=True)
class Date:
    """One shift, or the one way into work that has no date."""

    when: str
    ways: list
    id: int | None = None
    starts: object = None
    place: Place | None = None
    notes: str = ""
    called_off: str = ""
    calendar_url: str = ""

    @property
    def has_names(self):
        """There is more than one thing to do, or it has a name."""
        return len(self.ways) != 1 or bool(self.ways[0].name)

    @property
    def is_open(self):
        """One can sign up for it or wait for a place, now or from when sign-up opens."""
        return any(way.button or way.opens_later for way in self.ways)


@dataclass(slots=True)
class OpportunityPage:
    """Everything on the page."""

    opportunity: Opportunity
    dates: list = field(default_factory=list)
    more: tuple = ()
    place: Place | None = None
    several_places: bool = False
    interests: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    event: Event | None = None

    @property
    def is_called_off(self):
        return self.opportunity.state == Opportunity.State.CANCELLED

    @property
    def is_closed(self):
        return self.opportunity.state == Opportunity.State.CLOSED

    @property
    def has_full(self):
        """Somebody may not find a place on one of these dates."""
        return any(way.left == 0 for date in self.dates for way in date.ways)

    @property
    def next_date(self):
        """The first date that is not called off, in words."""
        return next((date.when for date in self.dates if not date.called_off), "")

    @property
    def off_soon(self):
        """The dates of today and tomorrow that are called off: said at the top of the page."""
        tomorrow = timezone.localdate() + timedelta(days=1)
        return [date for date in self.dates if date.called_off and date.starts and date.starts.date() <= tomorrow]

    @property
    def who(self):
        """Who can come, in words."""
        age = self.opportunity.minimum_age
        if not age:
            return _("Everyone is welcome.")
        if self.opportunity.with_adult:
            return _("Ages %(age)s and up. Younger people may come with an adult.") % {"age": age}
        return _("Ages %(age)s and up.") % {"age": age}

    @property
    def phone(self):
        """Whom to call, as it is dialed: the opportunity's own contact, else the office."""
        return first_dialed(self.opportunity.contact_phone, self.opportunity.office.phone)


def build(opportunity, *, language, now, after=None):
    """Return the page; `after` is (starts, id) of the last date already shown. A constant number of queries."""
    interests = list(opportunity.interests.all())
    translated([opportunity], language)
    translated(interests, language, ["name"])
    shifts = _shifts(opportunity, now, after)
    more = (shifts[DATES - 1].starts, shifts[DATES - 1].id) if len(shifts) > DATES else ()
    shifts = shifts[:DATES]
    translated([shift.venue for shift in shifts if shift.venue_id], language)
    dates = _dates(opportunity, shifts, language, now)
    venues = {shift.venue for shift in shifts if shift.venue_id}
    return OpportunityPage(
        opportunity=opportunity,
        dates=dates,
        more=more,
        place=place_of(venues.pop()) if len(venues) == 1 else None,
        several_places=len(venues) > 1,
        interests=interests,
        languages=list(Language.objects.filter(code__in=opportunity.languages_wanted)) if opportunity.languages_wanted else [],
        event=_event(opportunity, language),
    )


def _event(opportunity, language):
    """The event it helps with, where everybody may know of it."""
    event = opportunity.event
    if event is None or event.state not in Event.ANNOUNCED or event.invited_only:
        return None
    return translated([event], language, ["title"])[0]


def _shifts(opportunity, now, after):
    coming = Shift.objects.filter(opportunity=opportunity, ends__gt=now).select_related("venue__neighborhood").defer("venue__neighborhood__outline")
    coming = coming.order_by("starts", "id")
    if after:
        coming = coming.filter(starts__gte=after[0]).exclude(starts=after[0], id__lte=after[1])
    return list(coming[: DATES + 1])


def _dates(opportunity, shifts, language, now):
    roles = ShiftRole.objects.filter(shift__in=shifts) if shifts else ShiftRole.objects.filter(opportunity=opportunity, shift=None)
    roles = translated(roles.order_by("order", "id"), language, ["name"])
    if not shifts:
        ways = [_way(role, opportunity, None, now) for role in roles]
        return [Date(when=_("When it suits you"), ways=ways)] if ways else []
    return [_date(shift, [role for role in roles if role.shift_id == shift.id], opportunity, now) for shift in shifts]


def _date(shift, roles, opportunity, now):
    called_off = shift.cancelled_at is not None or opportunity.state == Opportunity.State.CANCELLED
    is_open = not called_off and opportunity.state == Opportunity.State.PUBLISHED and shift.starts > now
    return Date(
        id=shift.id,
        when=formats.when(shift)
        if shift.venue_id or opportunity.kind == Opportunity.Kind.REMOTE
        else formats.day_and_times(shift.local_starts, shift.local_ends),
        starts=shift.local_starts,
        ways=[] if called_off else [_way(role, opportunity, shift, now) for role in roles],
        place=place_of(shift.venue) if shift.venue_id else None,
        notes=shift.notes,
        called_off=(reasons.in_words(shift.reason or opportunity.reason) or _("We are sorry: this will not take place.")) if called_off else "",
        calendar_url=reverse("volunteers:shift_calendar", args=[shift.id]) if is_open else "",
    )


def _way(role, opportunity, shift, now):
    name = role.words.name
    way = Way(role.id, name.text, name.language if name.is_fallback else "", role.capacity, role.places_left)
    way.why_not = _why_not(opportunity, shift, role, now)
    way.opens_later = shift is not None and shift.starts > now and _opens_later(shift, now)
    if not way.why_not:
        way.button = "waitlist" if role.is_full else "sign_up"
        way.url = reverse("volunteers:sign_up", args=[role.id])
    return way


def _why_not(opportunity, shift, role, now):
    if opportunity.state == Opportunity.State.CANCELLED:
        return _("Called off")
    if opportunity.state != Opportunity.State.PUBLISHED:
        return _("Closed for sign-up")
    if shift is not None and shift.starts <= now:
        return _("It has begun")
    if shift is not None and _opens_later(shift, now):
        return _("Opens %(when)s") % {"when": formats.day_and_clock(shift.sign_up_opens.astimezone(shift.zone))}
    if shift is not None and shift.sign_up_closes and now >= shift.sign_up_closes:
        return _("Sign-up has ended")
    if role.is_full and not role.waitlist:
        return _("Full")
    return ""


def _opens_later(shift, now):
    return bool(shift.sign_up_opens) and now < shift.sign_up_opens
