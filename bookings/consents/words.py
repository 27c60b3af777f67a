"""What is said of a consent that is missing, in the active language."""

from django.utils.translation import gettext as _

from people.models import GuardianConsent


def missing(consent: GuardianConsent | None, *, on_paper: str) -> str:
    """Return what happens next, or what the young person can do; `on_paper` is the sentence for a guardian whom nobody can reach, with %(name)s."""
    if consent is None or consent.guardian.forgotten_at is not None:
        return _("A parent or guardian has to agree. Please call us.")
    name = {"name": consent.guardian.name}
    if consent.guardian.email:
        return _("%(name)s has to agree: we have sent them a letter with a button.") % name
    if consent.guardian.phone:
        return _("%(name)s has to agree: we will call them.") % name
    return on_paper % name
