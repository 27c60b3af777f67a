"""What staff call each kind of letter; upper floors add theirs where they register the kind."""

_names = {}


def add(**names):
    """Add names, {kind: words}; called where the kinds are registered."""
    _names.update(names)


def kind_in_words(kind):
    """Return what staff call a kind of letter, in the active language."""
    return str(_names.get(kind) or kind.replace("_", " "))
