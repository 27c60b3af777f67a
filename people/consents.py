"""A guardian's consent for a young person: asked, heard of, answered. What it is about belongs to the floors above."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import GuardianConsent, Person, User

ASKED_A_DAY = 5  # as many letters as an unproved address gets
COVERS = timedelta(days=182)  # half a year, where a guardian agrees to the other dates too


@dataclass(frozen=True)
class Guardian:
    """A young person's guardian, as typed: without email and phone the consent comes on paper."""

    name: str
    email: str
    phone: str
    language: str


def ask(*, person: Person, guardian: Guardian, age_band: str, now: datetime) -> GuardianConsent:
    """Note who has to be asked for a young person; the letter leaves when the young person's own address is proved.

    Raises Refused when the guardian named is the young person or reads the same mailbox (whoever proves it could agree for themself), or was asked
    five times within a day: nobody's inbox is flooded.
    """
    reached = {"email": guardian.email, "phone": guardian.phone}
    _check_not_flooded(guardian, now)
    found = Person.objects.find_or_add(office=person.office, name=guardian.name, language=guardian.language, apart=person.apart, **reached)
    if found == person:
        raise Refused(_("Enter your guardian’s name here, not your own."), field="guardian_name")
    if _read_one_mailbox(found, person):
        sentence = _("Enter your guardian’s own email here, or leave it empty: then they can call us, or sign a form that you print.")
        raise Refused(sentence, field="guardian_email")
    return GuardianConsent.objects.create(person=person, guardian=found, age_band=age_band, language=guardian.language, asked_at=now)


def _read_one_mailbox(guardian, person):
    return bool(guardian.email) and guardian.email.strip().lower() == person.email.strip().lower()


def move(*, consent_id: int | None, person: Person) -> None:
    """The young person is reached in another way before that is proved: what was asked for goes along, where anything was.

    Raises Refused when it is the guardian who is reached there, as `ask` does.
    """
    consent = GuardianConsent.objects.filter(pk=consent_id).select_related("guardian").first()
    if consent is None:
        return
    if consent.guardian == person or _read_one_mailbox(consent.guardian, person):
        raise Refused(_("This address or number is your guardian’s. Enter your own."), field="email" if person.email else "phone")
    consent.person = person
    consent.save(update_fields=["person"])


def _check_not_flooded(guardian, now):
    if not (guardian.email or guardian.phone):
        return
    same = {"guardian__email": guardian.email} if guardian.email else {"guardian__email": "", "guardian__phone": guardian.phone}
    if GuardianConsent.objects.filter(**same, asked_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY:
        raise Refused(_("This guardian was asked several times today. Please try again tomorrow, or call us."), field="guardian_name", code="too_many")


def heard_of(*, person: Person, age_band: str, language: str, now: datetime) -> GuardianConsent:
    """Make the record for a consent that staff heard of and nobody asked for: the guardian is known by the paper only.

    It says whose guardian by the number of the record: a name would outlast the child who is forgotten.
    """
    name = _("Guardian of %(name)s") % {"name": f"#{person.pk}"}
    guardian = Person.objects.find_or_add(office=person.office, name=name, apart=person.apart)
    return GuardianConsent.objects.create(person=person, guardian=guardian, age_band=age_band, language=language, asked_at=now)


def holds_on(consent: GuardianConsent, now: datetime) -> bool:
    """Tell whether a yes holds for other dates too, today or later: it can be taken back as long."""
    return consent.state == GuardianConsent.State.GIVEN and consent.covers_until is not None and consent.covers_until >= timezone.localdate(now)


def end_wide(consents: QuerySet[GuardianConsent]) -> None:
    """A guardian has said no: of these consents none holds for other dates any more."""
    wide = consents.filter(covers_until__isnull=False).values("pk")
    GuardianConsent.objects.filter(pk__in=wide).update(covers_until=None)


def write_down(consent: GuardianConsent, *, says_yes: bool, is_wide: bool = False, how: str, by: User | None, now: datetime) -> None:
    """Store a guardian's yes or no, the consent being locked; a wide yes holds for half a year."""
    consent.state = GuardianConsent.State.GIVEN if says_yes else GuardianConsent.State.REFUSED
    consent.covers_until = timezone.localdate(now) + COVERS if says_yes and is_wide else None
    consent.how, consent.by, consent.answered_at = how, by, now
    consent.save(update_fields=["state", "covers_until", "how", "by", "answered_at"])
    Person.objects.filter(pk=consent.guardian_id).update(active_at=now)
