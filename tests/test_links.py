"""Links that staff put on public pages: only what leads every resident somewhere on the internet."""

import pytest
from django.core.exceptions import ValidationError

from intake.links import LinkField, is_public

PUBLIC = [
    "https://www.boston.gov/events",
    "http://example.org",
    "https://example.org:8443/a?b=c&d=%20e#f",
    "https://bücher.example.org/größe",
    "HTTPS://EXAMPLE.ORG/",
    "https://example.org./",
    "https://1and1.example.org/12",
    "https://home.example.org/local",
]
REFUSED = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd",
    "ftp://example.org/", "mailto:someone@example.org", "https:", "https://", "https:///events", "https://?q", "https:/\\example.org", "https://exa mple.org",
    "https://example.org/<script>", "https://example.org/a\\b", "https://-example.org", "https://example..org", "https://example.o", "https://[::1", "https://example.org:99999",
]  # fmt: skip
INSIDE = [
    "http://localhost/", "http://localhost:8000/", "http://LOCALHOST/", "http://localhost./", "http://intranet/", "http://printer.local/", "http://db.internal/",
    "http://x.home.arpa/", "http://x.lan/", "http://x.test/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
    "http://0177.0.0.1/", "http://10.0.0.5/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
    "http://[fd00::1]/", "http://[fe80::1%25eth0]/", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/", "http://8.8.8.8/", "http://１２７.０.０.１/",
    "http://ⓛocalhost/", "http://127。0。0。1/",
]  # fmt: skip
SECRET = ["https://user:password@example.org/", "https://www.boston.gov@evil.example.org/", "https://@example.org/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken_as_it_was_typed(address):
    assert LinkField().clean(address) == address
    assert is_public(address)


@pytest.mark.parametrize(("addresses", "code"), [(REFUSED, "invalid"), (INSIDE, "inside"), (SECRET, "secret")])
def test_what_leads_nowhere_or_inside_is_refused_in_words(addresses, code):
    taken = {}
    for address in addresses:
        try:
            taken[address] = LinkField().clean(address)
        except ValidationError as refused:
            if refused.code != code:
                taken[address] = refused.code
    assert taken == {}


def test_an_address_without_a_scheme_gets_https():
    assert LinkField().clean("www.boston.gov/events") == "https://www.boston.gov/events"
    assert LinkField().clean("//www.boston.gov/events") == "https://www.boston.gov/events"


def test_nothing_is_nothing_where_nothing_is_required():
    assert LinkField(required=False).clean("") == ""
    with pytest.raises(ValidationError, match="required"):
        LinkField().clean("")


def test_characters_that_cannot_be_stored_and_endless_text_are_refused():
    for address in ("https://example.org/\x00", "https://example.org/\ud800", "https://example.org/" + "a" * 500):
        with pytest.raises(ValidationError):
            LinkField().clean(address)
