"""Why not: what goods may be booked in, sorted, given on and corrected. Each check raises Refused with a sentence to show."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from donations.models import Correction, Donation, Drive, DropOffLocation, Need, Stock
from intake.refusal import Refused
from languages import formats
from languages.content import translated

MOST = 100_000  # of one item at once; a larger number is a slip of the finger


def check_taking_goods(drive: Drive) -> None:
    """Goods are booked in from the opening of a drive until somebody closes it, whatever the clock says. Raises Refused."""
    if drive.state == Drive.State.DRAFT:
        raise Refused(_("This drive has not opened yet, so nothing can be booked in."), code="not_open")
    if not drive.takes_goods:
        raise Refused(_("This drive is closed, so nothing more can be booked in. Please call the office."), code="closed")


def check_numbers(lines: Mapping[int, int]) -> None:
    """Whole numbers of one or more, none of them a slip of the finger. Raises Refused."""
    if not lines:
        raise Refused(_("Choose an item and say how many."), field="quantity")
    for quantity in lines.values():
        check_number(quantity)


def check_number(quantity: int, *, least: int = 1) -> None:
    """A whole number within reason. Raises Refused."""
    if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < least:
        raise Refused(_("Enter a whole number of %(least)s or more.") % {"least": least}, field="quantity")
    if quantity > MOST:
        raise Refused(_("Enter at most %(most)s. For more, book in several times.") % {"most": formats.whole_number(MOST)}, field="quantity")


def check_of_drive(needs: Iterable[Need], asked: Iterable[int], drive: Drive) -> None:
    """Every item asked for belongs to the drive. Raises Refused."""
    if {need.pk for need in needs if need.drive_id == drive.pk} != set(asked):
        raise Refused(_("This item is not part of the drive."), field="need", code="not_in_drive")


def check_source(*, source: str, drive: Drive, pledge, pick_up, organization: str) -> None:
    """Where goods came from fits what is said about it. Raises Refused."""
    if source not in Donation.Source.values:
        raise Refused(_("Choose where it came from."), field="source")
    if source == Donation.Source.PLEDGE and pledge is None:
        raise Refused(_("Type the code of the pledge."), field="code")
    if source == Donation.Source.PICK_UP and pick_up is None:
        raise Refused(_("Say which pick-up brought it."), field="source")
    if source == Donation.Source.ORGANIZATION and not organization and pledge is None:
        raise Refused(_("Enter the name of the organization."), field="organization")
    for known in (pledge, pick_up):
        if known is not None and known.drive_id != drive.pk:
            raise Refused(_("This belongs to another drive."), field="code", code="other_drive")


def check_in_stock(location: DropOffLocation, lines: Mapping[int, int], needs: Iterable[Need]) -> None:
    """So much stands at the location: nothing is ever taken below zero. The needs have to be locked. Raises Refused, one sentence for each item."""
    stock = dict(Stock.objects.filter(location=location, need__in=lines).values_list("need", "quantity"))
    short = [need for need in needs if stock.get(need.pk, 0) < lines.get(need.pk, 0)]
    if not short:
        return
    first, *more = [Refused(_too_few(need, stock.get(need.pk, 0)), field=f"quantity-{need.pk}", code="below_zero") for need in named(short)]
    first.and_also = more
    raise first


def _too_few(need, left):
    said = ngettext("Only %(left)s of “%(item)s” is in stock here.", "Only %(left)s of “%(item)s” are in stock here.", left)
    return (said if left else _("Nothing of “%(item)s” is in stock here.")) % {"left": formats.whole_number(left), "item": need.item.words.name}


def named(needs: Iterable[Need]) -> list[Need]:
    """Return the needs, each with the words of its item and its note in the active language; two queries at most."""
    needs = list(needs)
    translated([need.item for need in needs], get_language())
    return translated(needs, get_language())


def check_unusable(quantity: int, unusable: int) -> None:
    """No more can be unfit for use than came. Raises Refused."""
    check_number(unusable, least=0)
    if unusable > quantity:
        raise Refused(_("No more than %(quantity)s came.") % {"quantity": formats.whole_number(quantity)}, field="unusable")


def check_reason(reason: str) -> None:
    """Every correction says why. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why, in a few words."), field="reason")


def check_correction(*, location: DropOffLocation, need: Need, kind: str, change: int) -> None:
    """A correction changes something, in the direction of its kind, and takes nothing below zero. The need has to be locked. Raises Refused."""
    if change == 0:
        raise Refused(_("Enter how many more or fewer there are, such as -3."), field="change")
    if abs(change) > MOST:
        raise Refused(_("Enter at most %(most)s.") % {"most": formats.whole_number(MOST)}, field="change")
    if kind == Correction.Kind.LOST and change > 0:
        raise Refused(_("What was lost or spoiled makes fewer: enter a number such as -3."), field="change")
    if change < 0:
        check_leaves_enough(location, need, -change, field="change")
    if kind == Correction.Kind.MISCOUNT and need.received + change < 0:
        raise Refused(_("Only %(received)s were received in all.") % {"received": formats.whole_number(need.received)}, field="change")


def check_leaves_enough(location: DropOffLocation, need: Need, quantity: int, *, field: str) -> None:
    """So many can be taken away here. Raises Refused beside the named field."""
    try:
        check_in_stock(location, {need.pk: quantity}, [need])
    except Refused as refused:
        raise Refused(refused.sentence, field=field, code=refused.code) from None
