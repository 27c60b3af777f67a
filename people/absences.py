"""Who is reached, and who may look after things, while a colleague is away."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import Absence, User

LONGEST = timedelta(days=366)


@transaction.atomic
def go_away(*, user: User, stand_in: User, until: date, by: User, now: datetime) -> Absence:
    """Note that a colleague is away until a day (included) and who stands in; a newer word takes its place. Raises Refused."""
    today = timezone.localdate(now)
    if not today <= until <= today + LONGEST:
        raise Refused(_("Choose a day from today on, within a year."), field="until")
    if stand_in == user or not (stand_in.is_staff and stand_in.is_active):
        raise Refused(_("Choose a colleague who is here."), field="stand_in")
    list(User.objects.select_for_update().filter(pk__in=[user.pk, stand_in.pk]).order_by("pk").values_list("pk"))
    away = dict(Absence.objects.on(today).values_list("user", "stand_in"))
    if _end_of_chain(stand_in.pk, away | {user.pk: stand_in.pk}) is None:
        raise Refused(_("They are away themselves, and you stand in for them. Choose another colleague."), field="stand_in")
    absence, _is_new = Absence.objects.update_or_create(user=user, defaults={"stand_in": stand_in, "until": until, "said_by": by, "said_at": now})
    return absence


@transaction.atomic
def come_back(*, user: User) -> None:
    """The colleague is here again; doing it twice changes nothing more."""
    Absence.objects.filter(user=user).delete()


def reached(users: list[User], *, now: datetime) -> list[User]:
    """Return who gets what is meant for these colleagues: those who are here, else whoever stands in; nobody twice, one query.

    Somebody whose stand-in has left gets it all the same: better late than never.
    """
    away = dict(Absence.objects.on(timezone.localdate(now)).values_list("user", "stand_in"))
    ends = {user.pk: _end_of_chain(user.pk, away) or user.pk for user in users}
    known = {user.pk: user for user in users} | {user.pk: user for user in User.objects.filter(pk__in=set(ends.values()), is_active=True)}
    found = {known.get(ends[user.pk], user) for user in users}
    return sorted(found, key=lambda user: user.pk)


def addresses_of_contact(named: str, leads: QuerySet[User], *, now: datetime) -> list[str]:
    """Return where the named contact, else the leads are reached: a colleague who is away, at whoever stands in."""
    if named:
        colleague = User.objects.filter(email=named.lower(), is_staff=True, is_active=True).first()
        return [one.email for one in reached([colleague], now=now)] if colleague else [named]
    return [lead.email for lead in reached(list(leads.filter(is_active=True)), now=now)]


def _end_of_chain(pk, away):
    """Return who is here at the end of a chain of stand-ins, or None where it leads in a circle."""
    seen = set()
    while pk in away:
        if pk in seen:
            return None
        seen.add(pk)
        pk = away[pk]
    return pk


def looked_after_by(user: User):
    """Return the colleagues whose things a user looks after: their own and those of whom they stand in for, as a subquery."""
    return User.objects.filter(Q(pk=user.pk) | Q(absence__stand_in=user.pk, absence__until__gte=timezone.localdate())).values("pk")
