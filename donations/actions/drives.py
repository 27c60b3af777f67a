"""Opening a drive, ending its promises, closing it and reporting what came of it."""

from datetime import datetime

from django.db import transaction

from donations import drive_rules
from donations.models import Drive
from people.models import User
from sharing import prompts


def path_of(drive: Drive) -> str:
    """Return the address of a drive without its language: what counted links lead to."""
    return f"/donate/{drive.slug}/"


@transaction.atomic
def open_drive(*, drive: Drive, by: User, now: datetime) -> Drive:
    """Show a drive to everybody; from its opening on it takes promises. An open one stays as it is. Raises Refused when something is missing."""
    drive = _locked(drive)
    if drive.state == Drive.State.OPEN:
        return drive
    drive_rules.check_may_open(drive, now)
    prompts.count_links(path_of(drive), prompts.OWN_CHANNELS, by=by)
    return _set(drive, Drive.State.OPEN)


@transaction.atomic
def stop_promises(*, drive: Drive, by: User, now: datetime) -> Drive:
    """Take no more promises, before the closing time; goods still come in. Raises Refused."""
    drive = _locked(drive)
    if drive.state == Drive.State.CLOSING:
        return drive
    drive_rules.check_may_stop(drive)
    return _set(drive, Drive.State.CLOSING)


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """End the promises of the drives whose closing time at the place has come; returns how many. Safe to run twice."""
    found = Drive.objects.past_closing_time(now).order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True)
    return len([_set(drive, Drive.State.CLOSING) for drive in found])


@transaction.atomic
def close(*, drive: Drive, by: User, now: datetime) -> Drive:
    """Take no more goods. Raises Refused."""
    drive = _locked(drive)
    if drive.state == Drive.State.CLOSED:
        return drive
    drive_rules.check_may_close(drive)
    return _set(drive, Drive.State.CLOSED)


@transaction.atomic
def take_goods_again(*, drive: Drive, by: User, now: datetime) -> Drive:
    """Take goods once more after the drive was closed too early; promises are not taken. Raises Refused."""
    drive = _locked(drive)
    if drive.state == Drive.State.CLOSING:
        return drive
    drive_rules.check_may_take_goods_again(drive)
    return _set(drive, Drive.State.CLOSING)


@transaction.atomic
def report(*, drive: Drive, result: str, people_helped: int | None, by: User, now: datetime) -> Drive:
    """Publish what came of a closed drive, or put a published report right. Raises Refused without figures."""
    drive = _locked(drive)
    drive_rules.check_may_report(drive, result=result, people_helped=people_helped)
    drive.result, drive.people_helped = result.strip(), people_helped
    drive.reported_at = drive.reported_at or now
    drive.state = Drive.State.REPORTED
    drive.save(update_fields=["result", "people_helped", "reported_at", "state", "changed_at"])
    return drive


def _locked(drive):
    return Drive.objects.select_for_update(of=("self",), no_key=True).get(pk=drive.pk)


def _set(drive, state):
    drive.state = state
    drive.save(update_fields=["state", "changed_at"])
    return drive
