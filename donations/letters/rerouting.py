"""“Please do not go there”: the letter to whoever is expected at a place that takes nothing any more, with the nearest one that does."""

from copy import copy

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.actions import rerouting
from donations.letters import places, pledges
from donations.models import DropOffLocation
from mailing import kind_names, letters
from mailing.models import Message
from places.directions import directions_to, on_one_line


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(location_closed=gettext_lazy("Please bring it to another place"))
    letters.register(
        "location_closed", template="donations/email/location_closed", lane=Message.Lane.URGENT, load=load, context=context, wanted=is_wanted,
        reply_to=pledges.reply_to, sample=sample,
    )  # fmt: skip


def load(messages):
    """Return the pledges by message id, each with the place they were meant for (`closed`) and the others of its drive; constant queries."""
    found = pledges.load(messages)
    by_drive = places.of_drives(pledge.drive_id for pledge in found.values())
    named = {message.pk: message.values["location"] for message in messages}
    found = {number: copy(pledge) for number, pledge in found.items()}  # one pledge may be written to about two places
    for number, pledge in found.items():
        pledge.others = by_drive[pledge.drive_id]
        pledge.closed = next((one for one in pledge.others if one.pk == named[number]), None)
    return {number: pledge for number, pledge in found.items() if pledge.closed}


def is_wanted(message, pledge, now):
    """Not any more once they go elsewhere, or the place takes goods after all: on their day, or at all where they named none."""
    if not pledges.is_standing(message, pledge, now) or pledge.location_id != pledge.closed.pk:
        return False
    return rerouting.is_shut(pledge.closed, places.day_of(pledge))


def context(message, pledge):
    """Return the words: what is closed and why, and where else one can go that day."""
    closed, day = pledge.closed, places.day_of(pledge)
    other = places.nearest(pledge, closed, pledge.others)
    shared = {
        **pledges.facts(pledge), "closed": on_one_line(closed.venue), "why": places.why_closed(closed, day), "has_day": day is not None,
        "is_full": closed.state == DropOffLocation.State.FULL, "other": on_one_line(other.venue) if other else "",
        "other_directions": directions_to(other.venue) if other else "", "other_hours": places.hours(other, day) if other else "",
    }  # fmt: skip
    return letters.Letter(shared_key=(pledge.drive_id, closed.pk, other and other.pk, day), shared=shared, personal=pledges.personal(pledge), secret={"url"})


def sample():
    """Return invented words for previews."""
    letter = pledges.sample()
    more = {
        "closed": letter.shared["where"],
        "why": _("Thanksgiving"),
        "has_day": True,
        "is_full": False,
        "other": "Maverick Library, 75 Bremen St",
        "other_directions": "",
        "other_hours": _("9 a.m. to 6 p.m."),
    }
    return letters.Letter(shared=letter.shared | more, personal=letter.personal, secret={"url"})
