"""What is arranged with the donor: a large gift, or an organization that hosts a collection box."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations import eligibility, emails
from donations.actions import proofs
from donations.actions.pledges import Outcome, as_before
from donations.models import Arrangement, Drive, Need
from intake import form_keys
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from mailing import letters, proof
from people import absences
from people.models import Person, User

State, Kind = Arrangement.State, Arrangement.Kind
UNSENT_HOLD = timedelta(days=7)  # nothing is kept for it: there is time
ANSWERS = {State.AGREED, State.DECLINED}


@dataclass(frozen=True)
class Offer:
    """What a donor typed, cleaned: one of email and phone is there."""

    kind: str
    name: str
    email: str
    phone: str
    language: str
    organization: str = ""
    thanks: bool = False
    address: str = ""
    what: str = ""
    need: int | None = None
    quantity: int | None = None


@transaction.atomic
def ask(*, drive: Drive, offer: Offer, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Offer something that has to be arranged, once per form key; the office hears of it when the address is proved. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["arrange", drive.pk, asdict(offer)], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    _check(drive, offer, now)
    person = Person.objects.find_or_add(office=drive.office, name=offer.name, email=offer.email, phone=offer.phone, language=offer.language)
    made = _made(drive, person, offer, now)
    is_proved = bool(offer.email) and offer.email in proved
    if not is_proved:
        made.link = proof.start(email=offer.email, person=person, office=drive.office, language=offer.language, now=now)
        if made.link.is_known_here:
            _check_held(offer.email, offer.phone)
    made.save()
    if is_proved:
        _ask_the_office(made, now)
    outcome = Outcome(ref=made.ref, link_id=made.link_id, address="" if is_proved else offer.email or offer.phone)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _check(drive, offer, now):
    eligibility.check_open(drive, now)
    for field, text in [("what", offer.what), ("address", offer.address), ("organization", offer.organization)]:
        check_no_sensitive_numbers(text, field=field)
    if offer.kind == Kind.BOX and not offer.organization:
        raise Refused(_("Enter the organization that hosts the box."), field="organization")
    if offer.kind == Kind.BOX and not offer.address:
        raise Refused(_("Enter where the box would stand."), field="address")
    if offer.kind == Kind.LARGE_GIFT and not (offer.what or offer.need):
        raise Refused(_("Tell us what you would like to give."), field="what")
    if offer.need is not None and not Need.objects.filter(drive=drive, pk=offer.need).exists():
        raise Refused(_("This item is not collected in this drive. Please look at the list again."), field="need", code="foreign")


def _check_held(email, phone):
    same = {"person__email": email} if email else {"person__email": "", "person__phone": phone}
    if Arrangement.objects.filter(state=State.HELD, link__isnull=False, **same)[: eligibility.HELD_AT_ONCE].count() >= eligibility.HELD_AT_ONCE:
        raise Refused(_("This address has many offers that are not confirmed yet. Please confirm those first."), field="email", code="too_many")


def _made(drive, person, offer, now):
    return Arrangement(
        drive=drive, person=person, kind=offer.kind, organization=offer.organization, thanks_agreed_at=now if offer.organization and offer.thanks else None,
        address=offer.address, what=offer.what, need_id=offer.need, quantity=offer.quantity, language=offer.language, owner=drive.leads.filter(is_active=True).order_by("pk").first(),
        reply_by=reply_by(drive, now),
    )  # fmt: skip


def reply_by(drive: Drive, now: datetime):
    """Return the day by which the office answers, at the place."""
    return timezone.localdate(now, drive.zone) + timedelta(days=drive.reply_days)


def _ask_the_office(made, now):
    """The address is proved: the promise to answer counts from now on, and whoever answers is told."""
    made.state, made.link, made.until, made.reply_by = State.ASKED, None, None, reply_by(made.drive, now)
    made.save(update_fields=["state", "link", "until", "reply_by", "changed_at"])
    emails.arrangement_asked(made, now=now)
    for address in _who_answers(made, now):
        emails.arrangement_to_answer(made, address=address, now=now)


def _who_answers(made, now):
    if made.owner:
        return [one.email for one in absences.reached([made.owner], now=now)]
    return [made.drive.contact_email or made.drive.office.email]


def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: the office is asked."""
    for made in _locked(ids):
        if made.state in {State.HELD, State.EXPIRED}:
            _ask_the_office(made, now)
        proofs.prove(made.person, now)


def _locked(ids):
    found = Arrangement.objects.filter(pk__in=ids).select_related("person__office", "drive__office", "owner").order_by("pk")
    return found.select_for_update(of=("self",))


@transaction.atomic
def start_clock(*, link_id: int, now: datetime) -> None:
    """The code letter has left: an offer waits as long as the code is good, and it is nobody's harm."""
    held = Arrangement.objects.filter(link=link_id, state=State.HELD, until=None).order_by("pk").select_for_update(skip_locked=True)
    Arrangement.objects.filter(pk__in=[one.pk for one in held]).update(until=now + proof.CODE_LIFE)


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put offers that wait for a proof on another address or number. Returns the new link, None where nothing was left to move, and no new refs."""
    link = None
    for made in _locked(ids):
        if made.link_id is None or made.state not in {State.HELD, State.EXPIRED}:
            continue
        person = proofs.moved_person(made, typed[made.ref], email, phone)
        link = link or proof.start(email=email, person=person, office=person.office, language=made.language, now=now)
        made.person, made.link, made.until = person, link, None
        made.save(update_fields=["person", "link", "until", "changed_at"])
    return link, {}


@transaction.atomic
def withdraw(*, arrangement: Arrangement, by: User | None, now: datetime) -> Arrangement:
    """Take an offer back; doing it twice changes nothing more. Raises Refused when it is done or declined."""
    (made,) = _locked([arrangement.pk])
    if made.state == State.WITHDRAWN:
        return made
    if made.state not in Arrangement.OPEN:
        raise Refused(_("This is not open any more. Nothing was changed."), code="over")
    _leave(made, State.WITHDRAWN, now)
    return made


def _leave(made, state, now):
    made.state, made.until = state, None
    if state != State.EXPIRED:
        made.link = None
    made.save(update_fields=["state", "until", "link", "changed_at"])
    letters.cancel(about=[made.ref], now=now)


@transaction.atomic
def answer(*, arrangement: Arrangement, state: str, reply: str, by: User, now: datetime) -> Arrangement:
    """Agree or decline in the office's words, which go to the donor; the same answer again sends nothing. Raises Refused."""
    check_no_sensitive_numbers(reply, field="reply")
    (made,) = _locked([arrangement.pk])
    if state not in ANSWERS:
        raise Refused(_("Choose whether you agree or decline."), field="state")
    if not reply.strip():
        raise Refused(_("Write what the donor has to know: when, which door, or why not."), field="reply")
    if made.state not in {State.ASKED, State.AGREED, State.DECLINED}:
        raise Refused(_("This cannot be answered any more. Nothing was changed."), code="over")
    if (made.state, made.reply) == (state, reply):
        return made
    made.state, made.reply, made.replied_at = state, reply, now
    made.owner = made.owner or by
    made.save(update_fields=["state", "reply", "replied_at", "owner", "changed_at"])
    emails.arrangement_answered(made, now=now)
    return made


@transaction.atomic
def finish(*, arrangement: Arrangement, by: User, now: datetime) -> Arrangement:
    """The gift has come, or the box is back; doing it twice changes nothing more. Raises Refused before it was agreed."""
    (made,) = _locked([arrangement.pk])
    if made.state == State.DONE:
        return made
    if made.state != State.AGREED:
        raise Refused(_("Only what was agreed can be done."), code="not_agreed")
    made.state = State.DONE
    made.save(update_fields=["state", "changed_at"])
    return made


def sweep(*, now: datetime) -> None:
    """End offers whose address nobody has proved. Safe to run twice."""
    held = Arrangement.objects.filter(state=State.HELD)
    over = held.filter(until__lte=now) | held.filter(until=None, changed_at__lt=now - UNSENT_HOLD)
    for pk in over.order_by("pk").values_list("pk", flat=True)[:1000]:
        _expire(pk, now)


@transaction.atomic
def _expire(pk, now):
    (made,) = _locked([pk])
    if made.state == State.HELD and (made.until is None or made.until <= now):
        _leave(made, State.EXPIRED, now)
