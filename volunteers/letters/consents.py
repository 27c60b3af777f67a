"""The letter to a guardian about a shift."""

from django.utils.translation import gettext_lazy

from bookings.consents import letters
from mailing import kind_names
from volunteers.letters import sign_ups


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(guardian_consent=gettext_lazy("A guardian is asked"))
    letters.register("guardian_consent", template="volunteers/email/guardian_consent", facts=sign_ups.facts, reply_to=sign_ups.reply_to, sample=sign_ups.sample)
