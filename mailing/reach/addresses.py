"""Addresses as keys: normalized, hashed with the portal's secret, comparable without being readable."""

import re

from django.utils.crypto import salted_hmac

HIDDEN = "•••"
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")
_DOTS_DO_NOT_COUNT = {"gmail.com", "googlemail.com"}


def normalize(email):
    """Return the mailbox an address leads to: lower case, +tag dropped, dots dropped where the provider ignores them."""
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.split("+", 1)[0] or local
    if domain in _DOTS_DO_NOT_COUNT:
        local = local.replace(".", "")
    return f"{local}@{domain}"


def email_key(email):
    """Return the keyed hash of an email address."""
    return salted_hmac("mailing.address", normalize(email), algorithm="sha256").hexdigest()


def phone_key(phone):
    """Return the keyed hash of a phone number in E.164."""
    return salted_hmac("mailing.phone", str(phone), algorithm="sha256").hexdigest()


def without_addresses(words, address=""):
    """Return what a mail server said without the addresses it named, and without the name of the mailbox `address`."""
    words = _ADDRESS.sub(HIDDEN, words)
    mailbox = address.strip().rpartition("@")[0]
    return re.sub(rf"(?<![\w.]){re.escape(mailbox)}(?![\w.])", HIDDEN, words, flags=re.IGNORECASE) if mailbox else words
