"""Who gave to a drive: last year's donors, to be asked again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Drive, Pledge
from languages.names import language_names
from people.models import Person


@dataclass(frozen=True)
class Donor:
    """One person with what they gave; `is_back` tells that they have given or promised something this time."""

    person: Person
    organization: str
    gifts: int
    items: int
    last: datetime
    is_back: bool


def earlier_drives(drive: Drive) -> list[Drive]:
    """Return the office's drives that closed before this one opens or were its model, the latest first."""
    before = Drive.objects.filter(office=drive.office_id, closes__lte=drive.opens) | Drive.objects.filter(pk=drive.copied_from_id)
    return list(before.exclude(state=Drive.State.DRAFT).exclude(pk=drive.pk).order_by("-closes", "pk")[:50])


def chosen(drive: Drive, earlier: list[Drive], asked: str) -> Drive | None:
    """Return the earlier drive that was asked for, else the one this is a copy of, else the latest."""
    of_id = {str(one.pk): one for one in earlier}
    return of_id.get(asked) or of_id.get(str(drive.copied_from_id)) or (earlier[0] if earlier else None)


def of(drive: Drive, *, now_at: Drive, most: int | None = None) -> list[Donor]:
    """Return who gave to a drive, who gave most first; whoever was forgotten is nobody. Four queries."""
    gave = _who(drive.donations).values("who").annotate(gifts=Count("pk", distinct=True), items=Sum("lines__quantity"), last=Max("received_at"))
    rows = list(gave.filter(who__isnull=False).order_by("-items", "who")[:most])
    people = Person.objects.filter(forgotten_at=None).select_related("neighborhood").in_bulk([row["who"] for row in rows])
    names = dict(_who(drive.donations).exclude(organization="").order_by("pk").values_list("who", "organization"))
    names = {**dict(Pledge.objects.filter(drive=drive).exclude(organization="").order_by("pk").values_list("person", "organization")), **names}
    back = _back(now_at)
    return [
        Donor(people[row["who"]], names.get(row["who"], ""), row["gifts"], row["items"] or 0, row["last"], row["who"] in back)
        for row in rows
        if row["who"] in people
    ]


def _who(donations):
    """The donor is who brought it, who promised it, or who asked for the pick-up."""
    return donations.order_by().annotate(who=Coalesce("person", "pledge__person", "pick_up__person"))


def _back(drive):
    promised = Pledge.objects.filter(drive=drive, state__in=[*Pledge.LIVE, *Pledge.CAME]).order_by().values_list("person")
    return {person for (person,) in promised.union(_who(drive.donations).values_list("who"))}


def table(donors: Iterable[Donor], *, with_contact: bool) -> tuple[list[str], Iterable[list]]:
    """Return (header, rows) of a list of donors."""
    header = [_("name"), _("organization"), _("gifts"), _("items"), _("last gift"), _("neighborhood"), _("language"), _("here again")]
    languages = language_names()

    def row(one):
        again = _("yes") if one.is_back else _("no")
        cells = [one.person.name, one.organization, one.gifts, one.items, f"{timezone.localtime(one.last):%Y-%m-%d}", one.person.neighborhood or ""]
        cells += [languages.get(one.person.language, one.person.language), again]
        return [*cells, one.person.phone, one.person.email] if with_contact else cells

    return (header + [_("phone"), _("email")] if with_contact else header), (row(one) for one in donors)
