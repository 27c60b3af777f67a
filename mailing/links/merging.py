"""Mailed links and letters when two people turn out to be one: what was mailed to either leads to what is left."""

from django.db import connection
from django.utils.translation import gettext as _

from mailing.models import AccessLink, CallTask
from mailing.reach.addresses import email_key
from people.merging import Merge, Mover, register
from people.models import Person

_LETTERS = """
UPDATE mailing_message letter SET person_id = %(kept)s,
    recipient = CASE WHEN known.twice THEN letter.recipient ELSE 'p:' || %(kept)s END,
    state = CASE WHEN known.twice AND letter.state = 'queued' THEN 'cancelled' ELSE letter.state END,
    bundle = CASE WHEN letter.state = 'queued' THEN regexp_replace(letter.bundle, '^p:' || %(gone)s || ':', 'p:' || %(kept)s || ':') ELSE letter.bundle END
FROM (SELECT one.id, EXISTS (SELECT FROM mailing_message other WHERE other.about = one.about AND other.kind = one.kind
        AND other.period = one.period AND other.recipient = 'p:' || %(kept)s) AS twice FROM mailing_message one WHERE one.person_id = %(gone)s) known
WHERE known.id = letter.id
"""


def register_movers() -> None:
    """Tell the floor of people; called once when the portal starts."""
    register(Mover(covers=("mailing.calltask.person",), move=_move_calls))
    register(Mover(covers=("mailing.accesslink.person",), move=_move_links))
    register(Mover(covers=("mailing.message.person",), move=_move_letters, tell=_tell))


def lead_to(scope: str, *, instead: str) -> None:
    """What was mailed about one thing leads to another one from now on; where that has a link of its own, the old one ends."""
    for link in AccessLink.objects.filter(scope=scope):
        known = AccessLink.objects.filter(purpose=link.purpose, scope=instead, person=link.person_id).exclude(pk=link.pk)
        if not known.exists():
            AccessLink.objects.filter(pk=link.pk).update(scope=instead)


def _move_letters(merge: Merge) -> None:
    """A letter that went to either went to the one they are: it is not sent again, and what both wait for is sent once."""
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS, {"kept": merge.kept.pk, "gone": merge.gone.pk})


def _move_links(merge: Merge) -> None:
    """A link opens its one thing as before, unless it was mailed to an address that nobody has proved and that is not kept."""
    for person in merge.unproved:
        AccessLink.objects.filter(purpose=AccessLink.Purpose.MANAGE, person=person).delete()
    for person in (merge.kept, merge.gone):
        if person.email and person.email != merge.values["email"]:
            _leave_address(person, merge)
    theirs = AccessLink.objects.filter(person=merge.kept).exclude(scope="")
    for link in AccessLink.objects.filter(person=merge.gone):
        if not theirs.filter(purpose=link.purpose, scope=link.scope).exists():
            AccessLink.objects.filter(pk=link.pk).update(person=merge.kept)
    AccessLink.objects.filter(person=merge.gone).delete()


def _leave_address(person, merge):
    """Nobody stands behind the old address any more: its codes end, and the calendar of a proved one shows the new one's."""
    if Person.objects.behind(person.email).exclude(pk__in=[merge.kept.pk, merge.gone.pk]).exists():
        return
    AccessLink.objects.filter(purpose=AccessLink.Purpose.PROVE, address=person.email).delete()
    calendars = AccessLink.objects.filter(purpose=AccessLink.Purpose.CALENDAR)
    email = merge.values["email"]
    if email and person not in merge.unproved and not calendars.filter(address=email).exists():
        calendars.filter(address=person.email).update(address=email, address_key=email_key(email))


def _move_calls(merge: Merge) -> None:
    """Whoever is still to be called is called at the number that is kept."""
    phone = merge.values["phone"]
    if phone:
        CallTask.objects.filter(person__in=[merge.kept, merge.gone], result=CallTask.Result.OPEN).update(number=phone)
    CallTask.objects.filter(person=merge.gone).update(person=merge.kept)


def _tell(person: Person) -> list[tuple[str, str]]:
    """Return how many letters and open calls a person has."""
    letters = person.messages.count()
    calls = person.call_tasks.filter(result=CallTask.Result.OPEN).count()
    return [(_("Letters in the ledger"), str(letters) if letters else ""), (_("Calls to make"), str(calls) if calls else "")]
