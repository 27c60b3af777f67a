"""Age bands to choose from: nobody is asked for a date of birth."""

from django.utils.translation import gettext as _

OF_AGE = 18
ADULT, MINOR, BELOW = "adult", "minor", "below"


def bands(minimum: int) -> list[tuple[str, str]]:
    """Return the bands of what has a minimum age (years), as (code, words)."""
    under = (BELOW, _("Under %(age)s") % {"age": minimum})
    if minimum >= OF_AGE:
        return [(ADULT, _("%(age)s or older") % {"age": minimum}), under]
    young = _("%(from)s to %(to)s") % {"from": minimum, "to": OF_AGE - 1} if minimum < OF_AGE - 1 else str(minimum)
    return [(ADULT, _("%(age)s or older") % {"age": OF_AGE}), (MINOR, young), under]
