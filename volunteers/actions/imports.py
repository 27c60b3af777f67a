"""Importing tables: bring a file, see what it would do, press the button, and all of it is done or none."""

from datetime import datetime

import pghistory
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from donations.imports.locations import Locations
from donations.imports.needs import Needs
from intake.refusal import Refused
from people import access
from people.models import Office, User
from sharing.imports import tables
from sharing.imports.plan import Plan
from sharing.imports.progress import Progress
from sharing.sheets import MOST_BYTES
from volunteers.imports.columns import OF_KIND, PERMISSION
from volunteers.imports.opportunities import Opportunities
from volunteers.imports.people import People
from volunteers.imports.shifts import Shifts
from volunteers.models import Import
from volunteers.models.imports import KEPT

PLANNERS = {
    Import.Kind.OPPORTUNITIES: Opportunities, Import.Kind.SHIFTS: Shifts, Import.Kind.PEOPLE: People, Import.Kind.NEEDS: Needs, Import.Kind.LOCATIONS: Locations,
}  # fmt: skip
State = Import.State


@transaction.atomic
def bring(*, office: Office, kind: str, name: str, content: bytes, language: str, by: User, now: datetime) -> Import:
    """Take a file in; the worker looks at it next. Raises Refused when the user may not, or the file is too large."""
    if not access.allows(by, PERMISSION[Import.Kind(kind)], office.pk):
        raise Refused(_("You cannot import this for that office."), field="kind")
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is larger than 25 MB. Split it into several files."), field="file")
    return Import.objects.create(office=office, kind=kind, file_name=name[-150:], content=content, language=language, by=by, created_at=now)


@transaction.atomic
def start(*, record: Import, by: User, now: datetime) -> Import:
    """Let the worker do what the page shows; pressing twice is pressing once. Raises Refused when there is nothing to do, or something is wrong."""
    record = Import.objects.select_for_update().get(pk=record.pk)
    if record.state in {State.TO_RUN, State.DONE}:
        return record
    if not access.allows(by, PERMISSION[Import.Kind(record.kind)], record.office_id):
        raise Refused(_("You cannot import this for that office."))
    if not record.may_run:
        raise Refused(_("There is nothing to import here. Correct the file and bring it again."))
    record.state, record.seen, record.beat_at, record.by = State.TO_RUN, 0, None, by
    record.save(update_fields=["state", "seen", "beat_at", "by"])
    return record


@transaction.atomic
def put_away(*, record: Import, by: User | None, now: datetime) -> bool:
    """Forget a file without importing it; tells whether there was something to forget. One that is being imported is stopped, and nothing of it stays."""
    held = Import.objects.filter(pk=record.pk, state__in=Import.HELD)
    return bool(held.update(state=State.PUT_AWAY, content=None, found={}, finished_at=now))


def sweep(*, now: datetime) -> int:
    """Look at, or import, what waits, one after the other; put away what nobody imported for a day. Returns how many were in hand."""
    for old in Import.objects.filter(state__in=Import.HELD, created_at__lt=now - KEPT):
        put_away(record=old, by=None, now=now)
    done = 0
    while record := _claim(now):
        work(record=record, now=now)
        done += 1
    return done


@transaction.atomic
def _claim(now):
    record = Import.objects.waiting(now).select_for_update(skip_locked=True, of=("self",)).order_by("pk").defer("content").first()
    if record:
        record.beat_at = now
        record.save(update_fields=["beat_at"])
    return record


def work(*, record: Import, now: datetime) -> None:
    """Do the next thing with a file: look at it, or import it. Stopped half way it leaves nothing, and another try begins anew."""
    verb = _look if record.state == State.TO_CHECK else _run
    with translation.override(record.language), Progress(Import._meta.db_table, record.pk) as beat, pghistory.context(user=record.by_id):
        try:
            verb(record, now, beat)
        except Refused as refusal:
            _settle(record, now, state=State.REFUSED, problem=refusal.sentence, content=None, found={}, finished_at=now)
        except IntegrityError:
            said = _("Somebody added the same thing in the same moment, so nothing was imported. Bring the file once more.")
            _settle(record, now, state=State.REFUSED, problem=said, content=None, found={}, finished_at=now)


def _plan(record, now, beat) -> Plan:
    content = bytes(Import.objects.values_list("content", flat=True).get(pk=record.pk) or b"")
    table = tables.read(OF_KIND[Import.Kind(record.kind)], content, beat)
    return PLANNERS[Import.Kind(record.kind)](table, office=record.office, by=record.by, now=now).make(beat)


def _figures(plan):
    return {
        "rows": len(plan.table.rows), "made": plan.made, "changed": plan.changed, "same": plan.same, "wrong": len(plan.table.errors), "found": plan.found(),
    }  # fmt: skip


def _look(record, now, beat):
    plan = _plan(record, now, beat)
    _settle(record, now, state=State.CHECKED, beat_at=None, seen=len(plan.table.rows), **_figures(plan))


def _run(record, now, beat):
    with transaction.atomic():
        plan = _plan(record, now, beat)
        if plan.table.errors:  # true when the page showed it, and no longer
            _settle(record, now, state=State.CHECKED, beat_at=None, **_figures(plan))
            return
        for step in plan.steps:
            step()
            beat(len(plan.table.rows))
        done = {**_figures(plan), "found": {}, "content": None}
        if not _settle(record, now, state=State.DONE, seen=len(plan.table.rows), finished_at=now, **done):
            transaction.set_rollback(True)  # put away, or finished by another worker, meanwhile


def _settle(record, now, **changes):
    """Write the outcome, unless somebody else decided meanwhile; tells whether it was written."""
    return bool(Import.objects.filter(pk=record.pk, state=record.state, content__isnull=False).update(**changes))
