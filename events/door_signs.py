"""Signs at the door: the address behind their QR code, what they say, whether they still say it rightly, and how they read in the history."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from bookings import signs
from bookings.check_in import OPENS_BEFORE
from events import facts, words
from events.models import DoorSign, Event
from languages import formats
from mailing.links.doors import LinkDoor

DOOR = LinkDoor(DoorSign, "events.door_signs", "events:open_check_in", "event_check_in", ("event__office", "event__venue"))
_PRINTED = ("starts", "ends", "zone", "venue", "mode")


def of(event: Event) -> DoorSign | None:
    """Return the sign that hangs at the door of an event; one at most."""
    sign = event.door_signs.filter(revoked_at=None).select_related("made_by").first()
    if sign is not None:
        sign.event = event
    return sign


def printed(event: Event) -> dict[str, Any]:
    """Return what stands on a sheet that is printed now, to compare by."""
    now = facts.time_and_place(event)
    return {name: now[name] for name in _PRINTED}


def is_outdated(sign: DoorSign) -> bool:
    """Tell whether the time or place on the sheet is not the event's any more; its code still works."""
    return bool(facts.between(sign.printed, printed(sign.event)))


def texts(sign: DoorSign) -> list[signs.SignWords]:
    """Return what stands on the sheet, in the languages of the event."""
    event = sign.event
    return signs.in_each(signs.languages_of(first=sign.language, wanted=event.languages), lambda language: _words(event))


def shown(sign: DoorSign) -> dict[str, Any]:
    """Return what every page shows of a sign: its words, the address behind its code, where it is."""
    return {"texts": texts(sign), "url": DOOR.url(sign), "place": sign.event.venue}


def _words(event):
    how = _("Point your phone’s camera at the code. Then type the code from your letter, or the email address or phone number you registered with.")
    if event.is_sensitive:
        how = _("Point your phone’s camera at the code. Then type the code from your letter.")
    return {
        "title": words.title_of(event), "when": words.when(event), "how": " ".join([how, _("No phone? Please ask at the door.")]),
        "opens": _("Open from %(opens)s") % {"opens": formats.clock((event.starts - OPENS_BEFORE).astimezone(event.zone))},
    }  # fmt: skip


def names(ids: Iterable[int]) -> dict[int, str]:
    """Return how what was done at a sign reads in the history."""
    return {pk: _("Checked in by phone at the door") for pk in DoorSign.objects.filter(pk__in=ids).values_list("pk", flat=True)}
