"""The evening letter: what of one's own is short of people in the next 72 hours; one letter a day at most, never an empty one."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from mailing.models import Message
from people.absences import looked_after_by
from people.models import Absence, OfficeRole, User
from volunteers import emails
from volunteers.models import NoEveningLetter, Opportunity, ShiftRole
from volunteers.models.opportunities import OpportunityLead

FROM, UNTIL = time(17), time(21)  # on the clock of the city; whatever was down at five has four hours to come back
WITHIN = timedelta(hours=72)
_IN_CHARGE = [OfficeRole.Role.COORDINATOR, OfficeRole.Role.ADMINISTRATOR]


def short_of(user: User, *, now: datetime) -> list[ShiftRole]:
    """Return the roles with free places of a staff member's own shifts, urgent ones first, then by time; one query.

    Their own are those they lead, or look after for a colleague who is away; what nobody leads is with the coordinators and administrators of its office.
    """
    led = Exists(OpportunityLead.objects.filter(opportunity=OuterRef("opportunity"), user__in=looked_after_by(user)))
    is_led = Exists(OpportunityLead.objects.filter(opportunity=OuterRef("opportunity")))
    offices = OfficeRole.objects.filter(user=user, role__in=_IN_CHARGE).values("office")
    short = Q(capacity__gt=F("taken") + F("reserved"), shift__starts__gt=now, shift__starts__lte=now + WITHIN, shift__cancelled_at=None)
    roles = ShiftRole.objects.filter(short, opportunity__state=Opportunity.State.PUBLISHED).filter(led | (~is_led & Q(opportunity__office__in=offices)))
    return list(roles.select_related("shift__venue", "opportunity__office").order_by("-opportunity__urgent", "shift__starts", "pk"))


@transaction.atomic
def write(*, now: datetime) -> int:
    """Owe today's letters from five in the afternoon on; returns how many are new. Running it again owes nobody a second one."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    if not FROM <= local.time() < UNTIL:
        return 0
    period, owed = f"{local:%Y%m%d}", 0
    expires = datetime.combine(local.date(), time(23, 59), tzinfo=local.tzinfo)
    written = set(Message.objects.filter(kind="unfilled", period=period).values_list("about", flat=True))
    for user in _recipients(local.date()):
        if f"people.user:{user.pk}" not in written and (short := short_of(user, now=now)):
            owed += emails.unfilled(user, office=short[0].opportunity.office, period=period, expires=expires, now=now)
    return owed


def _recipients(today):
    """Staff who lead something, stand in for somebody or run an office, are here today, and have not switched the letter off."""
    away = Absence.objects.on(today)
    in_charge = Q(office_roles__role__in=_IN_CHARGE) | Q(led_opportunities__state=Opportunity.State.PUBLISHED) | Q(pk__in=away.values("stand_in"))
    users = User.objects.filter(in_charge, is_active=True, is_staff=True, no_evening_letter=None).exclude(email="").exclude(pk__in=away.values("user"))
    return users.distinct().order_by("pk")


@transaction.atomic
def switch(*, user: User, wanted: bool, now: datetime) -> None:
    """Switch one's own evening letter on or off."""
    if wanted:
        NoEveningLetter.objects.filter(user=user).delete()
    else:
        NoEveningLetter.objects.get_or_create(user=user, defaults={"since": now})
