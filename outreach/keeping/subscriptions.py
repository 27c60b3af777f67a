"""How topics answer for what a person holds: words on the confirming page, forgetting, merging, what staff see beside two who may be one."""

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from languages.content import put_words, read_together
from mailing.reach import leaving
from outreach.actions import merging, subscriptions
from outreach.models import Subscription, Topic, TopicRequest
from people import corrections
from people.forgetting import register as register_forgetting
from people.merging import Mover
from people.merging import register as register_mover
from people.models import Person
from people.things import Keeper, Thing
from people.things import register as register_things
from places.models import Neighborhood

PLACES_NAMED = 4  # neighborhoods named in one line
_STATES = {
    "expired": gettext_lazy("You get none of these letters."), "subscribed": gettext_lazy("We write to you about this"),
    "held": gettext_lazy("Not confirmed yet"),
}  # fmt: skip


def register() -> None:
    """Tell the floors below; called once when the portal starts."""
    register_things(
        Keeper(
            label="outreach.topicrequest",
            fetch=fetch,
            words=thing,
            of_persons=lambda persons: [],  # no sign-up: it stands on the page of preferences
            held_by=lambda links: list(TopicRequest.objects.waiting().filter(link__in=links).values_list("pk", "link")),
            awaited=lambda links: set(),
            settle=subscriptions.settle,
            start_clock=subscriptions.start_clock,
            readdress=subscriptions.readdress,
            url=lambda pk: reverse("outreach:preferences"),
            entries=lambda *, persons, since: [],
        )
    )
    leaving.register(end_for)
    corrections.register(subscriptions.email_corrected)
    register_forgetting(subscriptions.forget)
    register_mover(Mover(covers=("outreach.subscription.person",), move=merging.move_subscriptions, tell=_tell))
    register_mover(Mover(covers=("outreach.topicrequest.person",), move=merging.move_requests))
    register_mover(Mover(covers=("outreach.preferences.person",), move=merging.move_preferences, hold=subscriptions.hold))


def end_for(*, persons, why, now):
    """They complained, left through their mail program, or their address refuses mail: no topic any more."""
    subscriptions.end(persons=persons, how=Subscription.Ended(why), now=now)


def fetch(ids):
    """Return these forms with all that their words need, of their topics those that are open still; constant queries."""
    found = list(TopicRequest.objects.filter(pk__in=ids).select_related("person__office").order_by("pk"))
    topics = Topic.objects.filter(is_open=True).in_bulk({one for request in found for one in request.topics})
    places = Neighborhood.objects.defer("outline").in_bulk({one for request in found for one in request.neighborhoods})
    read_together(topics.values())
    for request in found:
        request.wanted = [topics[one] for one in request.topics if one in topics]
        request.places = [places[one].name for one in request.neighborhoods if one in places]
    return found


def thing(request):
    """Return a form as one thing of one person, in the language that is spoken now: a letter is read by somebody else than who fetched it."""
    put_words(request.wanted, get_language())
    is_closed, is_on = not request.wanted, bool(request.wanted) and request.settled_at is not None
    state = "expired" if is_closed else "subscribed" if is_on else "held"
    return Thing(
        ref=request.ref, title=", ".join(str(topic.words.name) for topic in request.wanted) or _("Letters from our office"), name=request.person.name,
        party_size=1, when=_("At most once a week, and now and then a single letter"), where=_where(request.places),
        state=state, state_words=_STATES[state],
        url=reverse("outreach:preferences"), starts=None, keeps_place=False, last_step=_("We write to you about this"),
        next_words=_("Each letter has a link with which you change what you get, or stop it all.") if is_on else "",
    )  # fmt: skip


def _where(places):
    if not places:
        return _("Anywhere in the city")
    named = ", ".join(places[:PLACES_NAMED])
    return _("%(places)s and more") % {"places": named} if len(places) > PLACES_NAMED else named


def _tell(person: Person) -> list[tuple[str, str]]:
    topics = Subscription.objects.standing().filter(person=person).order_by("topic__position", "topic").values_list("topic__name", flat=True)
    return [(_("Subscribed to"), ", ".join(topics))]
