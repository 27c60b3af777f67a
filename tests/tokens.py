"""Tokens that somebody guessed."""


def spoiled(token: str, place: int = 0) -> str:
    """Return a token with the sign in one place changed: to write an “x” there would leave one in thirty as it was."""
    other = "x" if token[place] != "x" else "y"
    return other.join((token[:place], token[place + 1 :] if place != -1 else ""))
