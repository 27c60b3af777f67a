"""Likely slips in email addresses, asked about and never corrected by themselves."""

from difflib import get_close_matches

COMMON_DOMAINS = [
    "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "aol.com", "comcast.net", "verizon.net", "live.com", "msn.com",
    "proton.me", "protonmail.com", "me.com", "boston.gov", "bostonpublicschools.org", "umb.edu", "bu.edu", "northeastern.edu",
]  # fmt: skip
# Real providers that are one letter from a common one.
REAL_DOMAINS = {"ymail.com", "mail.com", "email.com", "gmx.com", "gmx.net", "live.ca", "yahoo.ca", "bc.edu", "bu.com"}


def likely_meant(email):
    """Return the address that was probably meant, or an empty text."""
    local, _at, domain = email.rpartition("@")
    if not local or domain in COMMON_DOMAINS or domain in REAL_DOMAINS:
        return ""
    close = get_close_matches(domain, COMMON_DOMAINS, n=1, cutoff=0.82)
    return f"{local}@{close[0]}" if close else ""
