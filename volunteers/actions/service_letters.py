"""Letters of service: issued for a period, withdrawn by the office, checked by whoever holds one."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from people.models import Person, User
from volunteers import eligibility, totals
from volunteers.models import ServiceLetter
from volunteers.models.service_letters import clean_code

FIRST_DAY = date(2000, 1, 1)
A_DAY = 20  # letters that a person may make in a day
WRONG_NAMES = 10  # tries with a wrong name that a code stands in a day


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check says of a letter: it is ours, with what it said and what it would say today; or it cannot be confirmed any more."""

    letter: ServiceLetter
    minutes_today: int = 0
    is_forgotten: bool = False

    @property
    def has_changed(self):
        """The hours of the period were corrected since."""
        return self.minutes_today != self.letter.minutes


@transaction.atomic
def issue(*, person: Person, first_day: date, last_day: date, with_days: bool, by: User | None, now: datetime) -> ServiceLetter:
    """Issue a letter about what a person did between two days. The same letter asked for again is the one that exists. Raises Refused."""
    person = eligibility.known_and_held(person.pk)  # one at a time for a person: two presses of the button make one letter
    _check_period(first_day, last_day, now)
    found = totals.lines([person.pk], first=first_day, last=last_day)
    if not found:
        raise Refused(_("We have counted no hours between these days, so there is nothing to confirm."), field="first_day", code="nothing")
    lines = [[line.opportunity, line.day.isoformat(), line.minutes, line.made] for line in found]
    said = {"person": person, "name": person.name, "first_day": first_day, "last_day": last_day, "with_days": with_days, "lines": lines}
    same = ServiceLetter.objects.filter(**said, revoked_at=None).order_by("-pk").first()
    if same is not None:
        return same
    if by is None and ServiceLetter.objects.filter(person=person, issued_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise Refused(_("You have made many letters today. Please come back tomorrow, or call us."), code="too_many")
    return ServiceLetter.objects.create(**said, office_id=person.office_id, minutes=sum(line.minutes for line in found), issued_at=now, issued_by=by)


def _check_period(first_day, last_day, now):
    if first_day < FIRST_DAY:
        raise Refused(_("Please check the year."), field="first_day", code="too_early")
    if last_day > timezone.localdate(now):
        raise Refused(_("The last day is still to come. We confirm what was done, not what is planned."), field="last_day", code="future")
    if last_day < first_day:
        raise Refused(_("The last day is before the first one."), field="last_day", code="order")


@transaction.atomic
def revoke(*, letter: ServiceLetter, by: User, now: datetime) -> ServiceLetter:
    """Withdraw a letter: a check does not confirm it any more. Doing it twice changes nothing more."""
    letter = ServiceLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.revoked_at is None:
        letter.revoked_at, letter.revoked_by = now, by
        letter.save(update_fields=["revoked_at", "revoked_by"])
    return letter


@transaction.atomic
def check(*, code: str, name: str, now: datetime) -> Answer | None:
    """Return what we say of the letter with this code and this name on it; None for wrong, withdrawn, foreign, or tried too often.

    The name is part of the question, so that a code alone tells nobody whose it is: any run of words of the name is right,
    for not every last name stands last. Each wrong name is counted before it is compared; after ten a code is silent for the day.
    """
    today = timezone.localdate(now)
    letters = ServiceLetter.objects.filter(code=clean_code(code), revoked_at=None)
    tries = Case(When(tried_on=today, then=F("wrong_tries") + 1), default=Value(1))
    letters.exclude(tried_on=today, wrong_tries__gt=WRONG_NAMES).update(wrong_tries=tries, tried_on=today)
    letter = letters.select_related("person", "office").first()
    if letter is None:
        return None
    if letter.person.forgotten_at is not None or not letter.name:
        return Answer(letter, is_forgotten=True)
    if letter.wrong_tries > WRONG_NAMES or not fits(name, letter.name):
        return None
    letters.update(wrong_tries=letter.wrong_tries - 1)
    done = totals.minutes_of([letter.person_id], first=letter.first_day, last=letter.last_day)
    return Answer(letter, minutes_today=done[letter.person_id])


def fits(typed, name):
    """Tell whether what was typed is a run of whole words of a name; case, spaces, hyphens and accents do not matter."""
    wanted, words = _key(typed), _words(name)
    runs = {"".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    return bool(wanted) and wanted in runs


def _words(name):
    return [key for key in (_key(word) for word in name.replace("-", " ").split()) if key]


def _key(text):
    plain = unicodedata.normalize("NFKD", comparison_key(text))
    return "".join(character for character in plain if character.isalnum())
