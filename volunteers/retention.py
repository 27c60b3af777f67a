"""What people wrote about taking part, and who led a shift by a link, is kept for 12 months after the shift."""

from datetime import datetime, timedelta

from django.db.models import Q

from volunteers.models import SignUp, SiteLink

NOTES = timedelta(days=365)


def forget_notes(*, now: datetime) -> int:
    """Drop what people wrote when the shift (or, for open-ended work, the sign-up) is a year ago; returns how many."""
    is_over = Q(shift__ends__lt=now - NOTES) | Q(shift=None, changed_at__lt=now - NOTES)
    return SignUp.objects.filter(is_over).exclude(notes="").update(notes="")


def forget_leads(*, now: datetime) -> int:
    """Drop who had a link for a shift that is over for a year; returns how many."""
    old = SiteLink.objects.filter(shift__ends__lt=now - NOTES).exclude(name="", email="", phone="")
    return old.update(name="", email="", phone="")
