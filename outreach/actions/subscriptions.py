"""Being written to about topics: asked for on a form, good once the address is proved or the office has called, and left with one press."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from intake import form_keys
from intake.refusal import Refused
from mailing import proof
from mailing.models import new_nonce
from mailing.outcomes import Outcome, as_before
from outreach import consent, links
from outreach.letters import subscribed
from outreach.models import Preferences, Subscription, Topic, TopicRequest
from people.merging import wait_for_merges
from people.models import Office, Person, User

WAITING_AT_ONCE = 10  # forms of one address that nobody has proved
UNPROVED = timedelta(days=7)
Ended, State = Subscription.Ended, Subscription.State
_AGAINST_THEIR_WILL = {Ended.COMPLAINT, Ended.BOUNCED}
_RENEWED = ["state", "link", "language", "consent_version", "source", "asked_at", "confirmed_at", "ended_at", "ended", "entered_by", "changed_at"]


@dataclass(frozen=True)
class Form:
    """What was typed or said, cleaned: one of email and phone is there, the name may be empty."""

    name: str
    email: str
    phone: str
    language: str
    topics: tuple[int, ...]
    neighborhoods: tuple[int, ...] = ()
    interests: tuple[int, ...] = ()
    source: str = consent.FORM


# --- Asking -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, office: Office, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Write to somebody about topics, once per form key: at once where the browser has proved the address, else when the code is typed or the office has called.

    Until then nothing of a person already known is changed. Raises Refused.
    """
    wait_for_merges()
    sending = form_keys.use(key=key, browser=browser, content=["subscribe", office.pk, asdict(form)], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    _check_topics(office, form.topics)
    if form.email and form.email in proved:
        request = _request(office, form, now=now)
        _subscribe(request, by=None, now=now)
        outcome = Outcome(ref=request.ref)
    else:
        request = _wait(office, form, by=None, now=now)
        outcome = Outcome(ref=request.ref, link_id=request.link_id, address=form.email or form.phone)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


@transaction.atomic
def enter(*, office: Office, form: Form, key: str, browser: str, by: User, now: datetime) -> TopicRequest:
    """Staff write down what somebody wants who is on the phone and has said yes to the words read out; once per form key.

    An address that was spoken and never proved gets the letter with the button first: it may be misheard, or a stranger's. Raises Refused.
    """
    wait_for_merges()
    sending = form_keys.use(key=key, browser=browser, content=["enter subscription", office.pk, asdict(form)], now=now)
    if sending.first is not None:
        return _as_before(sending.first["request"])
    _check_topics(office, form.topics)
    if form.email and not Person.objects.behind(form.email).filter(office=office, email_confirmed_at__isnull=False).exists():
        request = _wait(office, form, by=by, now=now)
    else:
        request = _request(office, form, by=by, now=now)
        _subscribe(request, by=by, now=now)
    form_keys.remember(sending, result={"request": request.pk})
    return request


def _as_before(pk):
    """Raises Refused where whoever it was written down for was forgotten meanwhile."""
    request = TopicRequest.objects.filter(pk=pk).first()
    if request is None:
        raise form_keys.too_old()
    return request


def _check_topics(office, topics):
    """Raises Refused where a topic was closed while the form was open."""
    if not topics or Topic.objects.filter(pk__in=topics, office=office, is_open=True).count() != len(set(topics)):
        raise Refused(_("Tick at least one topic from the list."), field="topics")


def _wait(office, form, *, by, now):
    """Keep the form until somebody proves the address."""
    person = meet(office, form.name, form.email, form.phone, form.language)
    link = proof.start(email=form.email, person=person, office=office, language=form.language, now=now)
    if TopicRequest.objects.waiting().filter(link__address_key=link.address_key)[:WAITING_AT_ONCE].count() >= WAITING_AT_ONCE:
        raise Refused(_("This address waits for its code already. Please type the code in our letter first, or call us."), field="email", code="too_many")
    request = _request(office, form, person=person, link=link, by=by, now=now)
    _note_unproved(request, now)
    return request


def _request(office, form, *, person=None, link=None, by=None, now):
    person = person or meet(office, form.name, form.email, form.phone, form.language)
    return TopicRequest.objects.create(
        person=person, link=link, topics=sorted(set(form.topics)), neighborhoods=sorted(set(form.neighborhoods)), interests=sorted(set(form.interests)),
        language=form.language, consent_version=consent.VERSION, source=form.source, entered_by=by, asked_at=now,
    )  # fmt: skip


def meet(office: Office, name: str, email: str, phone: str, language: str) -> Person:
    """Return the person of an office with this address (else number); without a name, whoever the office knows there already."""
    if not name:
        reach = {"email": email} if email else {"email": "", "phone": phone}
        known = Person.objects.known().filter(office=office, apart="", **reach).order_by("pk").values_list("name", flat=True)
        name = next(iter(known), "")
    return Person.objects.find_or_add(office=office, name=name, email=email, phone=phone, language=language)


def _note_unproved(request, now):
    """Staff see what waits; where a consent stood or was taken back before, it stays what it is."""
    made = [_row(request, topic, State.UNCONFIRMED, now, link=request.link) for topic in request.topics]
    Subscription.objects.bulk_create(made, ignore_conflicts=True)


def _row(request, topic, state, now, **more):
    return Subscription(
        person_id=request.person_id, topic_id=topic, state=state, language=request.language, consent_version=request.consent_version, source=request.source,
        asked_at=request.asked_at, entered_by_id=request.entered_by_id, changed_at=now, **more,
    )  # fmt: skip


# --- The proof ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved, or the office has called: what waited is agreed to. Whatever was settled before stays as it is."""
    waiting = TopicRequest.objects.waiting().filter(pk__in=ids)
    hold(waiting.values_list("person", flat=True))
    found = waiting.select_related("person__office").select_for_update(of=("self",))
    for request in found.order_by("pk"):
        if request.person.forgotten_at is None:
            _subscribe(request, by=by, now=now)


def _subscribe(request, *, by, now):
    person = request.person
    preferences = locked(person)
    preferences.neighborhoods, preferences.interests = request.neighborhoods or preferences.neighborhoods, request.interests or preferences.interests
    preferences.save(update_fields=["neighborhoods", "interests", "changed_at"])
    new = agree(person=person, topics=request.topics, request=request, now=now)
    request.settled_at, request.link = now, None
    request.save(update_fields=["settled_at", "link"])
    known = {"email_confirmed_at": now} if person.email and by is None else {"phone_confirmed_at": now} if by and not person.email else {}
    Person.objects.filter(pk=person.pk).update(active_at=now, language=request.language, **known)
    if new and (by is None or person.is_reached_by_email):  # whoever has just said yes on the phone is not called again to hear it
        subscribed.welcome(request, now=now)


def hold(persons: Iterable[int]) -> None:
    """Lock the preferences of these people (ids) before anything else of theirs: two who change their consents come one after the other."""
    list(Preferences.objects.filter(person__in=list(persons)).select_for_update().order_by("person_id").values_list("pk"))


def locked(person: Person) -> Preferences:
    """Return a person's preferences, made when there are none, and locked: two changes of one person's consents come one after the other."""
    links.preferences_of([person.pk])
    return Preferences.objects.select_for_update(of=("self",)).get(person=person)


def agree(*, person: Person, topics: Iterable[int], request: TopicRequest, now: datetime) -> list[int]:
    """Confirm consents to topics that are open, and return the new ones (ids); one that stands keeps its date. The preferences are locked by the caller."""
    is_open = Topic.objects.filter(pk__in=topics, office=person.office_id, is_open=True)
    standing = Subscription.objects.standing().filter(person=person).values("topic")
    new = list(is_open.exclude(pk__in=standing).order_by("pk").values_list("pk", flat=True))
    made = [_row(request, topic, State.CONFIRMED, now, confirmed_at=now) for topic in new]
    Subscription.objects.bulk_create(made, update_conflicts=True, unique_fields=["person", "topic"], update_fields=_RENEWED)
    return new


def start_clock(*, link_id: int, now: datetime) -> None:
    """Nothing is held here, so no clock starts."""


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put what waits for a proof on another address or number; returns the new link, None where nothing was left to move, and no new refs. Raises Refused."""
    link = None
    waiting = TopicRequest.objects.waiting().filter(pk__in=ids).select_related("person__office").select_for_update(of=("self",))
    for request in waiting.order_by("pk"):
        one, old = typed[request.ref], request.person
        reached = (email, one["phone"]) if email else ("", phone)
        person = meet(old.office, one["name"], *reached, request.language)
        link = link or proof.start(email=email, person=person, office=old.office, language=request.language, now=now)
        Subscription.objects.unproved().filter(person=old, link=request.link_id).delete()
        request.person, request.link = person, link
        request.save(update_fields=["person", "link"])
        _note_unproved(request, now)
    return link, {}


# --- The end ----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def end(*, persons: Iterable[int], how: Subscription.Ended, topics: Iterable[int] | None = None, now: datetime) -> int:
    """Write to these people (ids) about these topics no more, or about none; returns how many consents ended. Twice changes nothing more.

    What ends against their will (a complaint, an address that refuses mail) is `suppressed`; letters about their own sign-ups are another matter.
    """
    persons = list(persons)
    hold(persons)
    found = Subscription.objects.standing().filter(person__in=persons)
    if topics is not None:
        found = found.filter(topic__in=list(topics))
    ids = list(found.select_for_update().order_by("pk").values_list("pk", flat=True))
    state = State.SUPPRESSED if how in _AGAINST_THEIR_WILL else State.UNSUBSCRIBED
    return Subscription.objects.filter(pk__in=ids).update(state=state, ended_at=now, ended=how, changed_at=now)


def leave_everything(*, person: Person, how: Subscription.Ended, now: datetime) -> int:
    """End all letters to many that reach a person's address; returns how many consents ended. Twice changes nothing more."""
    return end(persons=links.readers(person), how=how, now=now)


def email_corrected(*, person: Person) -> None:
    """The address was wrong: links that were mailed to it open nothing any more."""
    Preferences.objects.filter(person=person).update(nonce=new_nonce())


def forget_unproved(*, now: datetime) -> int:
    """Drop forms of a week ago, and what nobody has proved; returns how many rows. Safe to run twice."""
    dropped = Subscription.objects.unproved().filter(asked_at__lt=now - UNPROVED).delete()[0]
    return dropped + TopicRequest.objects.filter(asked_at__lt=now - UNPROVED).delete()[0]


def forget(*, person: Person, now: datetime) -> None:
    """End the consents, drop what was wished for, and let no old link open anything: the nonce is another one."""
    end(persons=[person.pk], how=Ended.STAFF, now=now)
    TopicRequest.objects.filter(person=person).delete()  # before what stands for it, as where an address is proved or corrected
    Subscription.objects.unproved().filter(person=person).delete()
    Preferences.objects.filter(person=person).update(neighborhoods=[], interests=[], nonce=new_nonce())
