"""“Keep me posted”: asked for on a form, good once the address is proved, and left with one press."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intake import form_keys
from intake.refusal import Refused
from mailing import letters, proof
from mailing.outcomes import Outcome, as_before
from mailing.reach import leaving
from people import profiles
from people.merging import wait_for_merges
from people.models import Office, Person, Profile, User
from volunteers import emails
from volunteers.models import KeepPosted

WAITING_AT_ONCE = 10  # forms of one address that nobody has proved


@dataclass(frozen=True)
class Form:
    """What a resident typed, cleaned: one of email and phone is there."""

    name: str
    email: str
    phone: str
    language: str
    interests: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    availability: tuple[int, ...] = ()
    neighborhood_id: int | None = None

    @property
    def wishes(self):
        """Return what is kept of it as it was typed."""
        return {
            "interests": list(self.interests), "languages": list(self.languages), "availability": list(self.availability),
            "neighborhood_id": self.neighborhood_id, "language": self.language,
        }  # fmt: skip


@transaction.atomic
def ask(*, office: Office, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Keep somebody posted, once per form key: at once where the browser has proved the address, else when the code is typed or the office has called.

    Until then nothing of a person already known is changed. Raises Refused.
    """
    wait_for_merges()
    sending = form_keys.use(key=key, browser=browser, content=["keep-posted", asdict(form)], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    person = Person.objects.find_or_add(office=office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    if form.email and form.email in proved:
        posted = KeepPosted.objects.create(person=person, **form.wishes)
        _agree(posted, by=None, now=now)
        outcome = Outcome(ref=posted.ref)
    else:
        link = proof.start(email=form.email, person=person, office=office, language=form.language, now=now)
        _check_waiting(link)
        posted = KeepPosted.objects.create(person=person, link=link, **form.wishes)
        outcome = Outcome(ref=posted.ref, link_id=link.pk, address=form.email or form.phone)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _check_waiting(link):
    if KeepPosted.objects.unproved().filter(link__address_key=link.address_key)[:WAITING_AT_ONCE].count() >= WAITING_AT_ONCE:
        raise Refused(_("This address waits for its code already. Please type the code in our letter first, or call us."), field="email", code="too_many")


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved, or the office has called: what waited is agreed to, and the profile takes what was wished for."""
    for posted in KeepPosted.objects.unproved().filter(pk__in=ids).select_related("person").order_by("pk"):
        if posted.person.forgotten_at is None:
            _agree(posted, by=by, now=now)


def _agree(posted, *, by, now):
    """The profile is locked first: two consents of one person come one after the other, and the newer one stands."""
    person = posted.person
    profiles.add(person=person, wishes=profiles.Wishes(posted.interests, posted.languages, posted.availability, posted.neighborhood_id))
    KeepPosted.objects.standing().filter(person=person).update(left_at=now)
    posted.agreed_at, posted.link = now, None
    posted.save(update_fields=["agreed_at", "link", "changed_at"])
    confirmed = {"email_confirmed_at": now} if person.email else {"phone_confirmed_at": now}
    Person.objects.filter(pk=person.pk).update(active_at=now, language=posted.language, **confirmed)
    if by is None or person.is_reached_by_email:  # whoever has just said yes on the phone is not called again to hear it
        emails.kept_posted(posted, now=now)


def start_clock(*, link_id: int, now: datetime) -> None:
    """Nothing is held here, so no clock starts."""


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put what waits for a proof on another address or number; returns the new link, None where nothing was left to move, and no new refs. Raises Refused."""
    link = None
    for posted in KeepPosted.objects.unproved().filter(pk__in=ids).select_related("person__office").select_for_update(of=("self",)).order_by("pk"):
        one, old = typed[posted.ref], posted.person
        reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
        person = Person.objects.find_or_add(office=old.office, name=one["name"], language=posted.language, **reached)
        link = link or proof.start(email=email, person=person, office=old.office, language=posted.language, now=now)
        posted.person, posted.link = person, link
        posted.save(update_fields=["person", "link", "changed_at"])
    return link, {}


@transaction.atomic
def leave(*, posted: KeepPosted, now: datetime) -> None:
    """No more letters; a second press changes nothing."""
    KeepPosted.objects.filter(pk=posted.pk, left_at=None).update(left_at=now)
    letters.cancel(about=[posted.ref], now=now)


@transaction.atomic
def leave_for(*, persons: list[int], why: str, now: datetime) -> None:
    """They marked a letter as spam, or left through their mail program: no news, and nobody asks them for help any more."""
    if why in (leaving.COMPLAINT, leaving.ONE_CLICK):
        Profile.objects.filter(person__in=persons, agreed_to_asks_at__isnull=False).update(agreed_to_asks_at=None)
        for posted in KeepPosted.objects.standing().filter(person__in=persons).order_by("pk"):
            leave(posted=posted, now=now)


def forget(*, person: Person, now: datetime) -> None:
    """Take the consent back and drop what the person wished for. The profile is locked first, as everywhere here."""
    list(Profile.objects.filter(person=person).select_for_update().values_list("pk"))
    own = KeepPosted.objects.filter(person=person)
    own.filter(left_at=None).update(left_at=now)
    own.update(interests=[], languages=[], availability=[], neighborhood=None, link=None)
