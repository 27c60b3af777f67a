"""Keying a sign-in sheet: each row once, however often it is typed; blank lines become people or a headcount."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.models import State
from bookings.ticks import MARKS, meanwhile
from intake.refusal import Refused
from intake.text import comparison_key
from people.models import Person, User
from volunteers import stays
from volunteers.actions import attendance
from volunteers.actions.sign_ups import locked
from volunteers.models import Headcount, SheetLine, Shift, ShiftRole, SignUp

CAME = {State.ATTENDED, State.WALK_IN}


@dataclass(frozen=True)
class Newcomer:
    """Who signed on a blank line; without a name they are only counted."""

    role: ShiftRole
    name: str = ""
    phone: str = ""
    email: str = ""
    party_size: int = 1
    is_another: bool = False  # another person than the one of the same name who was added at the site


def seen_of(sign_up):
    """Return what stands for a sign-up now, to tell later whether somebody else has changed it."""
    return f"{sign_up.state}|{sign_up.attended_minutes or ''}"


@transaction.atomic
def key_row(*, sign_up: SignUp, minutes: int, seen: str, by: User, now: datetime) -> tuple[SignUp, bool]:
    """Note that somebody on the list came and how long they stayed; returns whether that was news.

    Typing the same again changes nothing, other minutes are a correction. Raises Refused, also when somebody else has noted something
    else since `seen`.
    """
    stays.check(minutes)
    sign_up = locked(sign_up)
    if sign_up.state in CAME and sign_up.attended_minutes == minutes:
        return sign_up, False
    if seen and seen != seen_of(sign_up):
        raise Refused(meanwhile(sign_up), code="meanwhile")
    if sign_up.state not in CAME:
        sign_up = attendance.mark(sign_up=sign_up, state=State.ATTENDED, by=by, now=now)
    sign_up.attended_minutes = minutes
    sign_up.save(update_fields=["attended_minutes", "changed_at"])
    return sign_up, True


@transaction.atomic
def key_blank(*, shift: Shift, line: int, newcomer: Newcomer, minutes: int, by: User, now: datetime) -> tuple[SheetLine, bool]:
    """Note who signed on a blank line, once per line; returns whether that was news. Other numbers are a correction.

    Somebody who is on the list already is noted there and not twice. Raises Refused.
    """
    stays.check(minutes)
    attendance.check_has_come(shift, now)
    sheet_line = _line(shift, line, by, now)
    if not sheet_line.is_free:
        return sheet_line, _correct(sheet_line, newcomer, minutes, by, now)
    if newcomer.name:
        sheet_line.sign_up = _person(newcomer, minutes, by, now)
    else:
        sheet_line.headcount = _counted(newcomer, minutes, by, now)
    sheet_line.keyed_by, sheet_line.keyed_at = by, now
    sheet_line.save()
    return sheet_line, True


def _line(shift, line, by, now):
    """Return the row of a line, locked; two who key the same line meet here."""
    SheetLine.objects.bulk_create([SheetLine(shift=shift, line=line, keyed_by=by, keyed_at=now)], ignore_conflicts=True)
    rows = SheetLine.objects.select_related("sign_up__person", "headcount").select_for_update(of=("self",))
    return rows.get(shift=shift, line=line)


def _correct(sheet_line, newcomer, minutes, by, now):
    sign_up, counted = sheet_line.sign_up, sheet_line.headcount
    before = sign_up.person.name if sign_up else ""
    if comparison_key(before) != comparison_key(newcomer.name):
        raise Refused(_("This line is keyed already. If that was wrong, take it back first."), field="name", code="keyed")
    if counted:
        is_news = (counted.people, counted.attended_minutes) != (newcomer.party_size, minutes)
        counted.people, counted.attended_minutes = newcomer.party_size, minutes
        if is_news:
            counted.save(update_fields=["people", "attended_minutes"])
        return is_news
    is_larger = sign_up.state == State.WALK_IN and sign_up.party_size != newcomer.party_size
    if is_larger:
        sign_up.party_size = newcomer.party_size
        sign_up.save(update_fields=["party_size", "changed_at"])
    return key_row(sign_up=sign_up, minutes=minutes, seen="", by=by, now=now)[1] or is_larger


def _counted(newcomer, minutes, by, now):
    attendance.check_takes_place(newcomer.role)
    return Headcount.objects.create(shift_role=newcomer.role, people=newcomer.party_size, attended_minutes=minutes, noted_by=by, noted_at=now)


def _person(newcomer, minutes, by, now):
    """Return the sign-up of whoever signed: the one they have on this shift, or a new one as a walk-in."""
    role = newcomer.role
    here = SignUp.objects.filter(shift=role.shift_id, state__in=[*MARKS, State.WALK_IN])
    same_name = here.filter(state=State.WALK_IN, person__name_key=comparison_key(newcomer.name), sheet_lines=None)
    if not newcomer.is_another and not (newcomer.phone or newcomer.email) and same_name.exists():
        raise Refused(_("Somebody of this name was added at the site. If this is another person, say so below."), field="is_another", code="same_name")
    office = role.opportunity.office
    person = Person.objects.find_or_add(office=office, name=newcomer.name, email=newcomer.email, phone=newcomer.phone)
    known = here.filter(person=person).first()
    if known is None:
        walk_in = attendance.add_walk_in_as(shift_role=role, person=person, party_size=newcomer.party_size, by=by, now=now)
        walk_in.attended_minutes = minutes
        walk_in.save(update_fields=["attended_minutes"])
        return walk_in
    return key_row(sign_up=known, minutes=minutes, seen="", by=by, now=now)[0]


@transaction.atomic
def take_back(*, sheet_line: SheetLine, by: User, now: datetime) -> SheetLine:
    """Free a blank line that was keyed wrong: a walk-in is cancelled, a headcount goes, who was on the list is expected again. Raises Refused."""
    sheet_line = SheetLine.objects.select_for_update(of=("self",)).get(pk=sheet_line.pk)
    sign_up, counted = sheet_line.sign_up, sheet_line.headcount
    sheet_line.sign_up = sheet_line.headcount = None
    sheet_line.keyed_by, sheet_line.keyed_at = by, now
    sheet_line.save()
    if counted:
        counted.delete()
    if sign_up and sign_up.state == State.WALK_IN:
        sign_up.state, sign_up.attended_minutes = State.CANCELLED, None
        sign_up.save(update_fields=["state", "attended_minutes", "changed_at"])
    elif sign_up and sign_up.state == State.ATTENDED:
        attendance.mark(sign_up=sign_up, state=State.CONFIRMED, by=by, now=now)
    return sheet_line


@transaction.atomic
def mark_missing(*, shift: Shift, by: User, now: datetime) -> int:
    """Note for everybody who is still expected that they did not come, once the shift is over; returns how many. Raises Refused."""
    if shift.ends > now:
        raise Refused(_("The shift is not over yet."), code="too_early")
    missing = list(SignUp.objects.filter(shift=shift, state=State.CONFIRMED, link=None).order_by("pk"))
    for sign_up in missing:
        attendance.mark(sign_up=sign_up, state=State.NO_SHOW, by=by, now=now)
    return len(missing)
