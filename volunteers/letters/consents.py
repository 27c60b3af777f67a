"""The letter to a guardian: who wants to take part in what, and the page with the buttons."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookings.words import deadline
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from people.models import GuardianConsent
from volunteers.actions import consents
from volunteers.keeping.consents import fetch
from volunteers.letters import sign_ups as sign_up_letters


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(guardian_consent=gettext_lazy("A guardian is asked"))
    letters.register(
        "guardian_consent", template="volunteers/email/guardian_consent", lane=Message.Lane.URGENT, load=load, context=context, wanted=is_still_asked,
        on_yes=said_yes, on_no=said_no, reply_to=lambda message, consent: sign_up_letters.reply_to(message, consent.sign_up), sample=sample,
    )  # fmt: skip


def is_still_asked(message, consent, now):
    """Nobody has answered, and there is something to agree to."""
    return consent.state == GuardianConsent.State.ASKED and consents.is_to_come(consent.sign_up, now)


def said_yes(message, consent, by, now):
    """The guardian agreed on the phone."""
    consents.answer(consent=consent, says_yes=True, how=GuardianConsent.How.PHONE, by=by, now=now)


def said_no(message, consent, by, now):
    """The guardian did not agree, on the phone."""
    consents.answer(consent=consent, says_yes=False, how=GuardianConsent.How.PHONE, by=by, now=now)


def load(messages):
    """Return the consents of these letters by message id, each with its sign-up and the link to its page; constant queries."""
    return linked.load(messages, fetch=fetch, owner=lambda one: one.guardian)


def context(message, consent):
    """Return the words of the letter."""
    sign_up = consent.sign_up
    personal = {
        "name": consent.guardian.name, "child": consent.person.name, "url": proof.url(consent.manage_link),
        "until": formats.plain(deadline(sign_up.until, sign_up.shift_role.zone)) if sign_up.until else "",
    }  # fmt: skip
    return letters.Letter(shared_key=(sign_up.shift_role_id, message.pk), shared=sign_up_letters.facts(sign_up.shift_role), personal=personal, secret={"url"})


def sample():
    """Return invented words for previews."""
    letter = sign_up_letters.sample()
    personal = {"name": "Vera", "child": "Mia", "url": settings.SITE_URL + "/my/link/…/", "until": formats.weekday_date(timezone.localdate())}
    return letters.Letter(shared=letter.shared, personal=personal, secret={"url"})
