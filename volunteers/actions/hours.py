"""Hours: written down by the person or by the office, approved or declined, corrected."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intake import form_keys
from intake.refusal import Refused
from mailing import letters
from people.models import Person, User
from volunteers import eligibility, emails
from volunteers.models import HoursEntry, Opportunity, SignUp

State = HoursEntry.State
OWN_TO_CHANGE = {State.CLAIMED, State.DECLINED}


@dataclass(frozen=True)
class Work:
    """What was done on a day: minutes of each person, things made, material given out for it, and a note."""

    day: date
    minutes: int = 0
    made: int | None = None
    material: int | None = None
    note: str = ""


# --- The person's own --------------------------------------------------------------------------------------------------


@transaction.atomic
def claim(*, sign_up: SignUp, work: Work, key: str, browser: str, now: datetime) -> HoursEntry:
    """Write down one's own hours for a sign-up, once per form key; the office approves them. A shift has its own day. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["hours", sign_up.pk, asdict(work)], now=now)
    if sending.first is not None:
        return HoursEntry.objects.get(pk=sending.first["entry"])
    eligibility.check_takes_hours(sign_up, now)
    shift = sign_up.shift_role.shift
    entry = HoursEntry(person_id=sign_up.person_id, opportunity=sign_up.shift_role.opportunity, sign_up=sign_up if shift else None)
    _put(entry, work, day=shift.local_starts.date() if shift else work.day)
    eligibility.check_own_day(entry.day, now)
    eligibility.known_and_held(sign_up.person_id)
    _write(entry, force_insert=True)
    Person.objects.filter(pk=sign_up.person_id).update(active_at=now)
    form_keys.remember(sending, result={"entry": entry.pk})
    return entry


@transaction.atomic
def change(*, entry: HoursEntry, work: Work, now: datetime) -> HoursEntry:
    """Change one's own hours while they are not approved; those that were declined wait for the office again. Raises Refused."""
    entry = _own(entry)
    _put(entry, work, day=entry.day if entry.sign_up_id else work.day)
    eligibility.check_own_day(entry.day, now)
    entry.state, entry.reason, entry.decided_by, entry.decided_at = State.CLAIMED, "", None, None
    _write(entry)
    _take_back_letter(entry, now)
    return entry


@transaction.atomic
def withdraw(*, entry: HoursEntry, now: datetime) -> HoursEntry:
    """Take one's own hours back while they are not approved; doing it twice changes nothing more. Raises Refused."""
    if HoursEntry.objects.filter(pk=entry.pk, state=State.WITHDRAWN).exists():
        return entry
    entry = _own(entry)
    entry.state, entry.note, entry.reason = State.WITHDRAWN, "", ""
    _write(entry)
    _take_back_letter(entry, now)
    return entry


def _own(entry):
    """Return the entry, locked, while it is still in its owner's hands."""
    entry = _locked(entry)
    if entry.recorded or entry.state not in OWN_TO_CHANGE:
        raise Refused(_("The office has already counted these hours. Please call us if they are not right."), code="counted")
    return entry


# --- The office's -------------------------------------------------------------------------------------------------------


@transaction.atomic
def approve(*, entry: HoursEntry, by: User, now: datetime) -> HoursEntry:
    """Count these hours from now on; approving twice changes nothing more. Raises Refused."""
    entry = _locked(entry)
    if entry.state == State.APPROVED:
        return entry
    if entry.state == State.WITHDRAWN:
        raise Refused(_("This person has taken these hours back."))
    entry.state, entry.reason = State.APPROVED, ""
    _decide(entry, by, now)
    _take_back_letter(entry, now)
    return entry


@transaction.atomic
def decline(*, entry: HoursEntry, reason: str, by: User, now: datetime) -> HoursEntry:
    """Do not count these hours; whoever wrote them down reads why. Raises Refused."""
    entry = _locked(entry)
    if entry.state == State.WITHDRAWN:
        raise Refused(_("This person has taken these hours back."))
    if not reason:
        raise Refused(_("Say why: the person reads it."), field="reason")
    if entry.state == State.DECLINED and entry.reason == reason:
        return entry
    entry.state, entry.reason = State.DECLINED, reason
    _decide(entry, by, now)
    if entry.person and not entry.recorded and entry.person.forgotten_at is None:
        emails.hours_declined(entry, now=now)
    return entry


@transaction.atomic
def record(*, opportunity: Opportunity, person: Person | None, headcount: int | None = None, work: Work, key: str = "", by: User, now: datetime) -> HoursEntry:
    """Write down hours for a person or for a number of people without names, once per form key; they count at once. Raises Refused."""
    content = ["record", opportunity.pk, person and person.pk, headcount, asdict(work)]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return HoursEntry.objects.get(pk=sending.first["entry"])
    eligibility.check_recorded_day(work.day, now)
    eligibility.check_known_here(person, opportunity)
    entry = HoursEntry(opportunity=opportunity, person=person, headcount=headcount, recorded=True, state=State.APPROVED)
    entry.entered_by, entry.decided_by, entry.decided_at = by, by, now
    _put(entry, work, day=work.day)
    if person:
        eligibility.known_and_held(person.pk)
    if person and (entry.minutes or entry.made):
        entry.sign_up = _shift_of(person, opportunity, entry.day)
    _write(entry, force_insert=True)
    if person:
        Person.objects.filter(pk=person.pk).update(active_at=now)
    form_keys.remember(sending, result={"entry": entry.pk})
    return entry


@transaction.atomic
def correct(*, entry: HoursEntry, work: Work, by: User, now: datetime) -> HoursEntry:
    """Put right what an entry says; its state stays. Raises Refused."""
    entry = _locked(entry)
    if entry.state == State.WITHDRAWN:
        raise Refused(_("This person has taken these hours back."))
    _put(entry, work, day=entry.day if entry.sign_up_id else work.day)
    eligibility.check_recorded_day(entry.day, now)
    _write(entry)
    return entry


def _shift_of(person, opportunity, day):
    """Return the person's sign-up on a shift of that day, which the entry then stands in for; None when there is none."""
    held = SignUp.objects.filter(person=person, shift_role__opportunity=opportunity, link=None, state__in=eligibility.WAS_EXPECTED).select_related("shift")
    that_day = [sign_up for sign_up in held.exclude(shift=None).order_by("pk") if sign_up.shift.local_starts.date() == day]
    written = set(HoursEntry.objects.live().filter(sign_up__in=that_day).values_list("sign_up", flat=True))
    return next((sign_up for sign_up in that_day if sign_up.pk not in written), that_day[0] if that_day else None)


# --- Writing -------------------------------------------------------------------------------------------------------------


def _locked(entry):
    return HoursEntry.objects.select_for_update(of=("self",)).select_related("person__office", "opportunity__office").get(pk=entry.pk)


def _put(entry, work, *, day):
    """Put what was done on the entry. Raises Refused for nothing at all, and for things that are not counted there."""
    eligibility.check_something(work.minutes, work.made, work.material)
    eligibility.check_counted(entry.opportunity, work.made, work.material)
    entry.day, entry.minutes, entry.made, entry.material, entry.note = day, work.minutes, work.made or None, work.material or None, work.note


def _decide(entry, by, now):
    entry.decided_by, entry.decided_at = by, now
    _write(entry)


def _write(entry, **how):
    """Save; what the database refuses is said in words."""
    try:
        with transaction.atomic():
            entry.save(**how)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = diagnosis.constraint_name if diagnosis else ""
        if name == "hours_of_a_day_once":
            raise Refused(_("Hours for this day are written down already. Please change those instead."), field="day", code="twice") from error
        if name in {"hours_of_one_day", "hours_within_a_day"}:
            raise Refused(_("A day has 24 hours: together with what is written down already this is more."), field="hours", code="day_full") from error
        raise


def _take_back_letter(entry, now):
    letters.cancel(about=[entry], kinds=["hours_declined"], now=now)
