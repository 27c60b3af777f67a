"""The mark by which a returned letter proves that it was ours: nobody but its reader and the mail servers on its way has seen it."""

import hashlib
import hmac

from django.conf import settings
from django.utils.crypto import constant_time_compare

HEADER = "X-Portal-Mark"
LENGTH = 20  # hex digits: 80 bits


def mark_of(message_id: int) -> str:
    """Return the mark of a letter (20 hex digits): a keyed hash of its number, stored nowhere."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"mailing.returns|%d" % message_id, hashlib.sha256).hex()[:LENGTH]


def is_ours(message_id: int, mark: str) -> bool:
    """Tell whether a mark belongs to the letter, in constant time."""
    return constant_time_compare(mark_of(message_id), mark)
