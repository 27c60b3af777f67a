"""“Please do not go there”: the letter to whoever is expected at a place that takes nothing any more, with the nearest one that does."""

from collections import defaultdict
from copy import copy

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import pledge_words
from donations.actions import rerouting
from donations.letters import pledges
from donations.models import DropOffLocation
from languages import formats
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
    all_of = DropOffLocation.objects.filter(drive__in={pledge.drive_id for pledge in found.values()}).select_related("venue")
    by_drive = defaultdict(list)
    for location in all_of.prefetch_related("hours", "closures", "accepts"):
        by_drive[location.drive_id].append(location)
    named = {message.pk: message.values["location"] for message in messages}
    found = {number: copy(pledge) for number, pledge in found.items()}  # one pledge may be written to about two places
    for number, pledge in found.items():
        pledge.others = by_drive[pledge.drive_id]
        pledge.closed = next((one for one in pledge.others if one.pk == named[number]), None)
    return {number: pledge for number, pledge in found.items() if pledge.closed}


def is_wanted(message, pledge, now):
    """Not any more once they go elsewhere, or the place takes goods on their day after all."""
    if not pledges.is_standing(message, pledge, now) or pledge.location_id != pledge.closed.pk:
        return False
    return not rerouting.takes_goods(pledge.closed, day_of(pledge))


def day_of(pledge):
    """Return the day on which a fetched pledge is expected."""
    time = pledge_words.appointment(pledge)
    return time.window.local_starts.date() if time else pledge.expected_day or timezone.localdate(timezone.now(), pledge.drive.zone)


def context(message, pledge):
    """Return the words: what is closed, and where else one can go that day."""
    needs = {line.need_id for line in pledge.lines.all()}
    other = rerouting.nearest(pledge.closed, day_of(pledge), needs, pledge.others)
    shared = {
        **pledges.facts(pledge), "closed": on_one_line(pledge.closed.venue), "other": on_one_line(other.venue) if other else "",
        "other_directions": directions_to(other.venue) if other else "", "other_hours": hours(other, day_of(pledge)) if other else "",
    }  # fmt: skip
    key = (pledge.drive_id, pledge.closed.pk, other and other.pk, day_of(pledge))
    return letters.Letter(shared_key=key, shared=shared, personal=pledges.personal(pledge), secret={"url"})


def hours(location, day):
    """Return the hours of a day in words: “9 a.m. to noon, 1 p.m. to 6 p.m.”."""
    return formats.plain(", ".join(formats.time_range(one.opens, one.closes) for one in location.hours.all() if one.weekday == day.weekday()))


def sample():
    """Return invented words for previews."""
    letter = pledges.sample()
    more = {"closed": letter.shared["where"], "other": "Maverick Library, 75 Bremen St", "other_directions": "", "other_hours": _("9 a.m. to 6 p.m.")}
    return letters.Letter(shared=letter.shared | more, personal=letter.personal, secret={"url"})
