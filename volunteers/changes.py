"""What can change about a shift, as facts that two moments are compared by; which of it is always told, and which on request.

A fact is kept as JSON: a moment as ISO 8601 in UTC, a place by its number, a text that has translations as {language: text}.
"""

from collections import defaultdict
from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType

from languages.content import SOURCE_LANGUAGE
from languages.models import Translation
from volunteers.models import Opportunity, Shift

ALWAYS = frozenset({"starts", "ends", "venue"})  # told without a question; each person is asked anew
TEXTS = ("title", "bring", "safety")
CONTACT = ("contact_name", "contact_phone")
ROLE = "role:"


def of_shift(shift: Shift) -> dict:
    """Return the facts of a shift as they stand on this object; its roles' names are read from the database."""
    facts = {"starts": _moment(shift.starts), "ends": _moment(shift.ends), "venue": shift.venue_id, "notes": shift.notes}
    facts |= {name: str(getattr(shift, name) or "") for name in CONTACT}
    return facts | {f"{ROLE}{pk}": name for pk, name in shift.roles.order_by().values_list("pk", "name")}


def time_and_place(shift: Shift) -> dict:
    """Return what is always told of a shift; no query."""
    return {"starts": _moment(shift.starts), "ends": _moment(shift.ends), "venue": shift.venue_id}


def shared_in_series(shift: Shift) -> dict:
    """Return what a series shares beside time and place; no query."""
    return {name: str(getattr(shift, name) or "") for name in ("notes", *CONTACT)}


def of_opportunity(opportunity: Opportunity) -> dict:
    """Return the facts of an opportunity as they stand on this object, its texts with the translations that fit; one query."""
    facts = {name: {SOURCE_LANGUAGE: getattr(opportunity, name)} for name in TEXTS}
    place = {"content_type": ContentType.objects.get_for_model(Opportunity), "object_id": opportunity.pk}
    for row in Translation.objects.filter(**place, field__in=TEXTS, status=Translation.Status.VERIFIED):
        if not row.is_stale(getattr(opportunity, row.field)):
            facts[row.field][row.language] = row.text
    return facts | {name: str(getattr(opportunity, name) or "") for name in CONTACT}


def between(before: dict, after: dict) -> dict:
    """Return {fact: value before} of what differs. Of a text the English decides: its translations follow."""
    return {fact: value for fact, value in before.items() if fact in after and plain(value) != plain(after[fact])}


def plain(value):
    """Return the value to compare by."""
    return value[SOURCE_LANGUAGE] if isinstance(value, dict) else value


def since(steps: list, told_at: datetime) -> dict:
    """Return {fact: value} as somebody was told who was last told at this moment: of each fact the first step after it counts."""
    was: dict = {}
    for step in steps:
        if datetime.fromisoformat(step["at"]) >= told_at:
            was = {**step["was"], **was}
    return was


def for_role(was: dict, role_id: int) -> dict:
    """Leave out the names of other roles."""
    return {fact: value for fact, value in was.items() if not fact.startswith(ROLE) or fact == f"{ROLE}{role_id}"}


def facts_in(steps: list) -> set:
    """Return the names of the facts that these steps changed."""
    return {fact for step in steps for fact in step["was"]}


def split(steps: list, facts: set) -> tuple[list, list]:
    """Return the steps with these facts only, and the steps with the others; empty ones are left out."""
    sides = defaultdict(list)
    for step in steps:
        for is_in in (True, False):
            if was := {fact: value for fact, value in step["was"].items() if (fact in facts) == is_in}:
                sides[is_in].append({**step, "was": was})
    return sides[True], sides[False]


def _moment(moment):
    return moment.astimezone(UTC).isoformat()
