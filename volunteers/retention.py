"""What people wrote about taking part, and who led a shift by a link, is kept for 12 months after the shift or the day of the hours."""

from datetime import datetime, timedelta

from django.db.models import Case, Q, Value, When

from bookings.check_in import TRIES_KEPT
from volunteers.models import Application, CheckInTry, Group, HoursEntry, KeepPosted, SignUp, SiteLink

NOTES = timedelta(days=365)
UNPROVED = timedelta(days=7)  # “keep me posted” with an address nobody has proved
NO_REASON_KEPT = "—"


def forget_notes(*, now: datetime) -> int:
    """Drop what people wrote when the shift (or, for open-ended work, the sign-up), or the day of the hours, is a year ago; returns how many."""
    is_over = Q(shift__ends__lt=now - NOTES) | Q(shift=None, changed_at__lt=now - NOTES)
    dropped = SignUp.objects.filter(is_over).exclude(notes="", reply="").update(notes="", reply="")
    is_past = Q(sign_up__shift__ends__lt=now - NOTES) | Q(sign_up__shift=None, sign_up__changed_at__lt=now - NOTES)
    dropped += Group.objects.filter(pk__in=Group.objects.filter(is_past).exclude(name="", names=[]).values("pk")).update(name="", names=[])
    dropped += Application.objects.filter(decided_at__lt=now - NOTES).exclude(note="").update(note="")
    entries = HoursEntry.objects.filter(day__lt=(now - NOTES).date()).exclude(note="", reason__in=["", NO_REASON_KEPT])
    # That hours were declined stays known, and the database asks for a reason.
    return dropped + entries.update(note="", reason=Case(When(state=HoursEntry.State.DECLINED, then=Value(NO_REASON_KEPT)), default=Value("")))


def forget_unproved(*, now: datetime) -> int:
    """Drop “keep me posted” forms whose address nobody has proved for a week; returns how many."""
    return KeepPosted.objects.unproved().filter(created_at__lt=now - UNPROVED).delete()[0]


def forget_leads(*, now: datetime) -> int:
    """Drop who had a link for a shift that is over for a year; returns how many."""
    old = SiteLink.objects.filter(shift__ends__lt=now - NOTES).exclude(name="", email="", phone="")
    return old.update(name="", email="", phone="")


def forget_tries(*, now: datetime) -> int:
    """Drop what was typed in vain at check-in points a day ago; returns how many."""
    return CheckInTry.objects.filter(tried_at__lt=now - TRIES_KEPT).delete()[0]
