"""Phone numbers as people here write them: one way on every page, in every letter and table."""

import phonenumbers


def spoken_number(number):
    """Return a phone number as people here write it: 617-555-0142, numbers abroad with their country code."""
    if not number:
        return ""
    if number.country_code != 1:
        return number.as_international
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL).removeprefix("+1 ")
