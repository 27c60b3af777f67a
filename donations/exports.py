"""Everything of a drive as tables: which columns leave, for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import (
    Arrangement,
    Correction,
    Donation,
    DonationLine,
    Drive,
    DropOffLocation,
    HandOverLine,
    Need,
    PickUpRequest,
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


def _of_line(model, path, order: Iterable[str]):
    return lambda drive: model.objects.filter(**{path: drive}).order_by(*order)


KINDS = {
    "needs": Kind(gettext_lazy("What is needed"), _of_line(Need, "drive", ["priority", "order", "pk"]), _needs),
    "locations": Kind(gettext_lazy("Locations"), _of_line(DropOffLocation, "drive", ["order", "pk"]), _locations),
    "pledges": Kind(gettext_lazy("Pledges"), _of_line(PledgeLine, "pledge__drive", ["pledge_id", "pk"]), _pledges),
    "arrangements": Kind(gettext_lazy("Large gifts and boxes"), _of_line(Arrangement, "drive", ["reply_by", "pk"]), _arrangements),
    "donations": Kind(gettext_lazy("Donations"), _of_line(DonationLine, "donation__drive", ["donation__received_at", "pk"]), _donations),
    "pick-ups": Kind(gettext_lazy("Pick-ups"), _of_line(PickUpRequest, "drive", ["pk"]), _pick_ups),
    "stock": Kind(gettext_lazy("Stock"), _of_line(Stock, "location__drive", ["location__order", "location_id", "need__item__name"]), _stock),
    "hand-overs": Kind(gettext_lazy("Hand-overs"), _of_line(HandOverLine, "hand_over__drive", ["hand_over__at", "pk"]), _hand_overs),
    "corrections": Kind(gettext_lazy("Corrections"), _of_line(Correction, "location__drive", ["at", "pk"]), _corrections),
    "turned-away": Kind(gettext_lazy("Turned away"), _of_line(TurnedAway, "location__drive", ["at", "pk"]), _turned_away),
}  # fmt: skip
