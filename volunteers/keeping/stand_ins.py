"""How a stand-in who waits for a proof is shown and settled: told to the floors below, which know no names."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from people.things import Keeper
from people.things import register as register_things
from volunteers import words
from volunteers.actions import stand_ins
from volunteers.models import StandIn


def register():
    """Tell the floors below about stand-ins; called once when the portal starts."""
    register_things(
        Keeper(
            label="volunteers.standin",
            fetch=fetch,
            words=thing,
            of_persons=lambda persons: [],  # the place they got is a sign-up of theirs
            held_by=held_by,
            awaited=lambda links: {link for _pk, link in held_by(links)},
            settle=stand_ins.settle,
            start_clock=lambda *, link_id, now: None,  # nothing is held: the place stays the other person's
            readdress=stand_ins.readdress,
            url=lambda pk: reverse("volunteers:list"),
            entries=lambda *, persons, since: [],
        )
    )


def held_by(links):
    """Return what waits for these links, as pairs of stand-in id and link id."""
    return list(StandIn.objects.waiting().filter(link__in=links).values_list("pk", "link"))


def fetch(ids):
    """Return these stand-ins, each with the sign-up they got or hope for; constant queries."""
    found = list(StandIn.objects.filter(pk__in=ids).select_related("person").order_by("pk"))
    sign_ups = {sign_up.pk: sign_up for sign_up in words.fetch([one.took_id or one.sign_up_id for one in found])}
    for one in found:
        one.place = sign_ups[one.took_id or one.sign_up_id]
    return found


def thing(stand_in):
    """Return the place they got, or the one they hope for under their own name."""
    thing = words.thing(stand_in.place)
    if stand_in.state == StandIn.State.CAME_IN:
        return thing
    url = stand_in.place.shift_role.opportunity.get_absolute_url()
    return replace(thing, ref=stand_in.ref, name=stand_in.person.name, state=stand_in.state, state_words=_state(stand_in), url=url, until=None, next_words="")


def _state(stand_in):
    words = {
        StandIn.State.WAITING: _("Not confirmed yet"),
        StandIn.State.TOO_LATE: _("This place cannot be taken any more: somebody was faster, or it was called off"),
        StandIn.State.NOT_NEEDED: _("You are on the list already: nothing was changed"),
        StandIn.State.REFUSED: _("This place was not passed on: one address cannot hold so many places"),
    }
    return words[stand_in.state]
