"""What volunteering moves when two people are merged, shows beside each of them, and asks about: told to the floor of people, which knows no names."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.words import party
from languages import formats
from people.merging import BOTH, GONE, KEPT, Clash, Mover, moves, register
from people.models import Person
from volunteers import amounts, totals, words
from volunteers.actions import merging
from volunteers.models import Ask, HoursEntry, KeepPosted, Opportunity, Recognition, ServiceLetter, SignUp, StandIn
from volunteers.same_work import SameDay, SameShift, days_with_both, same_shifts


def register_movers() -> None:
    """Tell the floor below; called once when the portal starts. What stands last is moved first."""
    register(moves(ServiceLetter, tell=_tell_letters))
    register(Mover(covers=("volunteers.noreminders.person",), move=merging.move_no_reminders))
    register(Mover(covers=("volunteers.application.person",), move=merging.move_applications))
    register(Mover(covers=("volunteers.recognition.person",), move=merging.move_milestones))
    register(Mover(covers=("volunteers.ask.person",), move=merging.move_asks, tell=partial(_tell_number, Ask, _asks)))
    register(Mover(covers=("volunteers.standin.person",), move=merging.move_stand_ins))
    work = ("volunteers.signup.person", "volunteers.hoursentry.person")
    register(Mover(covers=work, move=merging.move_work, hold=merging.hold, tell=_tell_work, clashes=_work_of_both))
    register(Mover(covers=("volunteers.keepposted.person",), move=merging.move_consents, tell=_tell_consents))


# --- What each of them holds -----------------------------------------------------------------------------------------------


def _tell_number(model, label, person):
    count = model.objects.filter(person=person).count()
    return [(label(), formats.whole_number(count) if count else "")]


def _asks():
    return _("Asked to help")


def _tell_work(person: Person) -> list[tuple[str, str]]:
    found = SignUp.objects.filter(person=person)
    coming, count = found.open().count(), found.count()
    said = ngettext("%(all)s, %(coming)s of them to come", "%(all)s, %(coming)s of them to come", count) % {"all": count, "coming": coming} if count else ""
    minutes = totals.minutes_of([person.pk])[person.pk]
    waiting = HoursEntry.objects.waiting().filter(person=person).count()
    more = ngettext("%(count)s entry waits for approval", "%(count)s entries wait for approval", waiting) % {"count": waiting} if waiting else ""
    return [(_("Sign-ups"), said), (_("Hours that count"), ", ".join(one for one in (amounts.duration(minutes) if minutes else "", more) if one))]


def _tell_letters(person: Person) -> list[tuple[str, str]]:
    codes = [letter.printed_code for letter in ServiceLetter.objects.filter(person=person).order_by("pk")[:5]]
    milestones = [
        _("first time") if not one.milestone else amounts.duration(one.milestone * 60)
        for one in Recognition.objects.filter(person=person).order_by("milestone")
    ]
    return [(_("Letters of service"), ", ".join(codes)), (_("Milestones"), ", ".join(milestones))]


def _tell_consents(person: Person) -> list[tuple[str, str]]:
    posted = KeepPosted.objects.standing().filter(person=person).first()
    waiting = StandIn.objects.waiting().filter(person=person).count()
    return [
        (_("Keep me posted"), _("agreed on %(day)s") % {"day": formats.weekday_date(posted.agreed_at)} if posted else ""),
        (_("Waits to take somebody’s place"), formats.whole_number(waiting) if waiting else ""),
    ]


# --- What only one of them can keep -----------------------------------------------------------------------------------------


def _work_of_both(kept: Person, gone: Person) -> list[Clash]:
    days = days_with_both(kept, gone)
    titles = Opportunity.objects.in_bulk({both.opportunity for both in days})
    shifts = [_same_shift(both, kept, gone) for both in same_shifts(kept, gone)]
    return [*shifts, *(_same_day(both, titles[both.opportunity], kept, gone) for both in days)]


def _same_shift(both: SameShift, kept, gone) -> Clash:
    role = both.kept[0].shift_role
    title = _("Both are on the list of %(what)s (%(when)s). Which sign-up stays?") % {
        "what": words.role_title(role), "when": formats.plain(words.when(role.shift)),
    }  # fmt: skip
    return Clash(both.key, title, [(KEPT, _sign_up_in_words(both.kept, kept)), (GONE, _sign_up_in_words(both.gone, gone))])


def _sign_up_in_words(sign_ups, person):
    said = [", ".join([party(one.party_size), str(one.get_state_display()), *_minutes(one)]) for one in sign_ups]
    return _("That of %(name)s: %(what)s") % {"name": person.name, "what": "; ".join(said)}


def _minutes(sign_up):
    written = sum(entry.minutes for entry in HoursEntry.objects.live().filter(sign_up=sign_up))
    said = [amounts.duration(sign_up.attended_minutes)] if sign_up.attended_minutes else []
    return [*said, _("%(hours)s written down") % {"hours": amounts.duration(written)}] if written else said


def _same_day(both: SameDay, opportunity, kept, gone) -> Clash:
    title = _("Both have hours for %(what)s on %(day)s. Which count?") % {"what": opportunity, "day": formats.weekday_date(both.day)}
    options = [(KEPT, _hours_in_words(both.kept, kept)), (GONE, _hours_in_words(both.gone, gone))]
    return Clash(both.key, title, [*options, (BOTH, _("Both: it was different work"))] if both.may_count_both else options)


def _hours_in_words(done, person):
    tally = getattr(done.entries[0].opportunity, "tally", None) if done.entries else None
    said = [amounts.amount(entry.minutes, entry.made, entry.material, tally) for entry in done.entries] + [
        _("%(hours)s on the list of a shift") % {"hours": amounts.duration(sign_up.attended_minutes)} for sign_up in done.rosters
    ]
    return _("Those of %(name)s: %(what)s") % {"name": person.name, "what": "; ".join(said)}
