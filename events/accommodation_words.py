"""What somebody asks for to take part, in words in the active language: for pages, letters and `/my/`."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import words
from events.models import AccommodationRequest, SupportKind
from languages import formats
from languages.models import Language
from languages.names import in_words
from people.things import Thing

State = AccommodationRequest.State
_STATES = {State.REQUESTED: "asked", State.ARRANGING: "asked", State.CONFIRMED: "confirmed", State.CANNOT: "declined", State.WITHDRAWN: "cancelled"}
_LOOKS = {State.REQUESTED: "wait", State.ARRANGING: "wait", State.CONFIRMED: "good", State.CANNOT: "bad", State.WITHDRAWN: "past"}


def fetch(ids: Iterable[int]) -> list[AccommodationRequest]:
    """Return these requests with all that their words need; constant queries."""
    found = AccommodationRequest.objects.filter(pk__in=ids)
    return put_languages(found.select_related("person__office", "event__office", "event__venue", "owner", "link").order_by("event__starts", "pk"))


def put_languages(requests: Iterable[AccommodationRequest]) -> list[AccommodationRequest]:
    """Put on each request what the language of its interpreter is called in English, and return them as a list; one query at most."""
    requests = list(requests)
    wanted = {one.language for one in requests if one.language}
    names = dict(Language.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}
    for one in requests:
        one.language_name = names.get(one.language, one.language)
    return requests


def kind(request: AccommodationRequest) -> str:
    """Return what would help, in one line: the kind, and the language of an interpreter."""
    what = capfirst(request.get_kind_display())
    if request.kind != SupportKind.INTERPRETER or not request.language:
        return what
    if not hasattr(request, "language_name"):
        put_languages([request])
    return _("%(what)s: %(language)s") % {"what": what, "language": in_words(request.language, request.language_name)}


def lines(request: AccommodationRequest) -> list[str]:
    """Return what was asked for: the kind where it tells something, and what was written."""
    told = [] if request.kind == SupportKind.OTHER and request.text else [kind(request)]
    return [*told, *([request.text] if request.text else [])]


def state(request: AccommodationRequest) -> str:
    """Return the state as its owner reads it."""
    if request.link_id:
        return _("Noted, not confirmed yet")
    return {
        State.REQUESTED: _("We have your request"),
        State.ARRANGING: _("We are arranging it"),
        State.CONFIRMED: _("It will be there for you"),
        State.CANNOT: _("We cannot provide it"),
        State.WITHDRAWN: _("You took it back"),
    }[request.state]


def look(request: AccommodationRequest) -> str:
    """Return how its state looks: good, wait, bad or past."""
    return "wait" if request.link_id else _LOOKS[request.state]


def next_words(request: AccommodationRequest) -> str:
    """Return what happens next, or nothing."""
    if request.link_id or request.state not in AccommodationRequest.WAITING:
        return ""
    if request.state == State.ARRANGING:
        return _("We tell you as soon as it is certain.")
    return _("We answer by %(day)s.") % {"day": formats.weekday_date(request.due)} if request.due else ""


def thing(request: AccommodationRequest) -> Thing:
    """Return a request as one thing of one person."""
    event = request.event
    return Thing(
        ref=request.ref, title=_("%(what)s, for %(event)s") % {"what": kind(request), "event": words.title_of(event)}, name=request.person.name, party_size=1,
        when=words.when(event), where=words.where(event), state="held" if request.link_id else _STATES[request.state], state_words=state(request),
        url=reverse("events:accommodation", args=[request.pk]), starts=event.starts, next_words=next_words(request), keeps_place=False, last_step=_("We answer you"),
    )  # fmt: skip
