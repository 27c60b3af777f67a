"""What would help somebody take part: asked for, answered as often as it changes, taken back, and afterwards whether it worked."""

from dataclasses import astuple, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events import accommodation_rules as rules
from events import asking_rules
from events.actions import asking
from events.actions.asking import Asker
from events.letters import accommodations as letters
from events.models import AccommodationRequest, Event, Registration
from intake import form_keys
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from mailing.models import AccessLink
from mailing.outcomes import Outcome
from people.models import Person, User

State, Worked = AccommodationRequest.State, AccommodationRequest.Worked


@dataclass(frozen=True)
class Wish:
    """What would help, as typed and cleaned; `language` is that of an interpreter."""

    kind: str
    text: str
    language: str = ""


@transaction.atomic
def ask(
    *, event: Event, person: Person, text: str, now: datetime, registration: Registration | None = None, kind: str = "other", language: str = "",
    link: AccessLink | None = None, by: User | None = None,
) -> AccommodationRequest:  # fmt: skip
    """Ask for what would help; with a `link` the office hears of it when the address is proved. `language` is that of an interpreter. Raises Refused."""
    rules.check_asked(kind=kind, language=language, text=text)
    asking_rules.check_waiting(AccommodationRequest, link)
    made = AccommodationRequest.objects.create(
        event=event, person=person, registration=registration, kind=kind, language=language, text=text, link=link, entered_by=by,
        due=rules.due_on(event, now), owner=event.leads.filter(is_active=True).order_by("pk").first(),
    )  # fmt: skip
    if link is None:
        _tell(made, by=by, now=now)
    return made


@transaction.atomic
def ask_on_page(*, event: Event, wish: Wish, asker: Asker, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Anybody asks, registered or not, once per form key; the office hears of it when the address is proved. Raises Refused."""

    def make(person, link):
        return ask(event=event, person=person, kind=wish.kind, language=wish.language, text=wish.text, link=link, now=now)

    return asking.take(event=event, asker=asker, content=["support", *astuple(wish)], proved=proved, key=key, browser=browser, make=make, now=now)


@transaction.atomic
def enter(*, event: Event, wish: Wish, asker: Asker, key: str, by: User, now: datetime) -> AccommodationRequest:
    """Staff write down what somebody on the phone needs, with or without an address, once per form key. Raises Refused."""
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["support", event.pk, *astuple(wish), *astuple(asker)], now=now)
    if sending.first is not None:
        return AccommodationRequest.objects.get(pk=sending.first["request"])
    asking_rules.check_takes(event, now)
    person = asking_rules.person_who_asks(event=event, name=asker.name, email=asker.email, phone=asker.phone, language=asker.language)
    made = ask(event=event, person=person, kind=wish.kind, language=wish.language, text=wish.text, by=by, now=now)
    Person.objects.filter(pk=person.pk).update(active_at=now)
    form_keys.remember(sending, result={"request": made.pk})
    return made


def _tell(made, *, by, now):
    """Whoever asked is told by when we answer; whoever answers is told, but for who wrote it down."""
    if by is None or made.person.is_reached_by_email:  # whoever is on the phone just now is not called again to hear it
        letters.asked(made, now=now)
    if by is None or made.owner_id != by.pk:
        letters.to_answer(made, now=now)


def _is_proved(made, *, by, now):
    made.due = rules.due_on(made.event, now)  # the promise to answer counts from now on
    made.save(update_fields=["due", "changed_at"])
    _tell(made, by=by, now=now)


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: the office has the request."""
    asking.settle(AccommodationRequest.objects.filter(pk__in=ids), by=by, now=now, then=_is_proved)


@transaction.atomic
def settle_with(*, registration: Registration, by: User | None, now: datetime) -> None:
    """The registration on whose form it was asked is proved; called before its link is dropped."""
    asking.settle(asking.asked_with(AccommodationRequest, registration), by=by, now=now, then=_is_proved)


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put requests that wait for a proof on another address or number; returns the new link and no new refs. Raises Refused."""
    return asking.readdress(AccommodationRequest.objects.filter(pk__in=ids), typed=typed, email=email, phone=phone, now=now)


def locked(request: AccommodationRequest) -> AccommodationRequest:
    """Return the request, fresh and locked."""
    found = AccommodationRequest.objects.select_related("person__office", "event__office", "event__venue", "owner")
    return found.select_for_update(of=("self",)).get(pk=request.pk)


@transaction.atomic
def take(*, request: AccommodationRequest, due: date | None, by: User, now: datetime) -> AccommodationRequest:
    """Take a request into one's hands, and say by which day it is answered (None: the day stays)."""
    request = locked(request)
    request.owner, request.due = by, due or request.due
    request.save(update_fields=["owner", "due", "changed_at"])
    return request


@transaction.atomic
def answer(*, request: AccommodationRequest, state: str, reply: str, by: User, now: datetime, seen: str = "") -> AccommodationRequest:
    """Say how it stands, in the office's words, which go to the person; the same answer again sends nothing.

    `seen` is the version the form was shown with (`rules.version_of`). Raises Refused: when somebody else has answered meanwhile, too.
    """
    rules.check_answer(state, reply)
    request = locked(request)
    if (request.state, request.reply) == (state, reply):
        return request
    rules.check_fresh(request, seen)
    if request.state == State.WITHDRAWN:
        raise Refused(_("They took their request back. There is nothing to answer any more."), code="withdrawn")
    if request.link_id:
        raise Refused(_("The address is not confirmed yet. The request can be answered then."), code="held")
    request.state, request.reply, request.replied_at = state, reply, now
    request.owner = request.owner or by
    request.save(update_fields=["state", "reply", "replied_at", "owner", "changed_at"])
    letters.answered(request, now=now)
    return request


@transaction.atomic
def withdraw(*, request: AccommodationRequest, by: User | None, now: datetime) -> AccommodationRequest:
    """Take a request back; whoever arranges it hears of it at once. Twice changes nothing more."""
    request = locked(request)
    if request.state == State.WITHDRAWN:
        return request
    was_known = request.link_id is None and request.state != State.CANNOT
    request.state = State.WITHDRAWN
    request.save(update_fields=["state", "changed_at"])
    letters.taken_back(request, was_known=was_known, now=now)
    return request


@transaction.atomic
def withdraw_with(*, registration: Registration, by: User | None, now: datetime) -> None:
    """Whoever does not come needs nothing any more: take back what was asked on the form of this registration."""
    asked = AccommodationRequest.objects.filter(registration=registration, state__in=[*AccommodationRequest.WAITING, State.CONFIRMED])
    for request in asked.order_by("pk"):
        withdraw(request=request, by=by, now=now)


@transaction.atomic
def ask_again_with(*, registration: Registration, by: User | None, now: datetime) -> None:
    """A registration that was given up is taken up again: what was taken back with it is asked anew, and whoever arranges it hears so.

    Called before the registration is written. What its owner had taken back before stays so.
    """
    gone = AccommodationRequest.objects.filter(registration=registration, state=State.WITHDRAWN, changed_at__gte=registration.changed_at)
    for request in gone.order_by("pk"):
        request = locked(request)
        request.state, request.due = State.REQUESTED, rules.due_on(request.event, now)
        request.save(update_fields=["state", "due", "changed_at"])
        letters.to_answer(request, now=now, again=True)


@transaction.atomic
def say_how_it_worked(*, request: AccommodationRequest, worked: str, note: str, by: User | None, now: datetime) -> AccommodationRequest:
    """Answer “did it work?”, after the start; the last word counts. Raises Refused."""
    check_no_sensitive_numbers(note, field="note")
    request = locked(request)
    if worked not in {Worked.YES, Worked.PARTLY, Worked.NO}:
        raise Refused(_("Choose whether it worked."), field="worked")
    if request.state != State.CONFIRMED or request.event.starts > now:
        raise Refused(_("We ask this after the event, when something was promised to you."), code="not_yet")
    request.worked, request.worked_note, request.worked_at = worked, note, now
    request.save(update_fields=["worked", "worked_note", "worked_at", "changed_at"])
    return request
