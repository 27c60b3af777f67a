"""Which languages a resident can choose: finished in code and offered by the city."""

import time

from django.conf import settings

from languages.models import Language

KEPT_SECONDS = 5
_kept = {"at": None, "codes": []}


def offered_codes():
    """Return the codes of the offered languages, at most five seconds old; English where nothing is set up."""
    if _kept["at"] is None or time.monotonic() - _kept["at"] > KEPT_SECONDS:
        finished = [code for code, _name in settings.LANGUAGES]
        found = [code for code in Language.objects.filter(offered=True).values_list("code", flat=True) if code in finished]
        _kept.update(at=time.monotonic(), codes=found or [settings.LANGUAGE_CODE])
    return _kept["codes"]


def forget():
    """Read again at the next page."""
    _kept["at"] = None
