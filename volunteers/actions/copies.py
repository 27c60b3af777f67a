"""Last year's work as this year's draft: texts, translations, interests, leads, roles and dates, and nobody's sign-up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from intake import slugs
from intake.refusal import Refused
from languages.content import copy_translations
from people.models import User
from volunteers.models import Opportunity, Series, Shift, ShiftRole

MOST_SHIFTS = 500
COPIED = (
    "office", "partner", "title", "summary", "bring", "safety", "kind", "languages_wanted", "neighborhood", "contact_name", "contact_phone", "contact_email",
    "minimum_age", "with_adult", "guardian_consent", "approval", "waiver", "family_friendly",
)  # fmt: skip
OF_SHIFT = ("venue", "time_zone", "contact_name", "contact_phone", "contact_email", "notes", "late_hours")
TIMES = ("starts", "ends", "sign_up_opens", "sign_up_closes")
OF_ROLE = ("name", "capacity", "waitlist", "order", "requirement")


@transaction.atomic
def copy(*, opportunity: Opportunity, weeks: int | None, by: User, now: datetime) -> Opportunity:
    """Return a draft like this one; with `weeks`, its dates that were not called off come so many weeks later. Raises Refused."""
    new = Opportunity.objects.create(slug=free_slug(opportunity.title), state=Opportunity.State.DRAFT, **{name: getattr(opportunity, name) for name in COPIED})
    new.interests.set(opportunity.interests.all())
    new.leads.set(opportunity.leads.all())
    new.requirements.set(opportunity.requirements.all())
    translations: dict[Model, Model] = {opportunity: new}
    for role in opportunity.roles.filter(shift=None).order_by("order", "pk"):
        translations[role] = _role_like(role, new, None)
    if weeks:
        translations |= _copy_dates(opportunity, new, timedelta(weeks=weeks), now)
    copy_translations(translations)
    return new


def free_slug(title, *, of=None):
    """Return an address made from a title that no other opportunity has than `of`."""
    return slugs.free_slug(title, among=Opportunity.objects.exclude(pk=of and of.pk), otherwise="opportunity")


def _copy_dates(opportunity, new, later, now):
    """Copy the shifts that would be to come, each at the same time of day. Returns the copies of their roles by role."""
    copies, series = {}, {}
    shifts = opportunity.shifts.filter(cancelled_at=None).select_related("series", "venue").prefetch_related("roles").order_by("starts", "pk")
    for shift in [one for one in shifts if _later(one.local_starts, later) > now][:MOST_SHIFTS]:
        if shift.series and shift.series_id not in series:
            series[shift.series_id] = _series_like(shift.series, new, later)
        times = {field: _later(getattr(shift, field).astimezone(shift.zone), later) for field in TIMES if getattr(shift, field)}
        _copy, roles = shift_like(shift, opportunity=new, series=series.get(shift.series_id), is_detached=shift.is_detached, **times)
        copies |= roles
    if not copies and opportunity.kind == Opportunity.Kind.SHIFTS:
        raise Refused(_("All of its dates would still be past. Choose more weeks, or copy it without dates."), field="weeks")
    return copies


def shift_like(shift: Shift, *, starts: datetime, ends: datetime, **changes) -> tuple[Shift, dict]:
    """Make a shift like another one, at another time: place, contact, cut-off and roles, nobody on it. Returns it, and its roles by those they are like.

    Its roles have no translations yet: `languages.content.copy_translations` takes the roles for that.
    """
    values = {"opportunity": shift.opportunity, **{name: getattr(shift, name) for name in OF_SHIFT}, **changes}
    copied = Shift.objects.create(starts=starts, ends=ends, **values)
    return copied, {role: _role_like(role, copied.opportunity, copied) for role in shift.roles.all()}


def _later(local, later):
    """The same time of day on the clock of the place, whatever that clock did in between."""
    return datetime.combine(local.date() + later, local.time(), tzinfo=local.tzinfo)


def _series_like(series, new, later):
    exceptions = [day + later for day in series.exceptions]
    return Series.objects.create(opportunity=new, rule=series.rule, first=series.first + later, until=series.until + later, exceptions=exceptions)


def _role_like(role, new, shift):
    return ShiftRole.objects.create(opportunity=new, shift=shift, **{name: getattr(role, name) for name in OF_ROLE})
