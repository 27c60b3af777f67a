"""What belongs to an event as tables: which columns leave, for whom."""

from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from bookings.models import State
from events.models import AccommodationRequest, Event, Registration, Support, SupportKind
from languages.names import language_names
from people.models import GuardianConsent
from sharing import columns

Columns = dict[str, Any]
KINDS = ("registrations", "requests", "supports")
PERSONAL = ("person__name", "organization", "text", "reply")  # never in a table of a sensitive event


def of(kind: str, event: Event, *, with_contact: bool) -> tuple[list[str], QuerySet]:
    """Return (header, queryset of values) of a table of an event; phone, email and what people wrote only for staff who may see them."""
    found, table = {"registrations": _registrations, "requests": _requests, "supports": _supports}[kind](event, with_contact)
    if event.is_sensitive:
        table = {words: column for words, column in table.items() if column not in PERSONAL and words not in _contact(True)}
    return list(table), found.select_related(None).values_list(*table.values())


def _contact(with_contact: bool) -> Columns:
    return {_("phone"): columns.phone("person__phone"), _("email"): "person__email"} if with_contact else {}


def _young(event):
    """How old people said they are, and whether a guardian has agreed, where that is asked."""
    if not event.minimum_age:
        return {}
    states = dict(GuardianConsent.State.choices)
    return {
        _("age"): columns.words("age_band", dict(Registration.AgeBand.choices)), _("guardian’s consent"): columns.words("consent__state", states),
    }  # fmt: skip


def _registrations(event, with_contact):
    table = {
        _("registration"): "pk", _("name"): "person__name", _("organization"): "organization", _("how many"): "party_size", _("children"): "children",
        _("state"): columns.words("state", dict(State.choices)), _("takes part"): _way(event),
        _("language"): columns.words("language", language_names()), _("checked in"): columns.clock("checked_in_at", "event__time_zone"),
        _("made"): columns.clock("created_at", "event__time_zone"), **_young(event), **_contact(with_contact),
    }  # fmt: skip
    return Registration.objects.filter(event=event).order_by("pk"), table


def _way(event):
    """How each takes part: as they chose where there are two ways, else as the event is held."""
    if event.mode == Event.Mode.HYBRID:
        return columns.words("attends", dict(Registration.Attends.choices))
    return Value(str((Registration.Attends.ONLINE if event.is_online else Registration.Attends.IN_PERSON).label))


def _requests(event, with_contact):
    more = {_("what would help"): "text", _("the office’s answer"): "reply"} if with_contact else {}
    table = {
        _("request"): "pk", _("kind"): columns.words("kind", dict(SupportKind.choices)), _("language"): columns.words("language", language_names()),
        _("state"): columns.words("state", dict(AccommodationRequest.State.choices)), _("answer due"): "due", _("in whose hands"): "owner__name",
        _("did it work?"): columns.words("worked", dict(AccommodationRequest.Worked.choices)), **({_("name"): "person__name"} if with_contact else {}), **more,
        **_contact(with_contact),
    }  # fmt: skip
    return AccommodationRequest.objects.proved().filter(event=event).order_by("pk"), table


def _supports(event, with_contact):
    table = {
        _("kind"): columns.words("kind", dict(SupportKind.choices)), _("language"): columns.words("language", language_names()), _("note"): "note",
        _("used by (people)"): "used",
    }  # fmt: skip
    return Support.objects.filter(event=event).order_by("pk"), table
