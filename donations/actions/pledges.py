"""Pledges: made on the form or by staff on the phone, changed, withdrawn. Lock order: needs by id, then pledges, then appointments, then the drive."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bookings import seats
from bookings.deadlines import hold_until
from donations import eligibility, emails
from donations.actions import appointments
from donations.models import Drive, Need, Pledge, PledgeLine
from intake import form_keys
from intake.refusal import Refused
from mailing import letters, proof
from people.models import Person, User
from places.office_days import next_office_day_end

State = Pledge.State
Lines = tuple[tuple[int, int], ...]  # (need id, quantity)


@dataclass(frozen=True)
class Plan:
    """What is promised, where it is brought and when; `window` is the id of a time where the place asks for one."""

    lines: Lines
    location: int | None = None
    expected_day: date | None = None
    window: int | None = None


@dataclass(frozen=True)
class Form:
    """What a donor typed, cleaned: one of email and phone is there (staff may leave out both)."""

    plan: Plan
    name: str
    email: str
    phone: str
    language: str
    organization: str = ""
    thanks: bool = False
    notes: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a sent form led to: the pledge's ref, and the link and address a proof is asked of (none when already proved)."""

    ref: str
    link_id: int | None = None
    address: str = ""
    is_new: bool = True


def pledge(*, drive: Drive, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Promise all lines or none, once per form key and what was typed.

    In a browser that has proved the address it stands at once; otherwise it is held until the code is typed (or the office has called).
    Raises Full, with the field of the item, when more is promised than a capped need takes, and Refused.
    """

    def work() -> Outcome:
        sending = form_keys.use(key=key, browser=browser, content=[drive.pk, asdict(form)], now=now)
        if sending.first is not None:
            return as_before(sending.first)
        return _pledge(drive, form, bool(form.email) and form.email in proved, sending, now)

    return _all_or_none(form.plan.lines, work)


def as_before(first: dict[str, Any]) -> Outcome:
    """The key keeps no address: it stands with the link, and is forgotten with it. Raises Refused when the link is gone."""
    outcome = Outcome(**first)
    return replace(outcome, address=proof.address_of(outcome.link_id)) if outcome.link_id else outcome


def _all_or_none(lines: Lines, work: Callable[[], Any]) -> Any:
    """Run in one transaction; where the database says that something does not fit, say which item."""
    try:
        with transaction.atomic():
            return work()
    except IntegrityError as error:
        if not seats.says_full(error):
            raise
        needs = Need.objects.in_bulk([need for need, _quantity in lines])
        eligibility.check_room(needs, lines)
        raise seats.full(0) from error  # somebody gave some back meanwhile


def _pledge(drive, form, is_proved, sending, now):
    needs = _checked(drive, form.plan, now)
    person = Person.objects.find_or_add(office=drive.office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    made = _made(drive, person, form, now)
    if is_proved:
        made.state = State.PROMISED
    else:
        _hold(made, form, needs, now)
    made.save(force_insert=True)
    outcome = Outcome(ref=made.ref, link_id=made.link_id, address="" if is_proved else form.email or form.phone)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    if is_proved:
        Person.objects.filter(pk=person.pk).update(email_confirmed_at=now, active_at=now)
        emails.pledged(made, now=now)
    _write(made, form.plan, now)  # last: from here on others wait for the needs
    eligibility.check_still_open(drive, now)
    return outcome


def _checked(drive, plan, now):
    """Return the needs by id, once nothing speaks against the plan."""
    eligibility.check_open(drive, now)
    needs = eligibility.check_lines(drive, plan.lines)
    eligibility.check_not_too_much(drive, plan.lines)
    eligibility.check_room(needs, plan.lines)
    location = eligibility.check_location(drive, plan.location, plan.lines)
    eligibility.check_day(drive, location, plan.expected_day, now)
    return needs


def _made(drive, person, form, now):
    thanks = now if form.organization and form.thanks else None
    return Pledge(
        drive=drive, person=person, organization=form.organization, thanks_agreed_at=thanks, location_id=form.plan.location,
        expected_day=form.plan.expected_day, notes=form.notes, language=form.language,
    )  # fmt: skip


def _hold(made, form, needs, now):
    """Ask for a proof. A code that is in the inbox already starts the clock now; whoever is called has time until the office has called."""
    person, lines = made.person, form.plan.lines
    made.link = proof.start(email=form.email, person=person, office=person.office, language=form.language, now=now)
    if made.link.is_known_here:
        eligibility.check_held(form.email, form.phone)
    if not form.email:
        eligibility.check_phone_share(needs, lines)
        made.until = call_by(made, now)
    elif made.link.expires:
        made.until = min(made.link.expires, hold_until(now=now, starts=None, places_left=_scarcest(needs.values())))


def _scarcest(needs):
    return min((need.places_left for need in needs if need.places_left is not None), default=None)


def held_until(made: Pledge, now: datetime) -> datetime:
    """Return when a hold ends whose code has just left: in a day, or in half an hour where little is left. The close of the drive ends no hold."""
    return hold_until(now=now, starts=None, places_left=_scarcest(line.need for line in made.lines.select_related("need")))


def call_by(made: Pledge, now: datetime) -> datetime:
    """Return until when a pledge is kept for somebody whom the office calls: the end of its next office day (UTC)."""
    return next_office_day_end(now=now, zone=made.drive.zone, closes=made.person.office.closes)


def _write(made, plan, now):
    """Write the lines in the order of their needs, then the appointment."""
    PledgeLine.objects.bulk_create(PledgeLine(pledge=made, need_id=need, quantity=quantity, state=made.state) for need, quantity in sorted(plan.lines))
    if plan.location or plan.window:
        appointments.keep(pledge=made, window_id=plan.window, now=now)


def enter(*, drive: Drive, form: Form, by: User, key: str, now: datetime) -> Pledge:
    """Staff write down what somebody promised on the phone: it stands at once, with or without an address, once per form key. Raises as `pledge` does."""

    def work() -> Pledge:
        sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["enter", drive.pk, asdict(form)], now=now)
        if sending.first is not None:
            return Pledge.objects.get(pk=sending.first["pledge"])
        _checked(drive, form.plan, now)
        person = Person.objects.find_or_add(office=drive.office, name=form.name, email=form.email, phone=form.phone, language=form.language)
        made = _made(drive, person, form, now)
        made.state, made.entered_by = State.PROMISED, by
        made.save(force_insert=True)
        Person.objects.filter(pk=person.pk).update(active_at=now)
        form_keys.remember(sending, result={"pledge": made.pk})
        emails.pledged(made, now=now)
        _write(made, form.plan, now)
        eligibility.check_still_open(drive, now)
        return made

    return _all_or_none(form.plan.lines, work)


def locked(made: Pledge, *, also: Lines = ()) -> Pledge:
    """Return the pledge, fresh and locked after its needs and those of `also`."""
    wanted = {*PledgeLine.objects.filter(pledge=made).values_list("need", flat=True), *(need for need, _quantity in also)}
    list(Need.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    return Pledge.objects.select_for_update(of=("self",)).select_related("person__office", "drive__office").get(pk=made.pk)


def hold_needs(ids: list[int]) -> None:
    """Lock the needs of several pledges by id, before any of these is locked: two who hold several wait for each other and for nothing else."""
    wanted = PledgeLine.objects.filter(pledge__in=ids).values("need")
    list(Need.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))


def version(made: Pledge) -> str:
    """Return what a change form carries, so that an older tab does not overwrite a newer one."""
    return made.changed_at.isoformat()


def change(*, pledge: Pledge, plan: Plan, seen: str, by: User | None, now: datetime) -> Pledge:
    """Put another plan in place of the one that was `seen` (`version`), all of it or nothing; the same plan twice changes nothing more.

    Raises Refused with the code `changed` when the pledge was changed since, Full, and Refused.
    """
    return _all_or_none(plan.lines, lambda: _change(pledge, plan, seen, now))


def _change(made, plan, seen, now):
    made = locked(made, also=plan.lines)
    if made.state not in Pledge.LIVE:
        raise Refused(_("This promise is not open any more. Nothing was changed."), code="over")
    lines = {line.need_id: line for line in made.lines.all()}
    if _is_as_planned(made, lines, plan):
        return made
    if seen != version(made):
        raise Refused(
            _("This promise was changed meanwhile, in another window or by the office. Please look at it below, and press “Change” again if yours is right."),
            code="changed",
        )
    has_more = _check_change(made, lines, plan, now)
    for need, quantity in sorted(plan.lines):
        line = lines.pop(need, None) or PledgeLine(pledge=made, need_id=need, quantity=0)
        if line.quantity != quantity:
            line.quantity = quantity
            line.save()
    for line in lines.values():
        line.delete()
    made.location_id, made.expected_day = plan.location, plan.expected_day
    if not made.lines.filter(brought__lt=F("quantity")).exists():
        made.state = State.BROUGHT
    made.save(update_fields=["location", "expected_day", "state", "changed_at"])
    appointments.keep(pledge=made, window_id=plan.window, now=now)
    if has_more:
        eligibility.check_still_open(made.drive, now)
    if made.link_id is None:
        emails.pledge_changed(made, now=now)
    return made


def _is_as_planned(made, lines, plan):
    same = {need: line.quantity for need, line in lines.items()} == dict(plan.lines)
    return same and (made.location_id, made.expected_day, appointments.window_of(made)) == (plan.location, plan.expected_day, plan.window)


def _check_change(made, lines, plan, now):
    """More is promised only while the drive takes promises; what was brought stays; another place or day is looked at as a new one.

    A place has to take an item that is new, too. Returns if there is more.
    """
    needs = eligibility.check_lines(made.drive, plan.lines)
    more = tuple((need, quantity) for need, quantity in plan.lines if need not in lines or quantity > lines[need].quantity)
    if more:
        eligibility.check_open(made.drive, now)
        eligibility.check_not_too_much(made.drive, more)
        eligibility.check_room(needs, more, own={need: max(line.quantity, line.brought) for need, line in lines.items()})
    elif not made.drive.takes_goods:
        eligibility.check_open(made.drive, now)
    for need, line in lines.items():
        if dict(plan.lines).get(need, 0) < line.brought:
            sentence = _("You have brought %(brought)s of this already. Enter %(brought)s or more.")
            raise Refused(sentence % {"brought": line.brought}, field=eligibility.field_of(need), code="brought")
    is_moved = plan.location != made.location_id or plan.expected_day != made.expected_day
    location = eligibility.check_location(made.drive, plan.location, plan.lines) if is_moved or not needs.keys() <= lines.keys() else None
    if is_moved:
        eligibility.check_day(made.drive, location, plan.expected_day, now)
    return bool(more)


@transaction.atomic
def withdraw(*, pledge: Pledge, by: User | None, now: datetime) -> Pledge:
    """Take a promise back; doing it twice changes nothing more. What was brought already stays given. Raises Refused."""
    made = locked(pledge)
    if made.state == State.WITHDRAWN:
        return made
    if made.state not in Pledge.LIVE:
        raise Refused(_("This promise is not open any more. Nothing was changed."), code="over")
    was_proved = made.link_id is None
    leave(made, State.WITHDRAWN, now)
    if was_proved:
        emails.pledge_withdrawn(made, by_office=by is not None, now=now)
    return made


def leave(made: Pledge, state: str, now: datetime) -> None:
    """Give back what a locked pledge holds, end its appointment, and take back letters that have not left."""
    made.state, made.until = state, None
    if state != State.EXPIRED:
        made.link = None
    made.save(update_fields=["state", "until", "link", "changed_at"])
    appointments.end(pledge=made, now=now)
    letters.cancel(about=[made.ref], now=now)
