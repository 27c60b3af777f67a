"""What the sign-up form of one role asks besides name and address: the age band, a guardian, an agreement, a group's names."""

from dataclasses import dataclass

from django.utils.translation import get_language

from bookings.ages import OF_AGE, bands
from languages.content import translated
from people.models import WaiverText


@dataclass(frozen=True)
class Questions:
    """The further questions of one form; `waiver` is the text to agree to, in the active language."""

    minimum_age: int | None = None
    with_adult: bool = False
    guardian: bool = False
    waiver: WaiverText | None = None
    is_group: bool = False

    @property
    def any(self):
        """The form is not everybody's."""
        return bool(self.minimum_age or self.waiver or self.is_group)

    @property
    def ages(self):
        """The bands to choose from, as (code, words); nobody is asked for a date of birth."""
        return bands(self.minimum_age)

    @property
    def asks_guardian(self):
        """Young people may come, with a guardian's consent."""
        return bool(self.guardian and self.minimum_age and self.minimum_age < OF_AGE)

    @property
    def asks_children(self):
        """Younger children may come along with an adult; they take no place."""
        return bool(self.with_adult and self.minimum_age)


def of(role, *, is_group=False):
    """Return the questions of a role; one query where there is an agreement."""
    opportunity = role.opportunity
    waiver = current_text(opportunity.waiver_id) if opportunity.waiver_id else None
    return Questions(opportunity.minimum_age, opportunity.with_adult, opportunity.guardian_consent, waiver, is_group)


def current_text(requirement_id):
    """Return the newest text of an agreement, with its words in the active language, or None."""
    text = WaiverText.objects.filter(requirement=requirement_id).select_related("requirement").order_by("-version").first()
    if text is not None:
        translated([text], get_language())
        translated([text.requirement], get_language())
    return text
