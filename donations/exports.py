"""Everything of a drive as tables: which columns leave, for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Left, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import State
from donations import run_order
from donations.models import (
    Appointment,
    Arrangement,
    Correction,
    Donation,
    DonationLine,
    Drive,
    DropOffLocation,
    HandOverLine,
    LocationClosure,
    LocationHours,
    Need,
    PickUpRequest,
    PickUpRun,
    PickUpWindow,
    Pledge,
    PledgeLine,
    Stock,
    TurnedAway,
)  # fmt: skip
from languages.names import language_names
from sharing import columns

Columns = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of table: its name for people, its rows of a drive, and its columns with and without ways to reach people."""

    words: Any
    rows: Callable[[Drive], QuerySet]
    columns: Callable[[bool], Columns]


def of(kind: str, drive: Drive, *, with_contact: bool) -> tuple[list[str], QuerySet]:
    """Return (header, queryset of values) of a table of a drive; phone, email, address and notes only for staff who may see them."""
    one = KINDS[kind]
    table = one.columns(with_contact)
    return list(table), one.rows(drive).select_related(None).values_list(*table.values())


def _contact(path, with_contact):
    return {_("phone"): columns.phone(f"{path}__phone"), _("email"): f"{path}__email"} if with_contact else {}


def _pledges(with_contact):
    return {
        _("pledge"): "pledge_id", _("name"): "pledge__person__name", _("organization"): "pledge__organization", _("item"): "need__item__name",
        _("promised"): "quantity", _("brought"): "brought", _("state"): columns.words("state", dict(Pledge.State.choices)),
        _("where"): "pledge__location__venue__name", _("expected on"): "pledge__expected_day", _("may be thanked in public"): "pledge__thanks_agreed_at__date",
        _("language"): columns.words("pledge__language", language_names()), _("made"): columns.clock("pledge__created_at", "pledge__drive__time_zone"),
        **_contact("pledge__person", with_contact), **({_("notes"): "pledge__notes"} if with_contact else {}),
    }  # fmt: skip


def _donations(with_contact):
    named = [NullIf(F(path), Value("")) for path in ("donation__person__name", "donation__pledge__person__name", "donation__pick_up__person__name")]
    organization = [NullIf(F(path), Value("")) for path in ("donation__organization", "donation__pledge__organization", "donation__pick_up__organization")]
    return {
        _("donation"): "donation_id", _("received"): columns.clock("donation__received_at", "donation__drive__time_zone"), _("where"): "donation__location__venue__name",
        _("from"): columns.words("donation__source", dict(Donation.Source.choices)), _("name"): Coalesce(*named), _("organization"): Coalesce(*organization),
        _("item"): "need__item__name", _("how many"): "quantity", _("of these unfit for use"): "unusable",
        _("condition"): columns.words("condition", dict(DonationLine.Condition.choices)), _("state"): columns.words("donation__state", dict(Donation.State.choices)),
        _("may be thanked in public"): "donation__thanks_agreed_at__date", **_contact("donation__person", with_contact),
    }  # fmt: skip


def _pick_ups(with_contact):
    place = {_("address"): "address", _("notes"): "notes"} if with_contact else {}
    return {
        _("pick-up"): "pk", _("name"): "person__name", _("organization"): "organization", _("state"): columns.words("state", dict(PickUpRequest.State.choices)),
        _("neighborhood"): "neighborhood__name", _("ZIP"): "zip", _("what it is"): "what", _("how much"): columns.words("size", dict(PickUpRequest.Size.choices)),
        _("stairs"): columns.words("stairs", dict(PickUpRequest.Stairs.choices)), _("from time"): columns.clock("window__starts", "window__time_zone"),
        _("to time"): columns.clock("window__ends", "window__time_zone"), _("run"): "window__run__name", _("stop"): "order",
        _("asked"): columns.clock("created_at", "drive__time_zone"), **place, **_contact("person", with_contact),
    }  # fmt: skip


def _stock(with_contact):
    return {_("where"): "location__venue__name", _("item"): "need__item__name", _("counted in"): "need__item__unit", _("in stock"): "quantity"}


def _hand_overs(with_contact):
    return {
        _("hand-over"): "hand_over_id", _("when"): columns.clock("hand_over__at", "hand_over__drive__time_zone"), _("partner"): "hand_over__partner__name",
        _("from where"): "hand_over__location__venue__name", _("item"): "need__item__name", _("how many"): "quantity",
        **({_("received by"): "hand_over__received_by_name"} if with_contact else {}), _("by"): "hand_over__by__name",
    }  # fmt: skip


def _turned_away(with_contact):
    return {
        _("when"): columns.clock("at", "location__drive__time_zone"), _("where"): "location__venue__name",
        _("why"): columns.words("reason", dict(TurnedAway.Reason.choices)), _("what"): "what",
    }  # fmt: skip


def _corrections(with_contact):
    return {
        _("when"): columns.clock("at", "location__drive__time_zone"), _("where"): "location__venue__name", _("item"): "need__item__name",
        _("what happened"): columns.words("kind", dict(Correction.Kind.choices)), _("more (+) or fewer (−)"): "change", _("reason"): "reason", _("by"): "by__name",
    }  # fmt: skip


def _arrangements(with_contact):
    more = {_("address"): "address", _("what"): "what", _("the office’s answer"): "reply"} if with_contact else {}
    return {
        _("arrangement"): "pk", _("kind"): columns.words("kind", dict(Arrangement.Kind.choices)), _("name"): "person__name", _("organization"): "organization",
        _("item"): "need__item__name", _("how many"): "quantity", _("state"): columns.words("state", dict(Arrangement.State.choices)), _("reply by"): "reply_by",
        _("in whose hands"): "owner__name", **more, **_contact("person", with_contact),
    }  # fmt: skip


def _needs(with_contact):
    return {
        _("item"): "item__name", _("counted in"): "item__unit", _("how many"): "target", _("promised"): "taken", _("received"): "received",
        _("take no more promises than that"): columns.yes_or_no("is_capped"), _("note"): "note",
    }  # fmt: skip


def _locations(with_contact):
    contact = {_("contact"): "contact_name", _("contact phone"): columns.phone("contact_phone"), _("contact email"): "contact_email"} if with_contact else {}
    return {
        _("place"): "venue__name", _("address"): "venue__address", _("state"): columns.words("state", dict(DropOffLocation.State.choices)),
        _("checked"): columns.clock("checked_at", "drive__time_zone"), _("only with an appointment"): columns.yes_or_no("wants_appointments"), **contact,
    }  # fmt: skip


def _hours(with_contact):
    return {
        _("place"): "location__venue__name", _("day"): columns.words("weekday", dict(LocationHours.Weekday.choices)), _("from time"): _hour("opens"), _("to time"): _hour("closes"),
    }  # fmt: skip


def _hour(field):
    """Return a column with a time on the clock of the place: 09:30."""
    return Left(Cast(field, TextField()), 5)


def _closed_days(with_contact):
    return {_("place"): "location__venue__name", _("day"): "day", _("reason"): "reason"}


def _accepted(with_contact):
    return {_("place"): "venue__name", _("item"): Coalesce("accepts__item__name", Value(_("everything the drive needs")))}


def _appointments(with_contact):
    return {
        _("place"): "window__location__venue__name", _("from time"): columns.clock("window__starts", "window__time_zone"),
        _("to time"): columns.clock("window__ends", "window__time_zone"), _("name"): "person__name", _("organization"): "pledge__organization", _("pledge"): "pledge_id",
        _("state"): columns.words("state", dict(State.choices)), _("made"): columns.clock("created_at", "window__time_zone"), **_contact("person", with_contact),
    }  # fmt: skip


def _runs(with_contact):
    place = {_("address"): "stop__address", _("notes"): "stop__notes", **_contact("stop__person", True)} if with_contact else {}
    return {
        _("run"): "run_id", _("day"): "run__day", _("name of the run"): "run__name", _("state of the run"): columns.words("run__state", dict(PickUpRun.State.choices)),
        _("driver"): "run__driver__name", _("brings everything to"): "run__to__venue__name", _("from time"): columns.clock("starts", "time_zone"),
        _("to time"): columns.clock("ends", "time_zone"), _("stops planned for"): "capacity", _("stop"): "stop__order", _("pick-up"): "stop__pk", _("name"): "stop__person__name",
        _("neighborhood"): "stop__neighborhood__name", _("ZIP"): "stop__zip", _("what it is"): "stop__what",
        _("state"): columns.words("stop__state", dict(PickUpRequest.State.choices)), **place,
    }  # fmt: skip


def _rows_of_runs(drive):
    """Every time of every run, once for each of its stops; a time without a stop stands there too."""
    stops = FilteredRelation("requests", condition=Q(requests__state__in=run_order.STOPS))
    return PickUpWindow.objects.filter(run__drive=drive).annotate(stop=stops).order_by("run__day", "run_id", "starts", "pk", "stop__order", "stop__pk")


def _of_line(model, path, order: Iterable[str]):
    return lambda drive: model.objects.filter(**{path: drive}).order_by(*order)


KINDS = {
    "needs": Kind(gettext_lazy("What is needed"), _of_line(Need, "drive", ["priority", "order", "pk"]), _needs),
    "locations": Kind(gettext_lazy("Locations"), _of_line(DropOffLocation, "drive", ["order", "pk"]), _locations),
    "hours": Kind(gettext_lazy("Hours of the locations"), _of_line(LocationHours, "location__drive", ["location__order", "location_id", "weekday", "opens"]), _hours),
    "closed-days": Kind(gettext_lazy("Closed days"), _of_line(LocationClosure, "location__drive", ["day", "location_id"]), _closed_days),
    "accepted-items": Kind(gettext_lazy("What locations take"), _of_line(DropOffLocation, "drive", ["order", "pk", "accepts__item__name"]), _accepted),
    "pledges": Kind(gettext_lazy("Pledges"), _of_line(PledgeLine, "pledge__drive", ["pledge_id", "pk"]), _pledges),
    "appointments": Kind(gettext_lazy("Appointments"), _of_line(Appointment, "window__location__drive", ["window__starts", "pk"]), _appointments),
    "arrangements": Kind(gettext_lazy("Large gifts and boxes"), _of_line(Arrangement, "drive", ["reply_by", "pk"]), _arrangements),
    "donations": Kind(gettext_lazy("Donations"), _of_line(DonationLine, "donation__drive", ["donation__received_at", "pk"]), _donations),
    "pick-ups": Kind(gettext_lazy("Pick-ups"), _of_line(PickUpRequest, "drive", ["pk"]), _pick_ups),
    "runs": Kind(gettext_lazy("Runs and their stops"), _rows_of_runs, _runs),
    "stock": Kind(gettext_lazy("Stock"), _of_line(Stock, "location__drive", ["location__order", "location_id", "need__item__name"]), _stock),
    "hand-overs": Kind(gettext_lazy("Hand-overs"), _of_line(HandOverLine, "hand_over__drive", ["hand_over__at", "pk"]), _hand_overs),
    "corrections": Kind(gettext_lazy("Corrections"), _of_line(Correction, "location__drive", ["at", "pk"]), _corrections),
    "turned-away": Kind(gettext_lazy("Turned away"), _of_line(TurnedAway, "location__drive", ["at", "pk"]), _turned_away),
}  # fmt: skip
