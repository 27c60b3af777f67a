"""The letters about one pledge: promised, changed, withdrawn, and the reminder before the last day or the appointment."""

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import codes, pledge_words
from donations.actions import reminders, rerouting
from donations.letters import places
from donations.models import Pledge
from intake.phones import spoken_number
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from places.directions import directions_to, on_one_line

STANDING = {Pledge.State.PROMISED, Pledge.State.PARTLY}
NAMES = {
    "pledged": gettext_lazy("We expect your gift"),
    "pledge_changed": gettext_lazy("Your promise was changed"),
    "pledge_withdrawn": gettext_lazy("Your promise is withdrawn"),
    "pledge_reminder": gettext_lazy("Reminder to bring your gift"),
}


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    urgent, normal = Message.Lane.URGENT, Message.Lane.NORMAL
    for kind, lane, loads, wanted in [
        ("pledged", urgent, load_expected, is_standing), ("pledge_changed", urgent, load_expected, is_standing), ("pledge_withdrawn", urgent, load, None),
        ("pledge_reminder", normal, load_reminders, is_expected_then),
    ]:  # fmt: skip
        letters.register(
            kind, template=f"donations/email/{kind}", lane=lane, load=loads, context=context, wanted=wanted, reply_to=reply_to, sample=sample,
            section="donations/email/_pledge_reminder_section" if kind == "pledge_reminder" else None,
        )  # fmt: skip


def is_standing(message, pledge, now):
    """Tell whether something is still expected."""
    return pledge.state in STANDING and pledge.drive.takes_goods


def is_expected_then(message, pledge, now):
    """A reminder is right only for the last day, or the appointment, that it was made for, and for what nobody fetches."""
    return is_standing(message, pledge, now) and not pledge.is_fetched and message.period == reminders.period_of(pledge, now)


def load(messages):
    """Return the pledges of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=pledge_words.fetch, owner=lambda pledge: pledge.person)


def load_expected(messages):
    """Return what `load` does, those who have chosen no place with the places of their drive (`others`); constant queries."""
    return _with_others(load(messages), lambda pledge: pledge.location_id is None)


def load_reminders(messages):
    """Return what `load` does, each pledge with the places of its drive (`others`): a reminder names no closed door; constant queries."""
    return _with_others(load(messages), lambda pledge: True)


def _with_others(found, is_wanted):
    wanting = [pledge for pledge in found.values() if is_wanted(pledge)]
    by_drive = places.of_drives(pledge.drive_id for pledge in wanting)
    for pledge in wanting:
        pledge.others = by_drive[pledge.drive_id]
    return found


def context(message, pledge):
    """Return the words of a letter about a pledge."""
    shared = {**facts(pledge), **_elsewhere(pledge), **_anywhere(pledge), "by_office": bool(message.values.get("by_office"))}
    key = (pledge.drive_id, pledge.location_id, shared["by_office"], shared.get("where"), shared["other_hours"], tuple(shared["places"]))
    return letters.Letter(shared_key=key, shared=shared, personal=personal(pledge), secret={"url"})


def _elsewhere(pledge):
    """Where the place takes nothing on that day any more: the nearest one that does, else that one should call first."""
    day, chosen = places.day_of(pledge), next((one for one in getattr(pledge, "others", ()) if one.pk == pledge.location_id), None)
    if chosen is None or not rerouting.is_shut(chosen, day):
        return {"is_elsewhere": False, "other_hours": ""}
    other = places.nearest(pledge, chosen, pledge.others)
    if other is None:
        told = _("Please call us before you come. The place you chose cannot take it.")
        return {**at_place(pledge.drive, None), "where": told, "is_elsewhere": False, "other_hours": ""}
    return {**at_place(pledge.drive, other), "where": on_one_line(other.venue), "is_elsewhere": True, "other_hours": places.hours(other, day)}


def _anywhere(pledge):
    """Where one can go who has chosen no place: some places with their hours, and the address of the list of all."""
    others = getattr(pledge, "others", ())
    if pledge.location_id or pledge.is_fetched or not others:
        return {"places": [], "places_url": ""}
    return {"places": places.some(pledge, others), "places_url": f"{settings.SITE_URL}{pledge.drive.get_absolute_url()}#places"}


def facts(pledge):
    """Return what every letter says about the drive and the place."""
    pledge_words.put_words([pledge])
    drive = pledge.drive
    return {
        "drive": str(drive.words.title),
        "where": pledge_words.where(pledge),
        "last_day": formats.plain(pledge_words.last_day(drive)),
        **at_place(drive, pledge.location),
    }


def at_place(drive, location):
    """Return how to come to a place (or to none) and whom to ask there, else at the drive or its office."""
    phone = (location and location.contact_phone) or drive.contact_phone or drive.office.phone
    return {
        "directions": directions_to(location.venue) if location else "",
        "instructions": str(location.words.instructions) if location else "",
        "contact_name": (location and location.contact_name) or drive.contact_name,
        "contact_phone": spoken_number(phone),
        "contact_tel": phone.as_e164 if phone else "",
    }


def personal(pledge):
    """Return what is one donor's own: items as lines of text and of HTML, when, the code, the address of the own page."""
    items = pledge_words.lines(pledge)
    return {
        "name": pledge.person.name,
        "items": "\n".join(items),
        "list": format_html_join(mark_safe("<br>"), "{}", ([item] for item in items)),  # noqa: S308 - a constant
        "when": formats.plain(pledge_words.when(pledge)),
        "code": codes.spaced(codes.of(pledge.pk)),
        "url": proof.url(pledge.manage_link),
    }


def reply_to(message, pledge):
    """Answers go to the place's contact, else the drive's, else the office."""
    for holder in (pledge.location, pledge.drive):
        if holder is not None and holder.contact_email:
            return holder.contact_name, holder.contact_email
    return None


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    shared = {
        "drive": _("Back to School Drive"), "where": "Grove Hall Library, 41 Geneva Ave", "directions": "", "instructions": "", "last_day": day, "contact_name": "Carla",
        "contact_phone": "617-555-0142", "contact_tel": "+16175550142", "by_office": False, "is_elsewhere": False, "other_hours": "",
        "places": [], "places_url": "",
    }  # fmt: skip
    items = _("%(quantity)s × %(item)s") % {"quantity": 10, "item": _("Notebooks")}
    personal = {"name": "Dan", "items": items, "list": items, "when": day, "code": codes.spaced(codes.of(0)), "url": settings.SITE_URL + "/my/link/…/"}
    return letters.Letter(shared=shared, personal=personal, secret={"url"})
