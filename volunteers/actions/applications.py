"""Deciding on applicants: approved for all dates of the work, declined with a reason, or archived when it is past."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.models import State
from intake.refusal import Refused
from people.models import User
from volunteers import emails
from volunteers.actions import requests, sign_ups
from volunteers.models import Application, SignUp


@transaction.atomic
def approve(*, application: Application, by: User, now: datetime) -> Application:
    """Approve somebody: what waits for it is confirmed, and later sign-ups need no approval. Twice changes nothing more. Raises Refused."""
    application = _decide(application, Application.State.APPROVED, by, now)
    requests.look_again_at(_sign_ups(application), by=by, now=now)
    return application


@transaction.atomic
def decline(*, application: Application, note: str, by: User, now: datetime) -> Application:
    """Say no, with words for the person: what was kept for them is given back. Raises Refused."""
    application = _decide(application, Application.State.DECLINED, by, now, note=note)
    for sign_up in _sign_ups(application).filter(state=State.REQUESTED).order_by("shift_role_id", "pk"):
        sign_up = sign_ups.locked(sign_up)
        if sign_up.state == State.REQUESTED:
            sign_ups.leave(sign_up, State.DECLINED, now)
            emails.declined(sign_up, note=note, now=now)
    return application


@transaction.atomic
def archive(*, application: Application, by: User, now: datetime) -> Application:
    """Put a past approval away: the person would have to ask again. What is confirmed stays confirmed. Raises Refused."""
    return _decide(application, Application.State.ARCHIVED, by, now)


def _decide(application, state, by, now, *, note=None):
    application = Application.objects.select_for_update(of=("self",)).select_related("person", "opportunity").get(pk=application.pk)
    if application.person.forgotten_at is not None:
        raise Refused(_("This person asked us to forget them."))
    if application.state == state:
        return application
    if state == Application.State.ARCHIVED and application.state == Application.State.APPLIED:
        raise Refused(_("Decide first: approve or decline."))
    application.state, application.decided_by, application.decided_at = state, by, now
    application.note = application.note if note is None else note
    application.save(update_fields=["state", "decided_by", "decided_at", "note"])
    return application


def _sign_ups(application):
    return SignUp.objects.filter(person=application.person_id, shift_role__opportunity=application.opportunity_id)
