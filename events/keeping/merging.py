"""What events move when two people are merged, show beside each of them, and ask about: told to the floor of people, which knows no names."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.words import party
from events import words
from events.actions import merging
from events.models import Registration
from languages import formats
from people.merging import GONE, KEPT, Clash, Mover, register
from people.models import Person


def register_registrations() -> None:
    """Tell the floor below; called once when the portal starts."""
    covers = ("events.registration.person",)
    register(Mover(covers=covers, move=merging.move_registrations, hold=merging.hold, tell=_tell, clashes=_clashes))


def _tell(person):
    count = Registration.objects.filter(person=person).count()
    return [(_("Events"), ngettext("%(n)s registration", "%(n)s registrations", count) % {"n": count} if count else "")]


def _clashes(kept: Person, gone: Person) -> list[Clash]:
    return [_clash(both, kept, gone) for both in merging.same_events(kept, gone)]


def _clash(both, kept, gone):
    event = both.kept.event
    values = {"what": words.title_of(event), "when": formats.plain(words.when(event))}
    title = _("Both are registered for %(what)s (%(when)s). Which registration stays?") % values
    return Clash(both.key, title, [(KEPT, _in_words(both.kept, kept)), (GONE, _in_words(both.gone, gone))])


def _in_words(registration, person):
    what = ", ".join([party(registration.party_size), str(registration.get_state_display())])
    return _("That of %(name)s: %(what)s") % {"name": person.name, "what": what}
