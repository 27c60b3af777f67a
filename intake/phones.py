"""Phone numbers as people here write them: one way on every page, in every letter and table."""

import phonenumbers
from phonenumber_field.phonenumber import PhoneNumber, to_python


def first_dialed(*numbers):
    """Return the first of these numbers that is there, as it is dialed (E.164), or nothing.

    Asking a number whether it is there checks it against the whole numbering plan, so its type is asked.
    """
    return next((number.as_e164 for number in numbers if isinstance(number, PhoneNumber)), "")


def spoken_number(number):
    """Return a phone number as people here write it: 617-555-0142, numbers abroad with their country code."""
    if not number:
        return ""
    if number.country_code != 1:
        return number.as_international
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL).removeprefix("+1 ")


def spoken_text(dialed):
    """Return the same for a number given as it is dialed (E.164 text, ITU-T); those from here are only cut."""
    if len(dialed) == len("+16175550142") and dialed.startswith("+1"):
        return f"{dialed[2:5]}-{dialed[5:8]}-{dialed[8:]}"
    return spoken_number(to_python(dialed)) if dialed else ""
