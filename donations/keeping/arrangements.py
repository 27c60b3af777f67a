"""How drives answer for what is arranged with a person: told to the floors below, which know no names."""

from donations import arrangement_words
from donations.actions import arrangements
from donations.models import Arrangement
from people.things import Keeper, found_by_link
from people.things import register as register_things


def register() -> None:
    """Tell the floor below about arrangements; called once when the portal starts. Forgetting is told with the pledges."""
    register_things(
        Keeper(
            label="donations.arrangement",
            fetch=arrangement_words.fetch,
            words=arrangement_words.thing,
            **found_by_link(Arrangement, lambda: Arrangement.objects.filter(state__in=Arrangement.OPEN)),
            settle=arrangements.settle,
            start_clock=arrangements.start_clock,
            readdress=arrangements.readdress,
            url=lambda pk: Arrangement(pk=pk).get_absolute_url(),
            entries=lambda *, persons, since: [],
        )
    )
