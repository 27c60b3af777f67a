"""How requests for support answer for what a person holds and what a colleague has in hand: told to the floors below, which know no names."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events import accommodation_words as words
from events.actions import accommodations, asking
from events.models import AccommodationRequest
from languages import formats
from mailing import letters
from people import merging, owning
from people.forgetting import register as register_forgetting
from people.models import Person, User
from people.owning import OpenThing
from people.things import Keeper, found_by_link
from people.things import register as register_things


def register() -> None:
    """Tell the floors below; called once when the portal starts."""
    register_things(
        Keeper(
            label="events.accommodationrequest",
            fetch=words.fetch,
            words=words.thing,
            **found_by_link(AccommodationRequest, AccommodationRequest.objects.all)
            | {"held_by": lambda links: list(asking.asked_alone(AccommodationRequest).filter(link__in=links).values_list("pk", "link"))},
            settle=accommodations.settle,
            start_clock=lambda *, link_id, now: None,  # nothing is held here
            readdress=accommodations.readdress,
            url=lambda pk: AccommodationRequest(pk=pk).get_absolute_url(),
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(forget)
    merging.register(merging.moves(AccommodationRequest, tell=_tell))
    owning.register(owning.Owned(covers=("events.accommodationrequest.owner",), open_of=open_of, pass_on=pass_on, without=without_owner))


def forget(*, person: Person, now: datetime) -> None:
    """Take back what is still to come, without a letter to the person, and drop what they wrote; the numbers stay."""
    own = AccommodationRequest.objects.filter(person=person)
    for request in own.to_come(now).filter(state__in=[*AccommodationRequest.WAITING, AccommodationRequest.State.CONFIRMED]).order_by("pk"):
        accommodations.withdraw(request=request, by=None, now=now)
    letters.cancel(about=list(own), kinds=["support_asked", "support_answered", "support_worked"], now=now)
    own.update(text="", reply="", worked_note="", link=None)


def _tell(person):
    count = person.accommodation_requests.count()
    return [(_("Requests for support"), formats.whole_number(count) if count else "")]


# --- In whose hands -------------------------------------------------------------------------------------------------------


def _open():
    found = AccommodationRequest.objects.waiting().to_come(timezone.now())
    return found.select_related("event", "owner").order_by("due", "pk")


def _thing(request, role):
    return OpenThing(request.ref, f"{words.kind(request)}: {request.event}", request.event.office_id, reverse("admin:accommodation", args=[request.pk]), role)


def open_of(user: User) -> list[OpenThing]:
    """Return the requests that a colleague has in hand."""
    return [_thing(one, _("as who arranges it")) for one in words.put_languages(_open().filter(owner=user))]


def pass_on(*, giver: User, successor: User, refs: list[str], by: User, now: datetime) -> None:
    """Put these requests into the successor's hands."""
    AccommodationRequest.objects.filter(pk__in=owning.ids_of(refs, AccommodationRequest), owner=giver).update(owner=successor)


def without_owner(offices: Iterable[int] | None) -> list[OpenThing]:
    """Return the open requests in the hands of a colleague who has left; what nobody has taken yet stands on the board."""
    found = _open().filter(owner__is_active=False)
    if offices is not None:
        found = found.filter(event__office__in=offices)
    return [_thing(one, one.get_state_display()) for one in words.put_languages(found[:200])]
