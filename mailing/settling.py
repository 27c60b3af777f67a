"""What staff do about a letter that did not arrive and need not be sent again."""

from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from mailing.models import Message

LOST = [Message.State.FAILED, Message.State.AMBIGUOUS]


@transaction.atomic
def settle(*, message, by, now):
    """Note that somebody has dealt with a letter that did not arrive: it needs nobody any more. Raises Refused for any other letter."""
    changed = Message.objects.filter(pk=message.pk, state__in=LOST, settled_at=None).update(settled_at=now)
    if not changed:
        raise Refused(_("Only a letter that did not arrive waits for somebody."))
