"""What needs a staff member today: drawers with a count, the first rows, and where to go. One query a drawer."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import State
from languages import formats
from mailing.desk.words import answer_in_words, state_in_words
from mailing.models import CallTask, Message
from people.access import scope
from volunteers import amounts, answers
from volunteers.models import HoursEntry, Opportunity, ShiftRole, SignUp

UNFILLED_WITHIN = timedelta(hours=72)
FAILED_WITHIN = timedelta(days=30)
UNANSWERED_WITHIN = timedelta(hours=72)
SHOWN = 5
MOST = 100


@dataclass(frozen=True)
class Row:
    """One thing to do: what, where to do it, by when or how much."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Drawer:
    """One kind of thing to do; `count` is capped, `all_url` leads to all of it."""

    title: str
    empty: str
    rows: list = field(default_factory=list)
    count: int = 0
    all_url: str = ""

    @property
    def count_in_words(self):
        """The count, or "more than 100"."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


def drawers_for(user, *, now):
    """Return the drawers a staff member may open."""
    makers = [
        ("volunteers.view_shift", unfilled),
        ("mailing.make_calls", to_call),
        ("mailing.view_message", failed_letters),
        ("volunteers.change_signup", waiting_requests),
        ("volunteers.change_signup", open_needs),
        ("volunteers.view_signup", unanswered_offers),
        ("volunteers.view_signup", unanswered_changes),
        ("volunteers.change_hoursentry", waiting_hours),
    ]
    return [make(user, permission, now) for permission, make in makers if user.has_perm(permission)]


def unfilled(user, permission, now):
    """Shifts of the next 72 hours that still have room."""
    short = Q(capacity__gt=F("taken") + F("reserved"), shift__starts__gt=now, shift__starts__lte=now + UNFILLED_WITHIN, shift__cancelled_at=None)
    roles = ShiftRole.objects.filter(short, opportunity__state=Opportunity.State.PUBLISHED).select_related("shift__venue", "opportunity")
    roles = scope(roles, user, permission, office="opportunity__office", leads_path="opportunity__leads").order_by("shift__starts", "pk")

    def row(role):
        free = ngettext("%(left)s of %(places)s place free", "%(left)s of %(places)s places free", role.capacity)
        free %= {"left": role.places_left, "places": role.capacity}
        return Row(str(role.opportunity), reverse("admin:roster", args=[role.shift_id]), f"{formats.when(role.shift)}: {free}")

    return _drawer(
        _("Not full in the next 72 hours"),
        _("No shift of the next three days needs people."),
        roles,
        row,
        reverse("admin:volunteers_shift_changelist") + "?room=soon",
    )


def to_call(user, permission, now):
    """People to call, the most urgent first."""
    tasks = scope(CallTask.objects.filter(result="").select_related("person"), user, permission).order_by(F("due").asc(nulls_last=True), "pk")
    url = reverse("admin:calls")

    def row(task):
        by = _("call by %(day)s, %(time)s") % {"day": formats.weekday_date(task.due), "time": formats.clock(task.due)} if task.due else ""
        return Row(task.person.name if task.person else str(task.number), f"{url}#call-{task.pk}", by)

    return _drawer(_("To call"), _("Nobody waits for a call."), tasks, row, url)


def failed_letters(user, permission, now):
    """Letters that did not arrive."""
    letters = Message.objects.unsettled().filter(created_at__gt=now - FAILED_WITHIN).select_related("person").defer("text", "html")
    letters = scope(letters, user, permission).order_by("-created_at", "-pk")

    def row(letter):
        who = letter.person.name if letter.person else letter.to
        return Row(who, reverse("admin:mailing_message_change", args=[letter.pk]), answer_in_words(letter) or state_in_words(letter))

    return _drawer(_("Letters that failed"), _("No letter needs you."), letters, row, reverse("admin:mailing_message_changelist") + "?trouble=1")


def unanswered_offers(user, permission, now):
    """Places offered to somebody on a waitlist who has not answered yet."""
    offers = SignUp.objects.filter(state=State.OFFERED).select_related("person", "shift_role__opportunity", "shift")
    offers = scope(offers, user, permission, office="shift_role__opportunity__office", leads_path="shift_role__opportunity__leads").order_by("until", "pk")

    def row(sign_up):
        page, key = ("roster", sign_up.shift_id) if sign_up.shift_id else ("opportunity_roster", sign_up.shift_role.opportunity_id)
        until = _("until %(day)s, %(time)s") % {"day": formats.weekday_date(sign_up.until), "time": formats.clock(sign_up.until)} if sign_up.until else ""
        return Row(f"{sign_up.person}: {sign_up.shift_role.opportunity}", f"{reverse(f'admin:{page}', args=[key])}#sign-up-{sign_up.pk}", until)

    return _drawer(
        _("Offers without an answer"),
        _("No offer waits for an answer."),
        offers,
        row,
        reverse("admin:volunteers_signup_changelist") + "?state__exact=offered",
    )


def waiting_requests(user, permission, now):
    """Places kept for people who wait for the office's yes, a guardian's, or for something required; the soonest to lapse first."""
    waiting = _sign_ups(user, permission).filter(state=State.REQUESTED, link=None).order_by(F("until").asc(nulls_last=True), "pk")
    return _drawer(
        _("Sign-ups that wait for approval or consent"),
        _("No sign-up waits for approval."),
        waiting,
        lambda sign_up: _sign_up_row(sign_up, _("until %(day)s, %(time)s") % _day_and_time(sign_up.until) if sign_up.until else ""),
        reverse("admin:volunteers_signup_changelist") + "?state__exact=requested",
    )


def open_needs(user, permission, now):
    """What people said would help them take part, and nobody has answered; the soonest first."""
    asked = _sign_ups(user, permission).filter(state__in=[State.CONFIRMED, State.REQUESTED, State.OFFERED], link=None, reply="").exclude(notes="")
    asked = asked.filter(Q(shift=None) | Q(shift__starts__gt=now)).order_by(F("shift__starts").asc(nulls_last=True), "pk")
    return _drawer(
        _("What would help people take part"),
        _("Everybody who asked has an answer."),
        asked,
        lambda sign_up: _sign_up_row(sign_up, formats.when(sign_up.shift) if sign_up.shift else ""),
        reverse("admin:volunteers_signup_changelist"),
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

    return _drawer(
        _("Asked again after a change, no answer yet"),
        _("Everyone whose shift was moved has answered, or it is not soon."),
        waiting.order_by("shift__starts", "pk"),
        row,
        reverse("admin:volunteers_signup_changelist") + "?state__exact=confirmed",
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

    return _drawer(
        _("Hours that wait for approval"),
        _("No hours wait for approval."),
        entries,
        row,
        reverse("admin:volunteers_hoursentry_changelist") + "?state__exact=claimed",
    )


def _drawer(title, empty, queryset, row, all_url):
    found = list(queryset[: MOST + 1])
    return Drawer(title, empty, [row(one) for one in found[:SHOWN]], len(found), all_url)
