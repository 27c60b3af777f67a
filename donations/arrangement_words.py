"""An arrangement in words, in the active language: for pages, letters and `/my/`."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations import pledge_words
from donations.models import Arrangement
from languages import formats
from languages.content import translated
from people.things import Thing

State, Kind = Arrangement.State, Arrangement.Kind
_STATES = {
    State.HELD: "held",
    State.ASKED: "asked",
    State.AGREED: "confirmed",
    State.DONE: "attended",
    State.DECLINED: "declined",
    State.WITHDRAWN: "cancelled",
    State.EXPIRED: "expired",
}


def fetch(ids):
    """Return these arrangements with all that their words need; constant queries."""
    return list(Arrangement.objects.filter(pk__in=ids).select_related("person__office", "drive__office", "need__item", "owner", "link").order_by("pk"))


def put_words(arrangement):
    """Put the words in the active language on the drive and the item where they are missing."""
    language = get_language()
    records = [arrangement.drive, *([arrangement.need.item] if arrangement.need else [])]
    for record in translated([one for one in records if getattr(one, "words_language", None) != language], language):
        record.words_language = language


def kind(arrangement):
    """Return what it is, as the donor reads it."""
    return _("A collection box") if arrangement.kind == Kind.BOX else _("A large gift")


def what(arrangement):
    """Return what is offered: so many of an item, and what was written; one text a line."""
    put_words(arrangement)
    item = arrangement.need and arrangement.need.item
    told = pledge_words.amount(arrangement.quantity, item) if item and arrangement.quantity else item and str(item.words.name)
    return [line for line in (told, arrangement.what) if line]


def state(arrangement):
    """Return the state as its owner reads it."""
    return {
        State.HELD: _("Noted, not confirmed yet"),
        State.ASKED: _("We have got your offer"),
        State.AGREED: _("We take it, thank you"),
        State.DONE: _("Done. Thank you!"),
        State.DECLINED: _("We cannot take it"),
        State.WITHDRAWN: _("Withdrawn"),
        State.EXPIRED: _("Not confirmed in time"),
    }[arrangement.state]


def next_words(arrangement):
    """Return what happens next, or nothing."""
    if arrangement.state != State.ASKED:
        return ""
    return _("We answer by %(day)s.") % {"day": formats.weekday_date(arrangement.reply_by)}


def thing(arrangement):
    """Return an arrangement as one thing of one person."""
    put_words(arrangement)
    return Thing(
        ref=arrangement.ref,
        title=_("%(drive)s: %(items)s") % {"drive": arrangement.drive.words.title, "items": kind(arrangement)},
        name=arrangement.organization or arrangement.person.name,
        party_size=1,
        when=_("Until %(day)s") % {"day": pledge_words.last_day(arrangement.drive)},
        where=arrangement.address,
        state=_STATES[arrangement.state],
        state_words=state(arrangement),
        url=reverse("donations:arrangement", args=[arrangement.pk]),
        starts=arrangement.drive.closes if arrangement.state in Arrangement.OPEN else None,
        until=arrangement.until,
        next_words=next_words(arrangement),
        keeps_place=False,
        last_step=_("We answer you"),
    )
