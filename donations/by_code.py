"""The pledge behind a code that somebody says or types where the goods are brought."""

from donations import codes
from donations.models import Drive, Pledge


def find(*, drive: Drive, typed: str) -> Pledge | None:
    """Return the pledge of this drive whose code was typed, however it was spaced; what is still to come goes before what is done with."""
    code = codes.read(typed)
    if code is None:
        return None
    pledges = Pledge.objects.filter(drive=drive).order_by("pk")
    for some in (pledges.live(), pledges.exclude(state__in=Pledge.LIVE)):
        found = codes.among(some.values_list("pk", flat=True), code)
        if found:
            return Pledge.objects.select_related("person").get(pk=found[0])
    return None
