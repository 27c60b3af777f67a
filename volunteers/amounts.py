"""How much in words, in the active language: “3 hours 30 minutes”, “12 masks”."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from languages import formats
from languages.content import translated
from volunteers.models import Tally


def duration(minutes):
    """Return minutes as people say them: “45 minutes”, “3 hours”, “3 hours 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": formats.whole_number(hours)}] if hours or not rest else []
    if rest:
        parts.append(ngettext("%(number)s minute", "%(number)s minutes", rest) % {"number": rest})
    return " ".join(parts)


def things(number, unit):
    """Return a number of things: “12 masks”."""
    return _("%(number)s %(things)s") % {"number": formats.whole_number(number), "things": unit}


def tallies(opportunities):
    """Return what is counted in these opportunities by opportunity id, in the active language; two queries at most."""
    return {tally.opportunity_id: tally for tally in translated(Tally.objects.filter(opportunity__in=set(opportunities)), get_language())}


def amount(minutes, made, material, tally):
    """Return what an entry says: “3 hours, 12 masks”."""
    parts = [duration(minutes)] if minutes else []
    if made:
        parts.append(things(made, _unit(tally, "made")))
    if material:
        parts.append(_("%(things)s given out") % {"things": things(material, _unit(tally, "material"))})
    return ", ".join(parts)


def _unit(tally, name):
    """Return what is counted, translated where it was fetched so; staff read the office's own words."""
    return getattr(tally, "words", {}).get(name) or getattr(tally, name, "")


def how_many(tally):
    """Return the question for a number of things: “How many masks did you make?”."""
    return _("How many %(things)s did you make?") % {"things": _unit(tally, "made")}
