"""How asks answer for what a person holds: their words on `/my/`, and their letters."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailing import kind_names, letters, linked, proof
from mailing.models import Message
from people.forgetting import register as register_forgetting
from people.things import Keeper, Thing
from people.things import register as register_things
from volunteers import words
from volunteers.actions import asks
from volunteers.letters import sign_ups as sign_up_letters
from volunteers.models import Ask


def register():
    """Tell the floors below; called once when the portal starts."""
    register_things(
        Keeper(
            label="volunteers.ask",
            fetch=fetch,
            words=thing,
            of_persons=of_persons,
            held_by=lambda links: [],  # nothing here waits for a proof
            awaited=lambda links: set(),
            settle=lambda *, ids, by, now: None,
            start_clock=lambda *, link_id, now: None,
            readdress=lambda *, ids, typed, email="", phone="", now: (None, {}),
            url=lambda pk: Ask(pk=pk).get_absolute_url(),
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(asks.forget)
    kind_names.add(ask=gettext_lazy("Can you come?"), ask_filled=gettext_lazy("It is filled, thank you"))
    normal = Message.Lane.NORMAL
    letters.register(
        "ask", template="volunteers/email/ask", lane=normal, load=load, context=context, wanted=is_still_asked, reply_to=sign_up_letters.reply_to, sample=sample,
        on_yes=said_yes, on_no=said_no,
    )  # fmt: skip
    letters.register(
        "ask_filled", template="volunteers/email/ask_filled", lane=normal, load=load, context=context, wanted=is_to_come, reply_to=sign_up_letters.reply_to, sample=sample,
    )  # fmt: skip


def of_persons(persons):
    """Return the ids of what these persons were asked and may still answer."""
    return list(Ask.objects.open().filter(person__in=persons, shift__starts__gt=timezone.now()).values_list("pk", flat=True))


def fetch(ids):
    """Return these asks with all that their words need; constant queries."""
    found = Ask.objects.filter(pk__in=ids).select_related(
        "person__office", "shift_role__opportunity__office", "shift_role__shift__venue__neighborhood", "shift_role__opportunity__neighborhood"
    )
    return sorted(found, key=lambda ask: ask.pk)


def thing(ask):
    """Return an ask as one thing of one person."""
    shift = ask.shift_role.shift
    return Thing(
        ref=ask.ref, title=words.role_title(ask.shift_role), name=ask.person.name, party_size=1, when=words.when(shift), where=words.where(ask.shift_role),
        state="asked", state_words=_("Can you come?"), url=ask.get_absolute_url(), starts=shift.starts, keeps_place=False,
    )  # fmt: skip


# --- Letters ---------------------------------------------------------------------------------------------------------


def is_to_come(message, ask, now):
    """Nothing is sent after the start, or about what is called off."""
    return ask.shift_role.shift.starts > now and not ask.shift_role.is_cancelled


def is_still_asked(message, ask, now):
    """Nobody is asked who has answered, or for a shift that is full by now."""
    return asks.answered_by(ask.shift_role.shift) > now and is_to_come(message, ask, now) and ask.is_open and not ask.shift_role.is_full


def said_yes(message, ask, by, now):
    """They are coming: said on the phone."""
    asks.say_yes(ask=ask, by=by, now=now)


def said_no(message, ask, by, now):
    """Not this time: said on the phone."""
    asks.say_no(ask=ask, by=by, now=now)


def load(messages):
    """Return the asks of these letters by message id, each with the link that answers it; constant queries."""
    return linked.load(messages, fetch=fetch, owner=lambda one: one.person)


def context(message, ask):
    """Return the words of a letter; without its link (a letter that is only shown) the button leads nowhere."""
    shared = {
        **sign_up_letters.facts(ask.shift_role),
        "profile_url": settings.SITE_URL + reverse("my_profile"),
        "all_url": settings.SITE_URL + reverse("volunteers:list"),
    }
    link = getattr(ask, "manage_link", None)
    personal = {"name": ask.person.name, "url": proof.url(link) if link else ""}
    return letters.Letter(shared_key=ask.shift_role_id, shared=shared, personal=personal, secret={"url"})


def sample():
    """Return invented words for previews."""
    letter = sign_up_letters.sample()
    letter.shared |= {"profile_url": settings.SITE_URL + reverse("my_profile"), "all_url": settings.SITE_URL + reverse("volunteers:list")}
    letter.personal.pop("party")
    return letter
