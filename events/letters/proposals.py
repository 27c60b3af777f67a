"""The letters about a proposal: to whoever proposed it, and to whoever answers."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import proposal_words as words
from events.models import Proposal
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message

State = Proposal.State
NAMES = {
    "proposal_received": gettext_lazy("We have got your proposal"),
    "proposal_answered": gettext_lazy("About your proposal"),
    "proposal_to_answer": gettext_lazy("An event is proposed, or somebody invites us (to staff)"),
}


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    urgent = Message.Lane.URGENT
    letters.register(
        "proposal_received",
        template="events/email/proposal_received",
        lane=urgent,
        load=load,
        context=context,
        wanted=in_states({State.RECEIVED}),
        sample=sample,
    )
    letters.register(
        "proposal_answered", template="events/email/proposal_answered", lane=urgent, load=load, context=context,
        wanted=in_states({State.RECEIVED, State.ACCEPTED, State.DECLINED}), sample=sample,
    )  # fmt: skip
    letters.register(
        "proposal_to_answer", template="events/email/proposal_to_answer", lane=urgent, load=load_for_staff, context=context_for_staff,
        wanted=in_states({State.RECEIVED}), sample=sample_for_staff,
    )  # fmt: skip


def received(proposal, *, now):
    """“We have got your proposal, and answer by …”."""
    letters.send("proposal_received", to=proposal.person, about=proposal, now=now, language=proposal.language)


def answered(proposal, *, now):
    """“About your proposal”: the office's answer, the newest one."""
    letters.cancel(about=[proposal.ref], kinds=["proposal_received", "proposal_answered"], now=now)
    letters.send("proposal_answered", to=proposal.person, about=proposal, now=now, period=f"{now:%Y%m%d%H%M%S.%f}", language=proposal.language)


def to_answer(proposal, *, address, now):
    """“An event is proposed”, to whoever answers it; no name, address or number leaves the portal."""
    letters.send_to_address("proposal_to_answer", address=address, office=proposal.office_id, language=settings.LANGUAGE_CODE, about=proposal, now=now)


def in_states(states):
    """Return the check that the proposal is still in one of the states."""
    return lambda message, proposal, now: proposal.state in states


def load(messages):
    """Return the proposals of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=words.fetch, owner=lambda one: one.person)


def context(message, proposal):
    """Return the words for whoever proposed it."""
    event = words.public_event(proposal)
    shared = {
        "state": str(proposal.state), "is_invitation": proposal.kind == Proposal.Kind.INVITE, "has_event": event is not None,
        "reply_by": formats.plain(formats.weekday_date(proposal.due)) if proposal.due else "",
    }  # fmt: skip
    personal = {
        "name": proposal.person.name, "title": proposal.title, "when": formats.plain(words.when(proposal)), "where": words.where(proposal), "reply": proposal.reply,
        "answer": format_html_join(mark_safe("<br>"), "{}", ([line] for line in proposal.reply.splitlines())),  # noqa: S308 - a constant
        "event_url": settings.SITE_URL + event.get_absolute_url() if event else "", "url": proof.url(proposal.manage_link),
    }  # fmt: skip
    return letters.Letter(shared_key=tuple(shared.values()), shared=shared, personal=personal, secret={"url"})


def load_for_staff(messages):
    """Return the proposals of these letters by message id; constant queries."""
    found = {one.pk: one for one in words.fetch({linked.number_of(message) for message in messages})}
    return {message.pk: found[number] for message in messages if (number := linked.number_of(message)) in found}


def context_for_staff(message, proposal):
    """Return what is proposed and where to answer it."""
    personal = {
        "kind": proposal.get_kind_display(), "title": proposal.title, "day": formats.plain(formats.weekday_date(proposal.day)),
        "reply_by": formats.plain(formats.weekday_date(proposal.due)) if proposal.due else "", "url": settings.SITE_URL + reverse("admin:proposal", args=[proposal.pk]),
    }  # fmt: skip
    return letters.Letter(personal=personal)


def sample():
    """Return invented words for previews."""
    day, reply = formats.weekday_date(timezone.localdate()), _("We bring rakes and bags. Please meet us at the gate.")
    shared = {"state": State.ACCEPTED.value, "is_invitation": False, "has_event": False, "reply_by": day}
    personal = {
        "name": "Vera", "title": _("Clean-up at the pond"), "when": day, "where": "Jamaica Pond", "reply": reply, "answer": reply, "event_url": "",
        "url": settings.SITE_URL + "/my/link/…/",
    }  # fmt: skip
    return letters.Letter(shared=shared, personal=personal, secret={"url"})


def sample_for_staff():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    personal = {"kind": Proposal.Kind.RUN.label, "title": _("Clean-up at the pond"), "day": day, "reply_by": day, "url": settings.SITE_URL + "/admin/"}
    return letters.Letter(personal=personal)
