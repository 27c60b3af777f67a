"""Tokens that can be read out on the phone: a row's number and an HMAC of it in groups of four letters; stored nowhere."""

import base64
import hmac

from django.utils.crypto import salted_hmac

TOKEN_BYTES = 10  # 80 bits: 16 letters and digits
GROUP = 4


def token(record, *, salt):
    """Return the text behind a link to a row that has a `nonce` (RFC 4648 base32: no 0, 1 or 8 to mistake)."""
    secret = salted_hmac(salt, f"{record.pk}|{record.nonce}", algorithm="sha256").digest()[:TOKEN_BYTES]
    letters = base64.b32encode(secret).decode().lower()
    return "-".join([str(record.pk), *(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))])


def behind(text, *, rows, salt):
    """Return the row of a queryset whose token this is, or None: wrong and unknown look the same. Capitals are as good as small letters."""
    number, _dash, _rest = text.partition("-")
    if not (0 < len(number) <= 15 and number.isascii() and number.isdecimal()):
        return None
    found = rows.filter(pk=int(number)).first()
    if found is None or not hmac.compare_digest(token(found, salt=salt).encode(), text.lower().encode(errors="replace")):
        return None
    return found
