"""How “keep me posted” answers for what a person holds: its words on the confirming page, and its letter."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from languages import formats
from languages.content import translated
from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from mailing.reach import leaving
from people import availability
from people.forgetting import register as register_forgetting
from people.models import Interest
from people.things import Keeper, Thing
from people.things import register as register_things
from volunteers.actions import keep_posted
from volunteers.models import KeepPosted

SHOWN = 5  # interests named in one line


def register():
    """Tell the floors below; called once when the portal starts."""
    leaving.register(keep_posted.leave_for)
    register_things(
        Keeper(
            label="volunteers.keepposted",
            fetch=fetch,
            words=thing,
            of_persons=lambda persons: [],  # no sign-up: it stands on the page of the profile
            held_by=held_by,
            awaited=lambda links: set(),
            settle=keep_posted.settle,
            start_clock=keep_posted.start_clock,
            readdress=keep_posted.readdress,
            url=lambda pk: KeepPosted(pk=pk).get_absolute_url(),
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(keep_posted.forget)
    kind_names.add(kept_posted=gettext_lazy("We keep you posted"))
    letters.register(
        "kept_posted", template="volunteers/email/kept_posted", lane=Message.Lane.URGENT, load=load, context=context,
        wanted=lambda message, posted, now: posted.is_standing, sample=sample,
    )  # fmt: skip


def held_by(links):
    """Return what waits for these links, as pairs of id and link id."""
    return list(KeepPosted.objects.unproved().filter(link__in=links).values_list("pk", "link"))


def fetch(ids):
    """Return these consents with all that their words need; constant queries."""
    found = list(KeepPosted.objects.filter(pk__in=ids).select_related("person__office", "neighborhood").defer("neighborhood__outline").order_by("pk"))
    interests = Interest.objects.in_bulk({one for posted in found for one in posted.interests})
    for posted in found:
        posted.wanted = [interests[one] for one in posted.interests if one in interests]
    return found


def thing(posted):
    """Return a consent as one thing of one person."""
    states = {True: ("kept_posted", _("We keep you posted")), False: ("held", _("Not confirmed yet"))}
    state, words = ("left", _("You get no more of these letters")) if posted.left_at else states[posted.is_standing]
    return Thing(
        ref=posted.ref,
        title=title(posted),
        name=posted.person.name,
        party_size=1,
        when=when(posted),
        where=posted.neighborhood.name if posted.neighborhood else _("Anywhere in the city"),
        state=state,
        state_words=words,
        url=posted.get_absolute_url(),
        starts=None,
        next_words=_("We write to you, or call you, when something comes up that fits. You can stop that with one press.") if posted.is_standing else "",
        keeps_place=False,
    )


def title(posted):
    """Return what somebody wants to hear of, in words."""
    if not posted.wanted:
        return _("Keep me posted")
    named = translated(posted.wanted[:SHOWN], get_language(), ["name"])  # in the reader's language, which loading does not know
    names = sorted((one.words.name.text for one in named), key=str.casefold)
    return _("Keep me posted about: %(interests)s") % {"interests": ", ".join(names) + ("…" if len(posted.wanted) > SHOWN else "")}


def when(posted):
    """Return the times that suit, in words; any time when none was named."""
    return ", ".join(availability.in_words(number) for number in posted.availability[:SHOWN]) or _("At any time")


def load(messages):
    """Return the consents of these letters by message id, each with the link that manages it; constant queries."""
    return linked.load(messages, fetch=fetch, owner=lambda one: one.person)


def context(message, posted):
    """Return the words of the letter."""
    about = thing(posted)
    personal = {"name": posted.person.name, "what": about.title, "when": formats.plain(about.when), "where": about.where, "url": proof.url(posted.manage_link)}
    return letters.Letter(shared={"list_url": settings.SITE_URL + reverse("volunteers:list")}, personal=personal, secret={"url"})


def sample():
    """Return invented words for previews."""
    personal = {
        "name": "Vera", "what": _("Keep me posted"), "when": formats.weekday(timezone.localdate()), "where": _("Anywhere in the city"),
        "url": settings.SITE_URL + "/my/link/…/",
    }  # fmt: skip
    return letters.Letter(shared={"list_url": settings.SITE_URL + "/volunteer/"}, personal=personal, secret={"url"})
