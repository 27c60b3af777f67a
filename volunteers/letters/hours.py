"""What the letters about hours say."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from languages import formats
from languages.content import translated
from mailing import kind_names, letters
from mailing.models import Message
from volunteers import amounts, totals
from volunteers.models import HoursEntry, Recognition
from volunteers.models.thanks import FIRST_TIME


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(hours_declined=gettext_lazy("Hours that were not counted"), milestone=gettext_lazy("Thanks at a milestone"))
    letters.register(
        "hours_declined", template="volunteers/email/hours_declined", lane=Message.Lane.NORMAL, load=load_entries, context=declined, wanted=still_declined,
        reply_to=reply_to, sample=declined_sample,
    )  # fmt: skip
    letters.register(
        "milestone", template="volunteers/email/milestone", lane=Message.Lane.NORMAL, load=load_recognitions, context=thanks, wanted=still_reached,
        sample=thanks_sample,
    )  # fmt: skip


def number(message):
    """Return the id of the record a letter is about."""
    return int(message.about.partition(":")[2])


def load_entries(messages):
    """Return the entries of these letters by message id; one query."""
    numbers = {message.id: number(message) for message in messages}
    entries = HoursEntry.objects.select_related("person", "opportunity__office").in_bulk(set(numbers.values()))
    return {message: entries[pk] for message, pk in numbers.items() if pk in entries}


def still_declined(message, entry, now):
    """Nobody is told any more who has written the hours down anew, or was forgotten."""
    return entry.state == HoursEntry.State.DECLINED and entry.person is not None and entry.person.forgotten_at is None


def declined(message, entry):
    """Return the words of “We could not count these hours”."""
    translated([entry.opportunity], get_language(), ["title"])
    tally = amounts.tallies([entry.opportunity_id]).get(entry.opportunity_id)
    personal = {
        "name": entry.person.name, "what": str(entry.opportunity.words.title), "day": formats.weekday_date(entry.day), "reason": entry.reason,
        "amount": amounts.amount(entry.minutes, entry.made, None, tally), "url": hours_url(),
    }  # fmt: skip
    return letters.Letter("hours_declined", {}, personal)


def hours_url():
    """Return the address of one's own hours, in the active language: it shows nothing before the address is proved."""
    return settings.SITE_URL + reverse("hours:mine")


def reply_to(message, entry):
    """Answers go to the opportunity's contact, else to the office."""
    opportunity = entry.opportunity
    return (opportunity.contact_name, opportunity.contact_email) if opportunity.contact_email else None


def declined_sample():
    """Return invented words for previews."""
    personal = {
        "name": "Vera", "what": _("Sort food at the pantry"), "day": formats.weekday_date(timezone.localdate()), "amount": amounts.duration(180),
        "reason": _("These hours are on the list of that day already."), "url": settings.SITE_URL + "/my/hours/",
    }  # fmt: skip
    return letters.Letter("hours_declined", {}, personal)


# --- Thanks ---------------------------------------------------------------------------------------------------------------


def load_recognitions(messages):
    """Return the milestones of these letters by message id, each with what its person has done by now; two queries."""
    numbers = {message.id: number(message) for message in messages}
    found = Recognition.objects.select_related("person").in_bulk(set(numbers.values()))
    done = totals.minutes_of({one.person_id for one in found.values()})
    for one in found.values():
        one.minutes = done[one.person_id]
    return {message: found[pk] for message, pk in numbers.items() if pk in found}


def still_reached(message, recognition, now):
    """A tick that was taken back thanks nobody, and nobody who was forgotten is written to."""
    return recognition.person.forgotten_at is None and recognition.minutes >= recognition.milestone * 60


def thanks(message, recognition):
    """Return the words of “Thank you”."""
    personal = {
        "name": recognition.person.name,
        "hours": amounts.duration(recognition.milestone * 60),
        "so_far": amounts.duration(recognition.minutes),
        "url": hours_url(),
    }
    return letters.Letter(("milestone", recognition.milestone), {"is_first": recognition.milestone == FIRST_TIME}, personal)


def thanks_sample():
    """Return invented words for previews."""
    personal = {"name": "Vera", "hours": amounts.duration(3000), "so_far": amounts.duration(3090), "url": settings.SITE_URL + "/my/hours/"}
    return letters.Letter("milestone", {"is_first": False}, personal)
