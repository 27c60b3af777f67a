"""The time that was chosen on a form, as a form sends it: a number, or nothing."""


def number(typed: str) -> int | None:
    """Return the id of a time as it was typed, or None for whatever cannot be one."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None
