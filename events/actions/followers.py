"""Who hears how an event and its promises go on: whoever asks to, and whoever came or asked a question; each stops it with one press."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bookings.models import State
from events.letters import followers as emails
from events.models import Event, Follower, Question, Registration
from intake import form_keys
from intake.refusal import Refused
from mailing import letters, proof
from mailing.outcomes import Outcome, as_before
from people.models import Person, User

WAITING_AT_ONCE = 10  # forms of one address that nobody has proved
UNPROVED = timedelta(days=7)
CAME = (State.ATTENDED, State.WALK_IN)


@dataclass(frozen=True)
class Form:
    """What was typed, cleaned: one of email and phone is there."""

    name: str
    email: str
    phone: str
    language: str


def live():
    """Return who hears of it: the address is proved, and they have not stopped it."""
    return Follower.objects.filter(link=None, stopped_at=None, person__forgotten_at=None)


@transaction.atomic
def follow(*, event: Event, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Tell somebody how it goes on, once per form key: from now on where the browser has proved the address, else from the code (or the call) on. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["follow", event.pk, asdict(form)], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    person = Person.objects.find_or_add(office=event.office, name=form.name, email=form.email, phone=form.phone, language=form.language, apart=event.apart)
    if form.email and form.email in proved:
        follower, is_new = _following(event, person, form.language)
        _begin(follower, is_new=is_new, by=None, now=now)
        outcome = Outcome(ref=follower.ref, is_new=is_new)
    else:
        link = proof.start(email=form.email, person=person, office=event.office, language=form.language, now=now)
        _check_waiting(link)
        follower, is_new = _following(event, person, form.language, link=link)
        outcome = Outcome(ref=follower.ref, link_id=link.pk, address=form.email or form.phone, is_new=is_new)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _following(event, person, language, *, link=None):
    """Return the live row of a person, whether it is proved yet or not, and whether it is new."""
    return Follower.objects.get_or_create(event=event, person=person, stopped_at=None, defaults={"language": language, "link": link})


def _check_waiting(link):
    if Follower.objects.filter(link__address_key=link.address_key, stopped_at=None)[:WAITING_AT_ONCE].count() >= WAITING_AT_ONCE:
        raise Refused(_("This address waits for its code already. Please type the code in our letter first, or call us."), field="email", code="too_many")


def _begin(follower, *, is_new, by, now):
    if not is_new and follower.link_id is None:
        return
    follower.link = None
    follower.save(update_fields=["link"])
    person = follower.person
    confirmed = {"email_confirmed_at": now} if person.email else {"phone_confirmed_at": now}
    Person.objects.filter(pk=person.pk).update(active_at=now, **confirmed)
    if by is None or person.is_reached_by_email:  # whoever has just said yes on the phone is not called again to hear it
        emails.following(follower, now=now)


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved, or the office has called: they hear of it from now on."""
    for follower in _locked(ids):
        if follower.link_id and follower.stopped_at is None and follower.person.forgotten_at is None:
            _begin(follower, is_new=False, by=by, now=now)


def _locked(ids):
    found = Follower.objects.filter(pk__in=ids).select_related("person__office", "event__office").order_by("pk")
    return list(found.select_for_update(of=("self",)))


def start_clock(*, link_id: int, now: datetime) -> None:
    """Nothing is held here, so no clock starts."""


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put what waits for a proof on another address or number; what another browser made stays where it is. Returns the new link and the new refs. Raises Refused."""
    link, moved = None, {}
    for follower in _locked(ids):
        one, old = typed[follower.ref], follower.person
        reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
        person = Person.objects.find_or_add(office=follower.event.office, name=one["name"], language=follower.language, apart=follower.event.apart, **reached)
        link = link or proof.start(email=email, person=person, office=old.office, language=follower.language, now=now)
        instead, _is_new = _following(follower.event, person, follower.language, link=link)
        moved[follower.ref] = instead.ref
        if follower.link_id and one.get("is_new") and instead.pk != follower.pk:
            follower.delete()
    return link, moved


@transaction.atomic
def stop(*, follower: Follower, now: datetime) -> None:
    """No more letters about it; a second press changes nothing."""
    Follower.objects.filter(pk=follower.pk, stopped_at=None).update(stopped_at=now)
    letters.cancel(about=[follower.ref], now=now)


def came(event: Event):
    """Return the registrations of who came: those who were checked in; where nobody was, all who were expected."""
    proved = Registration.objects.filter(event=event, link=None)
    was_there = proved.filter(Q(state__in=CAME) | Q(checked_in_at__isnull=False))
    return was_there if was_there.exists() else proved.filter(state=State.CONFIRMED)


@transaction.atomic
def gather(*, event: Event) -> int:
    """Let whoever came or asked a question hear of it as well, but for who has stopped it before; returns how many are new. Runs in the caller's transaction."""
    known, languages = _to_gather(event)
    Follower.objects.filter(event=event, stopped_at=None, person__in=known).exclude(link=None).update(link=None)
    made = [Follower(event=event, person_id=person, language=languages[person]) for person in _new(event, known)]
    return len(Follower.objects.bulk_create(made, ignore_conflicts=True))


def audience(event: Event) -> int:
    """Return to how many people the next letter about an event goes."""
    known, _languages = _to_gather(event)
    proved_by_coming = Follower.objects.filter(event=event, stopped_at=None, person__in=known).exclude(link=None)
    return live().filter(event=event).count() + proved_by_coming.count() + len(_new(event, known))


def _to_gather(event):
    """Return who came or asked a question and can be reached, and the language of each by id."""
    languages = dict(Question.objects.filter(event=event, link=None).exclude(person=None).values_list("person", "language"))
    languages |= dict(came(event).values_list("person", "language"))
    return Person.objects.known().filter(pk__in=languages).exclude(email="", phone=""), languages


def _new(event, known):
    return list(known.exclude(pk__in=Follower.objects.filter(event=event).values("person")).order_by("pk").values_list("pk", flat=True))


def sweep(*, now: datetime) -> int:
    """Let go of what nobody has proved within a week; returns how many rows. Safe to run twice."""
    return Follower.objects.filter(stopped_at=None, created_at__lt=now - UNPROVED).exclude(link=None).delete()[0]


def forget(*, person: Person, now: datetime) -> None:
    """Nobody who was forgotten hears of anything."""
    Follower.objects.filter(person=person, stopped_at=None).update(stopped_at=now, link=None)
