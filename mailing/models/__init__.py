"""Letters owed and sent, links in them, addresses that refuse mail, and calls to make instead."""

from mailing.models.calls import CallTask
from mailing.models.letters import KeptLetter, Message
from mailing.models.links import AccessLink, new_nonce
from mailing.models.origins import Origin
from mailing.models.pulses import Pulse
from mailing.models.returns import Returned, Suppression

__all__ = ["AccessLink", "CallTask", "KeptLetter", "Message", "Origin", "Pulse", "Returned", "Suppression", "new_nonce"]
