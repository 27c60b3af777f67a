"""What staff do with a letter that did not leave."""

from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from mailing.models import Message
from mailing.reach.suppression import lift
from mailing.wake import wake_bulk, wake_worker

STUCK = [Message.State.FAILED, Message.State.AMBIGUOUS, Message.State.EXPIRED, Message.State.HELD]


@transaction.atomic
def retry(*, message, by, now):
    """Send a letter again that failed, is in doubt, came too late or was kept; its address is no longer marked as refusing. Raises Refused."""
    message = Message.objects.select_for_update(of=("self",)).select_related("person").get(pk=message.pk)
    if message.state not in STUCK or hasattr(message, "call_task"):
        raise Refused(_("Only a letter that failed or was kept can be sent again."))
    if message.expires and message.expires <= now:
        raise Refused(_("It is too late for this letter."))
    address = message.to or (message.person and message.person.email)
    if address:
        lift(address=address)
    values = {"state": Message.State.QUEUED, "due": now, "attempts": 0, "owner": None, "lease": None, "settled_at": None}
    Message.objects.filter(pk=message.pk).update(**values)
    transaction.on_commit(wake_bulk if message.lane == Message.Lane.BULK else wake_worker, robust=True)
