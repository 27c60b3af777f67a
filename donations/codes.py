"""The code of a pledge (`intake.short_codes`): it stands in the donor's letters and is said or typed where the goods are brought."""

from donations.models import Drive, Pledge
from intake import short_codes

_PLEDGE = "donations.codes.pledge"


def of(pledge_id: int) -> str:
    """Return the code of a pledge as it is printed: “K7P 4XD”."""
    return short_codes.spaced(short_codes.of(_PLEDGE, pledge_id))


def find(*, drive: Drive, typed: str) -> Pledge | None:
    """Return the pledge of this drive whose code was typed, however it was spaced; what is still to come goes before what is done with."""
    code = short_codes.read(typed)
    if code is None:
        return None
    pledges = Pledge.objects.filter(drive=drive)
    for some in (pledges.live(), pledges.exclude(state__in=Pledge.LIVE)):
        found = next((pk for pk in some.order_by("pk").values_list("pk", flat=True).iterator() if short_codes.of(_PLEDGE, pk) == code), None)
        if found is not None:
            return Pledge.objects.select_related("person").get(pk=found)
    return None
