"""How events answer for what a person follows: told to the floors below, which know no names."""

from events import follower_words
from events.actions import followers
from events.models import Follower
from people.forgetting import register as register_forgetting
from people.merging import Merge, Mover
from people.merging import register as register_mover
from people.things import Keeper
from people.things import register as register_things


def register() -> None:
    """Tell the floors below about followers; called once when the portal starts."""
    register_things(
        Keeper(
            label="events.follower",
            fetch=follower_words.fetch,
            words=follower_words.thing,
            of_persons=lambda persons: list(followers.live().filter(person__in=persons).values_list("pk", flat=True)),
            held_by=lambda links: list(_waiting().filter(link__in=links).values_list("pk", "link")),
            awaited=lambda links: set(_waiting().filter(link__in=links).values_list("link", flat=True)),
            settle=followers.settle,
            start_clock=followers.start_clock,
            readdress=followers.readdress,
            url=follower_words.url,
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(followers.forget)
    register_mover(Mover(covers=("events.follower.person",), move=move))


def _waiting():
    return Follower.objects.filter(stopped_at=None)


def move(merge: Merge) -> None:
    """Of two rows about one event that are both on, the one that is proved stays, else the one of whoever stays."""
    both = Follower.objects.filter(person=merge.kept, stopped_at=None).values("event")
    for gone in Follower.objects.filter(person=merge.gone, stopped_at=None, event__in=both).order_by("pk"):
        kept = Follower.objects.get(person=merge.kept, event=gone.event_id, stopped_at=None)
        twice = kept if kept.link_id and not gone.link_id else gone
        Follower.objects.filter(pk=twice.pk).update(stopped_at=merge.now, link=None)
    Follower.objects.filter(person=merge.gone).update(person=merge.kept)
