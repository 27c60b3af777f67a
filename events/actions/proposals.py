"""“I'd like to run a clean-up”, “come to our school”: asked on a form, good once the address is proved, withdrawn; or written down by staff."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import proposal_rules as rules
from events.letters import proposals as emails
from events.models import Proposal
from intake import form_keys
from intake.refusal import Refused
from mailing import letters, proof
from mailing.outcomes import Outcome, as_before
from people.models import Office, Person, User

State, Kind = Proposal.State, Proposal.Kind
REPLY_DAYS = timedelta(days=7)
UNPROVED = timedelta(days=7)


@dataclass(frozen=True)
class Form:
    """What was typed, cleaned: one of email and phone is there, but for what staff write down."""

    kind: str
    name: str
    email: str
    phone: str
    language: str
    title: str
    where: str
    day: date
    organization: str = ""
    text: str = ""
    neighborhood_id: int | None = None
    other_days: str = ""
    how_many: int | None = None
    tools: str = ""


def _check(form, now):
    rules.check_texts(title=form.title, where=form.where, text=form.text, organization=form.organization, other_days=form.other_days, tools=form.tools)
    rules.check_day(form.day, timezone.localdate(now))
    rules.check_organization(form.kind, form.organization)


def _made(office, person, form):
    names = ("kind", "title", "where", "day", "organization", "text", "neighborhood_id", "other_days", "how_many", "tools", "language")
    return Proposal(office=office, person=person, **{name: getattr(form, name) for name in names})


@transaction.atomic
def ask(*, office: Office, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Propose an event, or invite the office, once per form key; the office hears of it when the address is proved. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["propose", asdict(form)], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    _check(form, now)
    person = Person.objects.find_or_add(office=office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    proposal = _made(office, person, form)
    if form.email and form.email in proved:
        rules.check_few(person.pk)
        proposal.save()
        _received(proposal, by=None, now=now)
        outcome = Outcome(ref=proposal.ref)
    else:
        proposal.link = proof.start(email=form.email, person=person, office=office, language=form.language, now=now)
        rules.check_waiting(proposal.link.address_key)
        proposal.save()
        outcome = Outcome(ref=proposal.ref, link_id=proposal.link_id, address=form.email or form.phone)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


@transaction.atomic
def enter(*, office: Office, form: Form, key: str, by: User, now: datetime) -> Proposal:
    """Staff write down a proposal for somebody who called or came by, with or without an address, once per form key. Raises Refused."""
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["enter-proposal", office.pk, asdict(form)], now=now)
    if sending.first is not None:
        return Proposal.objects.get(pk=sending.first["proposal"])
    _check(form, now)
    person = Person.objects.find_or_add(office=office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    proposal = _made(office, person, form)
    proposal.entered_by, proposal.owner, proposal.due = by, by, timezone.localdate(now) + REPLY_DAYS
    proposal.save()
    Person.objects.filter(pk=person.pk).update(active_at=now)
    if person.email or person.phone:
        emails.received(proposal, now=now)
    form_keys.remember(sending, result={"proposal": proposal.pk})
    return proposal


def _received(proposal, *, by, now):
    """The address is proved: the promise to answer counts from now on, and the office is told."""
    proposal.link, proposal.due = None, timezone.localdate(now) + REPLY_DAYS
    proposal.save(update_fields=["link", "due", "changed_at"])
    person = proposal.person
    confirmed = {"email_confirmed_at": now} if person.email else {"phone_confirmed_at": now}
    Person.objects.filter(pk=person.pk).update(active_at=now, **confirmed)
    if by is None or person.is_reached_by_email:  # whoever has just said yes on the phone is not called again to hear it
        emails.received(proposal, now=now)
    emails.to_answer(proposal, address=proposal.office.email, now=now)


def locked(ids: list[int]) -> list[Proposal]:
    """Return these proposals, fresh and locked in id order."""
    found = Proposal.objects.filter(pk__in=ids).select_related("person__office", "office", "owner").order_by("pk")
    return list(found.select_for_update(of=("self",)))


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved, or the office has called: the office has the proposal."""
    for proposal in locked(ids):
        if proposal.link_id and proposal.state == State.RECEIVED and proposal.person.forgotten_at is None:
            _received(proposal, by=by, now=now)


def start_clock(*, link_id: int, now: datetime) -> None:
    """Nothing is held here, so no clock starts."""


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put what waits for a proof on another address or number; returns the new link, None where nothing was left to move, and no new refs. Raises Refused."""
    link = None
    for proposal in locked(ids):
        if proposal.link_id is None or proposal.state != State.RECEIVED:
            continue
        one, old = typed[proposal.ref], proposal.person
        reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
        person = Person.objects.find_or_add(office=proposal.office, name=one["name"], language=proposal.language, **reached)
        link = link or proof.start(email=email, person=person, office=old.office, language=proposal.language, now=now)
        proposal.person, proposal.link = person, link
        proposal.save(update_fields=["person", "link", "changed_at"])
    return link, {}


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User | None, now: datetime) -> Proposal:
    """Take a proposal back; doing it twice changes nothing more. Raises Refused once it is answered."""
    (found,) = locked([proposal.pk])
    if found.state == State.WITHDRAWN:
        return found
    if found.state != State.RECEIVED:
        raise Refused(_("We have answered this already. Please call us if something has changed."), code="over")
    found.state, found.link = State.WITHDRAWN, None
    found.save(update_fields=["state", "link", "changed_at"])
    letters.cancel(about=[found.ref], now=now)
    return found


def sweep(*, now: datetime) -> int:
    """Let go of what nobody has proved within a week; returns how many rows. Safe to run twice."""
    return Proposal.objects.filter(created_at__lt=now - UNPROVED).exclude(link=None).delete()[0]
