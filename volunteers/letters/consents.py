"""The letters to a guardian about a shift: asked, and reminded once."""

from django.utils.translation import gettext_lazy

from bookings.consents import letters
from mailing import kind_names
from volunteers.emails import GUARDIAN_ASKED, GUARDIAN_REMINDED
from volunteers.letters import sign_ups


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**{GUARDIAN_ASKED: gettext_lazy("A guardian is asked"), GUARDIAN_REMINDED: gettext_lazy("A guardian is reminded")})
    for kind in (GUARDIAN_ASKED, GUARDIAN_REMINDED):
        letters.register(kind, template=f"volunteers/email/{kind}", facts=sign_ups.facts, reply_to=sign_ups.reply_to, sample=sign_ups.sample)
