"""What the letters about support say: to the person in their language, and to whoever answers."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import accommodation_words, words
from events.actions import accommodations
from events.letters import about
from events.letters import asked as common
from events.models import AccommodationRequest, Event
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message

State, Worked = AccommodationRequest.State, AccommodationRequest.Worked
NAMES = {
    "support_asked": gettext_lazy("We have your request for support"),
    "support_answered": gettext_lazy("About what would help you take part"),
    "support_worked": gettext_lazy("Did the support work?"),
    "support_to_answer": gettext_lazy("Somebody asks for support (to staff)"),
    "support_taken_back": gettext_lazy("A request for support was taken back (to staff)"),
}


def said_yes(message, request, by, now):
    """It worked: heard on the phone."""
    accommodations.say_how_it_worked(request=request, worked=Worked.YES, note="", by=by, now=now)


def said_no(message, request, by, now):
    """It did not work: heard on the phone."""
    accommodations.say_how_it_worked(request=request, worked=Worked.NO, note="", by=by, now=now)


def register() -> None:
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    urgent = Message.Lane.URGENT
    for kind, lane, wanted, answers in [
        ("support_asked", urgent, in_states({State.REQUESTED}), {}),
        ("support_answered", urgent, in_states({State.ARRANGING, State.CONFIRMED, State.CANNOT}), {}),
        ("support_worked", Message.Lane.NORMAL, is_to_be_asked, {"on_yes": said_yes, "on_no": said_no}),
    ]:
        letters.register(
            kind, template=f"events/email/{kind}", lane=lane, load=load, context=context, wanted=wanted, reply_to=about.reply_to, sample=sample, **answers
        )  # fmt: skip
    for kind, wanted in [("support_to_answer", in_states({State.REQUESTED})), ("support_taken_back", in_states({State.WITHDRAWN}))]:
        letters.register(
            kind, template=f"events/email/{kind}", lane=urgent, load=load_for_staff, context=context_for_staff, wanted=wanted, sample=sample_for_staff
        )  # fmt: skip


def in_states(states):
    """Return the check that the request is still in one of the states and its event is not called off."""
    return lambda message, request, now: request.state in states and request.event.state != Event.State.CANCELLED


def is_to_be_asked(message, request, now):
    """What was promised and not judged yet."""
    return request.state == State.CONFIRMED and not request.worked and request.event.state != Event.State.CANCELLED


def load(messages):
    """Return the requests of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=accommodation_words.fetch, owner=lambda one: one.person)


def context(message, request):
    """Return the words for the person."""
    shared = {**about.facts(request.event), "state": request.state, "due": formats.plain(accommodation_words.next_words(request))}
    wish = "\n".join(accommodation_words.lines(request))
    personal = {
        "name": request.person.name, "wish": wish, "wish_list": common.in_lines(wish), "reply": request.reply, "reply_list": common.in_lines(request.reply),
        "url": proof.url(request.manage_link),
    }  # fmt: skip
    has_reply = bool(request.reply)
    key = (request.event_id, request.state, shared["due"], has_reply)
    return letters.Letter(shared_key=key, shared={**shared, "has_reply": has_reply}, personal=personal, secret={"url"})


def load_for_staff(messages):
    """Return the requests of these letters by message id; constant queries."""
    found = {one.pk: one for one in accommodation_words.fetch({linked.number_of(message) for message in messages})}
    return {message.pk: found[number] for message in messages if (number := linked.number_of(message)) in found}


def context_for_staff(message, request):
    """Return what kind of support is asked for and where to answer; no name, address or word of the person leaves the portal."""
    personal = {
        "what": words.title_of(request.event), "when": formats.plain(words.when(request.event)), "wish": accommodation_words.kind(request),
        "due": formats.plain(formats.weekday_date(request.due)) if request.due else "", "url": settings.SITE_URL + reverse("admin:accommodation", args=[request.pk]),
    }  # fmt: skip
    return letters.Letter(personal=personal)


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    shared = {**about.sample_facts(), "state": State.CONFIRMED, "due": _("We answer by %(day)s.") % {"day": day}, "has_reply": True}
    wish, reply = _("Interpreter: Spanish"), _("Ana interprets. Please take a headset at the door.")
    personal = {"name": "Vera", "wish": wish, "wish_list": wish, "reply": reply, "reply_list": reply, "url": common.SAMPLE_URL}
    return letters.Letter(shared=shared, personal=personal, secret={"url"})


def sample_for_staff():
    """Return invented words for previews."""
    day, facts = formats.weekday_date(timezone.localdate()), about.sample_facts()
    personal = {"what": facts["what"], "when": facts["when"], "wish": _("Interpreter: Spanish"), "due": day, "url": settings.SITE_URL + "/admin/"}
    return letters.Letter(personal=personal)
