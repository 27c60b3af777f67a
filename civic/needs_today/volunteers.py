"""What needs somebody today: shifts, sign-ups and hours."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import State
from civic.needs_today.drawers import Drawer, Row
from languages import formats
from people.access import scope
from volunteers import amounts, answers
from volunteers.models import HoursEntry, Opportunity, Shift, ShiftRole, SignUp

UNFILLED_WITHIN = timedelta(hours=72)
UNANSWERED_WITHIN = timedelta(hours=72)


def unfilled(user, permission, now):
    """Shifts of the next 72 hours that still have room."""
    short = ShiftRole.objects.filter(capacity__gt=F("taken") + F("reserved"), shift=OuterRef("pk"))
    soon = Shift.objects.filter(Exists(short), starts__gt=now, starts__lte=now + UNFILLED_WITHIN, cancelled_at=None)
    shifts = scope(soon.filter(opportunity__state=Opportunity.State.PUBLISHED), user, permission, office="opportunity__office", leads_path="opportunity__leads")
    left, places = Sum(F("roles__capacity") - F("roles__taken") - F("roles__reserved")), Sum("roles__capacity")  # a role without a number has room anyway
    shifts = shifts.annotate(left=left, places=places).select_related("venue", "opportunity").order_by("starts", "pk")

    def row(shift):
        free = ngettext("%(left)s of %(places)s place free", "%(left)s of %(places)s places free", shift.places)
        free %= {"left": shift.left, "places": shift.places}
        return Row(str(shift.opportunity), reverse("admin:roster", args=[shift.pk]), f"{formats.when(shift)}: {free}")

    return Drawer(_("Not full in the next 72 hours"), _("No shift of the next three days needs people."), shifts, row)


def unanswered_offers(user, permission, now):
    """Places offered to somebody on a waitlist who has not answered yet."""
    offers = SignUp.objects.filter(state=State.OFFERED).select_related("person", "shift_role__opportunity", "shift")
    offers = scope(offers, user, permission, office="shift_role__opportunity__office", leads_path="shift_role__opportunity__leads").order_by("until", "pk")

    def row(sign_up):
        page, key = ("roster", sign_up.shift_id) if sign_up.shift_id else ("opportunity_roster", sign_up.shift_role.opportunity_id)
        until = _("until %(day)s, %(time)s") % {"day": formats.weekday_date(sign_up.until), "time": formats.clock(sign_up.until)} if sign_up.until else ""
        return Row(f"{sign_up.person}: {sign_up.shift_role.opportunity}", f"{reverse(f'admin:{page}', args=[key])}#sign-up-{sign_up.pk}", until)

    return Drawer(_("Offers without an answer"), _("No offer waits for an answer."), offers, row)


def waiting_requests(user, permission, now):
    """Places kept for people who wait for the office's yes, a guardian's, or for something required; the soonest to lapse first."""
    waiting = _sign_ups(user, permission).filter(state=State.REQUESTED, link=None).order_by(F("until").asc(nulls_last=True), "pk")
    return Drawer(
        _("Sign-ups that wait for approval or consent"),
        _("No sign-up waits for approval."),
        waiting,
        lambda sign_up: _sign_up_row(sign_up, _("until %(day)s, %(time)s") % _day_and_time(sign_up.until) if sign_up.until else ""),
    )


def open_needs(user, permission, now):
    """What people said would help them take part, and nobody has answered; the soonest first."""
    asked = _sign_ups(user, permission).filter(state__in=[State.CONFIRMED, State.REQUESTED, State.OFFERED], link=None, reply="").exclude(notes="")
    asked = asked.filter(Q(shift=None) | Q(shift__starts__gt=now)).order_by(F("shift__starts").asc(nulls_last=True), "pk")
    return Drawer(
        _("What would help people take part"),
        _("Everybody who asked has an answer."),
        asked,
        lambda sign_up: _sign_up_row(sign_up, formats.when(sign_up.shift) if sign_up.shift else ""),
    )


def _sign_ups(user, permission):
    found = SignUp.objects.select_related("person", "shift_role__opportunity", "shift")
    return scope(found, user, permission, office="shift_role__opportunity__office", leads_path="shift_role__opportunity__leads")


def _sign_up_row(sign_up, note):
    return Row(f"{sign_up.person}: {sign_up.shift_role.opportunity}", reverse("admin:sign_up_desk", args=[sign_up.pk]), note)


def _day_and_time(moment):
    return {"day": formats.weekday_date(moment), "time": formats.clock(moment)}


def unanswered_changes(user, permission, now):
    """People of the next three days who were asked anew after a change, and have not said whether they come."""
    waiting = answers.waiting(now=now, until=now + UNANSWERED_WITHIN).select_related("person", "shift_role__opportunity", "shift__venue")
    waiting = scope(waiting, user, permission, office="shift_role__opportunity__office", leads_path="shift_role__opportunity__leads")

    def row(sign_up):
        url = f"{reverse('admin:roster', args=[sign_up.shift_id])}#sign-up-{sign_up.pk}"
        return Row(f"{sign_up.person}: {sign_up.shift_role.opportunity}", url, formats.when(sign_up.shift))

    return Drawer(
        _("Asked again after a change, no answer yet"),
        _("Everyone whose shift was moved has answered, or it is not soon."),
        waiting.order_by("shift__starts", "pk"),
        row,
    )


def waiting_hours(user, permission, now):
    """Hours that people wrote down and nobody has looked at, the oldest first."""
    entries = HoursEntry.objects.waiting().select_related("person", "opportunity__tally").order_by("pk")
    entries = scope(entries, user, permission, office="opportunity__office", leads_path="opportunity__leads")

    def row(entry):
        much = amounts.amount(entry.minutes, entry.made, entry.material, getattr(entry.opportunity, "tally", None))
        return Row(
            f"{entry.person}: {entry.opportunity}", reverse("admin:volunteers_hoursentry_change", args=[entry.pk]), f"{formats.weekday_date(entry.day)}: {much}"
        )

    return Drawer(_("Hours that wait for approval"), _("No hours wait for approval."), entries, row)
