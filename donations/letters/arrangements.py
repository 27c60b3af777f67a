"""The letters about a large gift or a collection box: to the donor, and to whoever answers."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import arrangement_words
from donations.models import Arrangement
from intake.phones import spoken_number
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message

State = Arrangement.State
NAMES = {
    "arrangement_asked": gettext_lazy("We have got your offer"),
    "arrangement_answered": gettext_lazy("About your offer"),
    "arrangement_to_answer": gettext_lazy("A large gift or a collection box is offered (to staff)"),
}


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    for kind, wanted in [("arrangement_asked", in_states({State.ASKED})), ("arrangement_answered", in_states({State.AGREED, State.DECLINED}))]:
        letters.register(
            kind, template=f"donations/email/{kind}", lane=Message.Lane.URGENT, load=load, context=context, wanted=wanted, reply_to=reply_to, sample=sample,
        )  # fmt: skip
    letters.register(
        "arrangement_to_answer", template="donations/email/arrangement_to_answer", lane=Message.Lane.URGENT, load=load_for_staff, context=context_for_staff,
        wanted=in_states({State.ASKED}), sample=sample_for_staff,
    )  # fmt: skip


def in_states(states):
    """Return the check that the arrangement is still in one of the states."""
    return lambda message, arrangement, now: arrangement.state in states


def load(messages):
    """Return the arrangements of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=arrangement_words.fetch, owner=lambda one: one.person)


def context(message, arrangement):
    """Return the words for the donor."""
    drive = arrangement.drive
    arrangement_words.put_words(arrangement)
    phone = drive.contact_phone or drive.office.phone
    lines = [arrangement_words.kind(arrangement), *arrangement_words.what(arrangement)]
    shared = {
        "drive": str(drive.words.title), "contact_name": drive.contact_name, "contact_phone": spoken_number(phone), "contact_tel": phone.as_e164 if phone else "",
        "is_agreed": arrangement.state == State.AGREED, "reply_by": formats.plain(formats.weekday_date(arrangement.reply_by)),
    }  # fmt: skip
    personal = {
        "name": arrangement.person.name, "what": "\n".join(lines), "list": _as_list(lines), "reply": arrangement.reply, "answer": _as_list(arrangement.reply.splitlines()),
        "url": proof.url(arrangement.manage_link),
    }  # fmt: skip
    return letters.Letter(shared_key=(drive.pk, shared["is_agreed"], shared["reply_by"]), shared=shared, personal=personal, secret={"url"})


def _as_list(lines):
    return format_html_join(mark_safe("<br>"), "{}", ([line] for line in lines))  # noqa: S308 - a constant


def reply_to(message, arrangement):
    """Answers go to the drive's contact, else to the office."""
    drive = arrangement.drive
    return (drive.contact_name, drive.contact_email) if drive.contact_email else None


def load_for_staff(messages):
    """Return the arrangements of these letters by message id; constant queries."""
    found = {one.pk: one for one in arrangement_words.fetch({linked.number_of(message) for message in messages})}
    return {message.pk: found[number] for message in messages if (number := linked.number_of(message)) in found}


def context_for_staff(message, arrangement):
    """Return what is offered and where to answer it; no name, address or number leaves the portal."""
    arrangement_words.put_words(arrangement)
    personal = {
        "drive": str(arrangement.drive.words.title), "what": arrangement_words.kind(arrangement), "reply_by": formats.plain(formats.weekday_date(arrangement.reply_by)),
        "url": settings.SITE_URL + reverse("admin:donations_arrangement_change", args=[arrangement.pk]),
    }  # fmt: skip
    return letters.Letter(personal=personal)


def sample():
    """Return invented words for previews."""
    day, what = formats.weekday_date(timezone.localdate()), _("A large gift")
    shared = {
        "drive": _("Back to School Drive"), "contact_name": "Carla", "contact_phone": "617-555-0142", "contact_tel": "+16175550142", "is_agreed": True, "reply_by": day,
    }  # fmt: skip
    reply = _("Please come to the loading door behind the library.")
    personal = {"name": "Dan", "what": what, "list": what, "reply": reply, "answer": reply, "url": settings.SITE_URL + "/my/link/…/"}
    return letters.Letter(shared=shared, personal=personal, secret={"url"})


def sample_for_staff():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    return letters.Letter(personal={"drive": _("Back to School Drive"), "what": _("A large gift"), "reply_by": day, "url": settings.SITE_URL + "/admin/"})
