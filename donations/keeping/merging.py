"""What drives move when two people are merged, show beside each of them, and ask about: told to the floor of people, which knows no names."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations import pledge_words
from donations.actions import merging
from donations.models import Arrangement, Donation, PickUpRequest, PickUpRun, Pledge
from donations.same_gifts import SameGift, of_both
from languages import formats
from people.merging import BOTH, GONE, KEPT, Clash, Mover, moves, register
from people.models import Person


def register_movers() -> None:
    """Tell the floor below; called once when the portal starts. What stands last is moved first."""
    for model, name in [(Donation, "person"), (PickUpRun, "driver"), (PickUpRequest, "person"), (Arrangement, "person")]:
        register(moves(model, name))
    covers = ("donations.appointment.person", "donations.pledge.person")
    register(Mover(covers=covers, move=merging.move_pledges, hold=merging.hold, tell=_tell, clashes=_clashes))


def _tell(person: Person) -> list[tuple[str, str]]:
    found = Pledge.objects.filter(person=person)
    coming, count = found.live().count(), found.count()
    said = ngettext("%(all)s, %(coming)s of them to come", "%(all)s, %(coming)s of them to come", count) % {"all": count, "coming": coming} if count else ""
    return [(_("Promises for drives"), said)]


def _clashes(kept: Person, gone: Person) -> list[Clash]:
    return [_clash(both, kept, gone) for both in of_both(kept, gone)]


def _clash(both: SameGift, kept, gone) -> Clash:
    pledge_words.put_words([*both.kept, *both.gone])
    words = {"drive": both.drive.words.title}
    if both.window:
        words |= {"when": formats.plain(formats.day_and_times(both.window.local_starts, both.window.local_ends)), "where": both.kept[0].location.venue.name}
        title = _("Both have an appointment at %(where)s, %(when)s (%(drive)s). Which promise stays?") % words
    else:
        title = _("Both have promised something for %(drive)s. Which promise stays?") % words
    options = [(KEPT, _in_words(both.kept, kept)), (GONE, _in_words(both.gone, gone))]
    return Clash(both.key, title, [*options, (BOTH, _("Both: they bring different things"))])


def _in_words(pledges, person):
    said = "; ".join(f"{', '.join(pledge_words.lines(one))} ({one.get_state_display()})" for one in pledges)
    return _("That of %(name)s: %(what)s") % {"name": person.name, "what": said}
