"""What a calendar shows of a sign-up: the same in the file beside a letter, on one's own page and in one's own calendar feed."""

from django.conf import settings

from bookings import revisions
from bookings.models import State
from volunteers import words
from volunteers.models import SignUp

EXPECTED = [State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.WALK_IN]


def method(sign_up):
    """Return what a calendar does with the sign-up as it stands now (RFC 5546): "PUBLISH" shows it, "CANCEL" takes it out."""
    return "CANCEL" if sign_up.shift_role.is_cancelled or sign_up.state == State.CANCELLED else "PUBLISH"


def entry(sign_up, how):
    """Return the arguments of `sharing.calendar.shift_calendar` for a sign-up on a shift."""
    shift = sign_up.shift_role.shift
    return {
        "uid": f"sign-up-{sign_up.pk}@{settings.SITE_HOST}",
        "summary": words.title_of(sign_up),
        "starts": shift.starts,
        "ends": shift.ends,
        "zone": shift.time_zone,
        "location": words.where(sign_up.shift_role),
        "description": str(sign_up.shift_role.opportunity.words.bring),
        "sequence": shift.sequence + revisions.number(sign_up),
        "method": how,
        "now": sign_up.changed_at,
    }


def of_persons(*, persons, since):
    """Return the entries of the shifts from a moment on where these persons are expected, or were; constant queries."""
    proved = SignUp.objects.filter(person__in=persons, link=None, shift_role__shift__starts__gte=since, state__in=[*EXPECTED, State.CANCELLED])
    sign_ups = words.fetch(list(proved.values_list("pk", flat=True)))
    words.put_titles([sign_up.shift_role for sign_up in sign_ups])
    return [entry(sign_up, method(sign_up)) for sign_up in sign_ups]
