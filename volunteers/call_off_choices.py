"""What can be called off on a day, with how many shifts and people each choice would reach: read before anything is pressed."""

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import State
from bookings.words import party
from volunteers.actions.call_offs import Reach, affected
from volunteers.models import SignUp


def choices(shift, reaches, now):
    """Return (reach, words) for a form: what reaches no more than the choice before it is left out."""
    offered, before = [], set()
    for reach in reaches:
        ids = set(affected(shift=shift, reach=reach, now=now).values_list("pk", flat=True))
        if ids and ids != before:
            offered.append((reach.value, _in_words(reach, ids)))
            before = ids
    return offered


def _in_words(reach, ids):
    people = SignUp.objects.filter(shift__in=ids, state__in=State.OPEN).aggregate(people=Sum("party_size"))["people"] or 0
    shifts = ngettext("%(count)s shift", "%(count)s shifts", len(ids)) % {"count": len(ids)}
    return _("%(what)s (%(shifts)s, %(people)s)") % {"what": Reach(reach).label, "shifts": shifts, "people": party(people)}
