"""What people wrote about taking part is kept for 12 months after the shift."""

from datetime import datetime, timedelta

from django.db.models import Q

from volunteers.models import KeepPosted, SignUp

NOTES = timedelta(days=365)
UNPROVED = timedelta(days=7)  # “keep me posted” with an address nobody has proved


def forget_notes(*, now: datetime) -> int:
    """Drop what people wrote when the shift (or, for open-ended work, the sign-up) is a year ago; returns how many."""
    is_over = Q(shift__ends__lt=now - NOTES) | Q(shift=None, changed_at__lt=now - NOTES)
    return SignUp.objects.filter(is_over).exclude(notes="").update(notes="")


def forget_unproved(*, now: datetime) -> int:
    """Drop “keep me posted” forms whose address nobody has proved for a week; returns how many."""
    return KeepPosted.objects.unproved().filter(created_at__lt=now - UNPROVED).delete()[0]
