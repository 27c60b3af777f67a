"""Goods: booked in, taken back, sorted, given on. The database keeps every sum; here it is said politely what cannot be.

Lock order: needs by id, then the pledge and its lines, then donations by id, then times; the stock follows by itself (donations.triggers).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from donations import emails, goods_rules
from donations.actions import appointments
from donations.actors import Actor, holder_of, link_of, user_of
from donations.models import Donation, DonationLine, DropOffLocation, HandOver, HandOverLine, Need, PickUpRequest, Pledge, PledgeLine, Stock
from intake import form_keys
from intake.refusal import Refused
from people.models import PartnerOrganization, Person

TAKE_BACK = timedelta(minutes=15)  # so long a booking can be taken back where it was made
_STANDING = {Pledge.State.PROMISED, Pledge.State.PARTLY, Pledge.State.BROUGHT}
_OVER = {Pledge.State.LAPSED, Pledge.State.IN_PART}


@transaction.atomic
def receive(
    *, location: DropOffLocation, lines: Mapping[int, int], source: str, pledge: Pledge | None = None, pick_up: PickUpRequest | None = None,
    person: Person | None = None, organization: str = "", by: Actor, key: str, now: datetime, at: datetime | None = None,
) -> Donation:  # fmt: skip
    """Book goods in at a location, once per form key, and thank the donor who is known: `lines` is {need id: how many}.

    Goods of a pledge count towards it, and the rest of them besides: more than was promised is welcome, and so is what was not.
    `at` is when they came, where a phone had no connection then. Raises Refused.
    """
    content = ["receive", location.pk, sorted(lines.items()), source, pledge and pledge.pk, pick_up and pick_up.pk, person and person.pk, organization]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=content, now=now)
    if sending.first is not None:
        return first_donation(sending)
    drive = location.drive
    goods_rules.check_taking_goods(drive)
    goods_rules.check_source(source=source, drive=drive, pledge=pledge, pick_up=pick_up, organization=organization)
    goods_rules.check_numbers(lines)
    needs = lock_needs({*lines, *(pledge.lines.values_list("need", flat=True) if pledge else ())})
    goods_rules.check_of_drive([need for need in needs if need.pk in lines], lines, drive)
    pledge = pledge and Pledge.objects.select_for_update(of=("self",)).select_related("person").get(pk=pledge.pk)
    behind = pledge or pick_up
    donation = Donation.objects.create(
        drive=drive, location=location, source=source, pledge=pledge, pick_up=pick_up, person=person or (behind.person if behind else None),
        organization=organization or (behind.organization if behind else ""), thanks_agreed_at=pledge.thanks_agreed_at if pledge and pledge.link_id is None else None,
        received_at=at or now, received_by=user_of(by), link=link_of(by),
    )  # fmt: skip
    _write_lines(donation, lines)
    _follow(pledge, now)
    emails.thanks(donation, now=now, due=now + TAKE_BACK)
    form_keys.remember(sending, result={"donation": donation.pk})
    return donation


def first_donation(sending):
    """Return what the first sending of a form booked in. Raises Refused where it was taken back since."""
    donation = Donation.objects.filter(pk=sending.first["donation"]).first()
    if donation is None:
        raise Refused(_("This was booked in before, and taken back."), code="taken_back")
    return donation


def lock_needs(ids: Iterable[int]) -> list[Need]:
    """Return the needs by id, locked until the end of the transaction, each with its item."""
    return list(Need.objects.select_for_update(of=("self",)).select_related("item").filter(pk__in=set(ids)).order_by("pk"))


def _write_lines(donation, lines):
    promised = dict(PledgeLine.objects.filter(pledge=donation.pledge).values_list("need", "pk")) if donation.pledge_id else {}
    for need, quantity in sorted(lines.items()):
        DonationLine.objects.create(donation=donation, need_id=need, quantity=quantity, pledge_line_id=promised.get(need))


def _follow(pledge, now):
    """A pledge is brought once every line is; until then it is partly brought, where it still stands and its address is proved.

    What had lapsed and comes after all is brought, or brought in part; what was withdrawn is brought when all of it came, and else only counted.
    The time of what came earlier is free for others; it is kept again where the goods are taken back.
    """
    if pledge is None:
        return
    lines = PledgeLine.objects.filter(pledge=pledge)
    state, came = pledge.state, lines.filter(brought__gt=0).exists()
    if not lines.filter(brought__lt=F("quantity")).exists():
        state = Pledge.State.BROUGHT
    elif state in _STANDING:
        state = Pledge.State.PARTLY if came else Pledge.State.PROMISED
    elif state in _OVER:
        state = Pledge.State.IN_PART if came else Pledge.State.LAPSED
    if state != pledge.state:
        was_brought, pledge.state, pledge.changed_at = pledge.state == Pledge.State.BROUGHT, state, now
        pledge.save(update_fields=["state", "changed_at"])
        if state == Pledge.State.BROUGHT:
            appointments.end_to_come(pledge=pledge, now=now)
        elif was_brought:
            appointments.keep_again(pledge=pledge, now=now)


@transaction.atomic
def take_back(*, donation: Donation, by: Actor, now: datetime) -> None:
    """Take back what was just booked in by mistake, as if it had never come; twice changes nothing more.

    The people at the site do so for what they booked in themselves, within a quarter of an hour. Raises Refused.
    """
    lines = dict(DonationLine.objects.filter(donation=donation).values_list("need", "quantity"))
    needs = lock_needs({*lines, *PledgeLine.objects.filter(pledge=donation.pledge_id).values_list("need", flat=True)})
    pledge = Pledge.objects.select_for_update().get(pk=donation.pledge_id) if donation.pledge_id else None
    found = Donation.objects.select_for_update().filter(pk=donation.pk).first()
    if found is None:
        return
    if found.created_at + TAKE_BACK < now:
        raise Refused(_("This was booked in more than 15 minutes ago. Please ask the office to correct it."), code="too_late")
    if found.state != Donation.State.RECEIVED:
        raise Refused(_("This was sorted already. Please correct the stock instead."), code="sorted")
    goods_rules.check_in_stock(found.location, lines, needs)
    emails.no_thanks(found, now=now)
    found.delete()
    _follow(pledge, now)


@transaction.atomic
def sort(*, donation: Donation, found: Mapping[int, tuple[int, str]], by: Actor, now: datetime, seen: str = "") -> Donation:
    """Write down what came of sorting: `found` is {line id: (how many are unfit for use, condition)}. Sorting again corrects it.

    `seen` is when the donation was last changed as far as whoever sorts knows: two who sort at once do not overwrite each other, and
    a second press that says what stands there changes nothing more. Raises Refused.
    """
    needs = {need.pk: need for need in lock_needs(DonationLine.objects.filter(donation=donation).values_list("need", flat=True))}
    donation = Donation.objects.select_for_update(of=("self",)).select_related("location").get(pk=donation.pk)
    lines = list(DonationLine.objects.filter(donation=donation, pk__in=found).order_by("need", "pk"))
    if seen and seen != donation.changed_at.isoformat():
        if donation.state == Donation.State.SORTED and all((line.unusable, line.condition) == found[line.pk] for line in lines):
            return donation
        raise Refused(_("Somebody else has sorted this meanwhile. Nothing was overwritten: open it again, please."), code="meanwhile")
    if donation.state == Donation.State.HANDED_OVER:
        raise Refused(_("These goods were given on already. Please correct the stock instead."), code="handed_over")
    for line in lines:
        unusable, condition = found[line.pk]
        _sort_line(donation.location, line, needs[line.need_id], unusable, condition)
    donation.state, donation.changed_at = Donation.State.SORTED, now
    donation.save(update_fields=["state", "changed_at"])
    return donation


def _sort_line(location, line, need, unusable, condition):
    try:
        goods_rules.check_unusable(line.quantity, unusable)
        if unusable > line.unusable:
            goods_rules.check_leaves_enough(location, need, unusable - line.unusable, field="unusable")
    except Refused as refused:
        raise Refused(refused.sentence, field=f"unusable-{line.pk}", code=refused.code) from None
    line.unusable, line.condition = unusable, condition
    line.save(update_fields=["unusable", "condition"])


@transaction.atomic
def hand_over(
    *, location: DropOffLocation, partner: PartnerOrganization, lines: Mapping[int, int], received_by_name: str = "", by: Actor, key: str, now: datetime
) -> HandOver:
    """Give goods of a location on to a partner, once per form key; its number stands on the receipt. Never below zero. Raises Refused."""
    content = ["hand over", location.pk, partner.pk, sorted(lines.items()), received_by_name]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=content, now=now)
    if sending.first is not None:
        return HandOver.objects.get(pk=sending.first["hand_over"])
    goods_rules.check_numbers(lines)
    needs = lock_needs(lines)
    goods_rules.check_of_drive(needs, lines, location.drive)
    goods_rules.check_in_stock(location, lines, needs)
    given = HandOver.objects.create(drive=location.drive, partner=partner, location=location, received_by_name=received_by_name, at=now, by=user_of(by))
    for need, quantity in sorted(lines.items()):
        HandOverLine.objects.create(hand_over=given, need_id=need, quantity=quantity)
    _close_donations(location, lines, now)
    form_keys.remember(sending, result={"hand_over": given.pk})
    return given


def _close_donations(location, lines, now):
    """Donations of which nothing is left at the location are given on: their items are all gone there."""
    DropOffLocation.objects.select_for_update(no_key=True).get(pk=location.pk)  # so that two who empty it do not both look too early
    gone = Stock.objects.filter(location=location, need__in=lines, quantity=0).values("need")
    if not gone.exists():
        return
    left = Stock.objects.filter(location=location, quantity__gt=0).values("need")
    emptied = Donation.objects.filter(location=location, state__in=[Donation.State.RECEIVED, Donation.State.SORTED])
    emptied = emptied.filter(pk__in=DonationLine.objects.filter(need__in=gone).values("donation"))
    emptied = emptied.exclude(pk__in=DonationLine.objects.filter(need__in=left).values("donation")).order_by("pk")
    ids = list(emptied.select_for_update(of=("self",)).values_list("pk", flat=True))
    Donation.objects.filter(pk__in=ids).update(state=Donation.State.HANDED_OVER, changed_at=now)
