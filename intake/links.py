"""Web addresses that staff put on public pages and into letters: https or http, at a name of the internet, and nothing else."""

import ipaddress
import re
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import PLAIN_WORDS
from intake.text import clean_line

_SCHEMES = {"http", "https"}
# Names that lead nowhere on the internet: RFC 6761, RFC 6762, RFC 8375, and what office networks use.
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "test", "invalid", "onion")
_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_FORBIDDEN = re.compile(r"[\s\x00-\x20\x7f\\<>\"^`{|}]")


class LinkField(forms.CharField):
    """A link that a page may show to everybody: `javascript:`, `data:`, a password in it, or an address inside a network are refused.

    The host has to be a name with a dot whose last part is no number, so no IP address in any spelling is taken (WHATWG URL, 3.5).
    """

    default_error_messages = {
        **PLAIN_WORDS,
        "invalid": _("Enter a web address that begins with https://, such as https://www.boston.gov/events."),
        "inside": _("This address leads into a network of its own, where residents cannot go. Enter a public one, such as https://www.boston.gov/events."),
        "secret": _("There is a name or a password in this address. Enter it without."),
    }
    widget = forms.URLInput

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(**kwargs)

    def to_python(self, value):
        """Return the address as it was typed; one without any scheme gets https."""
        value = super().to_python(value) if value else ""
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise forms.ValidationError(self.error_messages["null_characters_not_allowed"], code="malformed")
        value = clean_line(value)
        return value if not value or ":" in value.partition("/")[0] else f"https://{value.removeprefix('//')}"

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if problem := _problem(value):
            raise forms.ValidationError(self.error_messages[problem], code=problem)


def is_public(address: str) -> bool:
    """Tell whether an address may stand on a public page."""
    return _problem(address) is None


def _problem(address):
    """Return which sentence an address deserves, or None."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "invalid"
    if parts.scheme.lower() not in _SCHEMES or not host or _FORBIDDEN.search(address):
        return "invalid"
    if "@" in parts.netloc:
        return "secret"
    return _problem_of_host(host.rstrip("."))


def _problem_of_host(host):
    if _is_number(host) or host.rpartition(".")[2] in _INSIDE or "." not in host:
        return "inside"
    try:
        name = host.encode("idna").decode().lower()
    except UnicodeError:
        return "invalid"
    if _is_number(name) or name.rpartition(".")[2] in _INSIDE:
        return "inside"
    return None if _NAME.fullmatch(name) else "invalid"


def _is_number(host):
    """An IP address, also in the spellings that browsers understand: 2130706433, 0x7f.1, 127.1."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return re.fullmatch(r"(0x[0-9a-f]*|\d+)", host.rpartition(".")[2], re.IGNORECASE) is not None
    return True
