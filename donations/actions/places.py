"""Where a drive takes goods: places with their hours, the days they are closed, and what they take."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from donations import need_rules
from donations.actions import rerouting
from donations.hours_words import Hours
from donations.models import DropOffLocation, LocationClosure, LocationHours, Need
from intake.refusal import Refused
from people.models import User

# How a location looks just now is said by who stands there, maybe in this moment.
OF_OTHER_VERBS = ("state", "checked_at")


@transaction.atomic
def describe(
    *, location: DropOffLocation, hours: Iterable[Hours] | None = None, closed_days: Iterable[date] | None = None, accepts: Iterable[Need] | None = None,
    by: User, now: datetime,
) -> DropOffLocation:  # fmt: skip
    """Store a location, new or changed, with what is given of its hours, closed days and accepted items (none: everything). Raises Refused."""
    stored = DropOffLocation.objects.select_for_update(of=("self",), no_key=True).get(pk=location.pk) if location.pk else None
    need_rules.check_changeable(location.drive)
    need_rules.check_place(location.drive, location.venue, location=location)
    if stored:
        need_rules.check_same_place(stored, location.venue)
        for name in OF_OTHER_VERBS:
            setattr(location, name, getattr(stored, name))
    try:
        with transaction.atomic():
            location.save()
    except IntegrityError:
        raise Refused(_("This place takes goods for this drive already."), field="venue") from None
    is_other = hours is not None and _set_hours(location, set(hours))
    is_other = (closed_days is not None and _set_closed_days(location, set(closed_days))) or is_other
    if stored and is_other:
        rerouting.tell_of_closed(location=location, now=now)  # whoever would come on a day that is closed by now
    if accepts is not None:
        accepts = list(accepts)
        need_rules.check_accepts(location.drive, accepts)
        location.accepts.set(accepts)
    return location


def _set_hours(location, hours):
    """Keep the rows that stay, so that the history tells only what changed; returns whether anything did."""
    rows = {(row.weekday, row.opens, row.closes): row.pk for row in location.hours.all()}
    LocationHours.objects.filter(pk__in=[pk for hour, pk in rows.items() if hour not in hours]).delete()
    LocationHours.objects.bulk_create(
        LocationHours(location=location, weekday=day, opens=opens, closes=closes) for day, opens, closes in sorted(hours - set(rows))
    )
    return hours != set(rows)


def _set_closed_days(location, days):
    rows = {row.day: row.pk for row in location.closures.all()}
    LocationClosure.objects.filter(pk__in=[pk for day, pk in rows.items() if day not in days]).delete()
    LocationClosure.objects.bulk_create(LocationClosure(location=location, day=day) for day in sorted(days - set(rows)))
    return days != set(rows)
