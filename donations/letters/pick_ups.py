"""What the letters about pick-ups say; each is asked again at sending whether it is still true."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import emails
from donations import pick_up_words as words
from donations.actions import scheduling
from donations.models import PickUpRequest
from intake.phones import spoken_number
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from sharing.calendar import shift_calendar

State = PickUpRequest.State

NAMES = {
    "pick_up_requested": gettext_lazy("Pick-up: we have your request"),
    "pick_up_proposed": gettext_lazy("Pick-up: another time"),
    "pick_up_scheduled": gettext_lazy("Pick-up: we come"),
    "pick_up_declined": gettext_lazy("Pick-up: we cannot come"),
    "pick_up_cancelled": gettext_lazy("Pick-up: cancelled"),
    "pick_up_put_off": gettext_lazy("Pick-up: put off"),
    "pick_up_reminder": gettext_lazy("Pick-up: reminder"),
    "pick_up_on_the_way": gettext_lazy("Pick-up: on the way"),
    "pick_up_missed": gettext_lazy("Pick-up: missed"),
    "pick_up_partly": gettext_lazy("Pick-up: a part of it"),
}


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    urgent, normal = Message.Lane.URGENT, Message.Lane.NORMAL
    for kind, lane, wanted, more in [
        ("pick_up_requested", urgent, in_states({State.REQUESTED}), {}),
        ("pick_up_proposed", urgent, still_at({State.PROPOSED}), {"on_yes": said_yes, "on_no": said_no}),
        ("pick_up_scheduled", urgent, still_at(words.COMING, until_end=True), {"calendar": publish}),
        ("pick_up_declined", urgent, in_states({State.DECLINED}), {"calendar": withdraw}),
        ("pick_up_cancelled", urgent, in_states({State.CANCELLED}), {"calendar": withdraw}),
        ("pick_up_put_off", urgent, in_states({State.REQUESTED}), {}),
        ("pick_up_reminder", normal, is_right_reminder, {"calendar": publish, "section": "donations/email/_pick_up_reminder_section"}),
        ("pick_up_on_the_way", urgent, is_on_the_way, {}),
        ("pick_up_missed", urgent, in_states({State.MISSED}), {}),
        ("pick_up_partly", urgent, in_states({State.PARTLY}), {}),
    ]:
        letters.register(
            kind, template=f"donations/email/{kind}", lane=lane, load=load, context=context, wanted=wanted, reply_to=reply_to, sample=sample, **more
        )


# --- Still wanted? ------------------------------------------------------------------------------------------------------------


def in_states(states):
    """Return the check that the request is still in one of these states."""
    return lambda message, request, now: request.state in states


def still_at(states, *, until_end=False):
    """Return the check that the request is still in one of these states, at the time the letter was made for, and that it has not begun (or ended)."""

    def wanted(message, request, now):
        return (
            request.state in states
            and request.window_id == message.values.get("window")
            and (request.window.ends if until_end else request.window.starts) > now
        )

    return wanted


def is_right_reminder(message, request, now):
    """We still come, and at the start the reminder was made for."""
    return still_at(words.COMING)(message, request, now) and message.period.endswith(emails.start_key(request.window))


def is_on_the_way(message, request, now):
    """The driver is still expected there."""
    return request.state in words.COMING and request.told_on_the_way_at is not None


def said_yes(message, request, by, now):
    """The proposed time was accepted on the phone."""
    scheduling.accept(request=request, window=message.values.get("window"), by=by, now=now)


def said_no(message, request, by, now):
    """The proposed time was declined on the phone."""
    scheduling.decline_proposal(request=request, window=message.values.get("window"), by=by, now=now)


# --- Words --------------------------------------------------------------------------------------------------------------------


def load(messages):
    """Return the requests of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=words.fetch, owner=lambda request: request.person)


def context(message, request):
    """Return the words of a letter about a pick-up."""
    drive, window = request.drive, request.window
    phone = drive.contact_phone or drive.office.phone
    shared = {
        "title": words.title(request), "when": formats.plain(words.when(request)), "has_time": window is not None and request.state != State.DECLINED,
        "leave_outside": request.leave_outside, "contact_name": drive.contact_name, "contact_phone": spoken_number(phone), "contact_tel": phone.as_e164 if phone else "",
        "drive_url": settings.SITE_URL + drive.get_absolute_url(),
    }  # fmt: skip
    personal = {
        "name": request.person.name, "what": request.what, "where": words.where(request), "reason": request.reason, "url": proof.url(request.manage_link),
    }  # fmt: skip
    key = (drive.pk, request.window_id, shared["has_time"], request.leave_outside)
    return letters.Letter(shared_key=key, shared=shared, personal=personal, secret={"url"})


def reply_to(message, request):
    """Answers go to the drive's contact, else the office."""
    return (request.drive.contact_name, request.drive.contact_email) if request.drive.contact_email else None


def publish(message, request):
    """Return the calendar entry of the time."""
    return _calendar(request, "PUBLISH")


def withdraw(message, request):
    """Return the entry that takes the time out of a calendar."""
    return _calendar(request, "CANCEL")


def _calendar(request, method):
    return shift_calendar(**{**words.entry(request), "method": method}) if request.window_id else None


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    shared = {
        "title": _("Pick-up for %(drive)s") % {"drive": "Back to School Drive"}, "when": day, "has_time": True, "leave_outside": True, "contact_name": "Carla",
        "contact_phone": "617-555-0142", "contact_tel": "+16175550142", "drive_url": settings.SITE_URL + "/donate/",
    }  # fmt: skip
    personal = {
        "name": "Dan", "what": _("Six bags of coats"), "where": "12 Saratoga St, 02128", "reason": _("Our van is too small for furniture."),
        "url": settings.SITE_URL + "/my/link/…/",
    }  # fmt: skip
    return letters.Letter(shared=shared, personal=personal, secret={"url"})
