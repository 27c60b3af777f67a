"""The roster of a shift: everyone on it, by role; those who are not confirmed, wait or cancelled stand apart."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OuterRef, Subquery, Sum, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.check_in import has_day_come
from bookings.models import State
from intake.admin import desk_page
from intake.form_keys import new_key
from languages.names import language_names
from people.access import staff_page
from sharing.tables import copied_response
from volunteers import answers, ticks
from volunteers.actions.notes import EXPECTED as WRITTEN_TO
from volunteers.desk.asks import put_asked
from volunteers.desk.reach import fetch, may
from volunteers.desk.site_links import listed
from volunteers.exports import in_roster_order, of_sign_ups
from volunteers.models import Headcount, Opportunity, Shift, ShiftRole, SignUp

EXPECTED = {State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.WALK_IN}
UNCONFIRMED = {State.HELD, State.REQUESTED, State.OFFERED}
GONE = {State.CANCELLED, State.DECLINED, State.EXPIRED}
MOST, MOST_GONE = 300, 50  # people shown of work that goes on for years
_WITH_PEOPLE = SignUp.objects.select_related("person").annotate(
    partner_name=F("hold__partner__name"), group_name=F("group__name"), group_names=F("group__names")
)
# Numbers as they are dialed, plain text: taking five hundred apart and putting them together again would be most of the page's work.
_DIALED = _WITH_PEOPLE.defer("person__phone").annotate(dialed=Cast("person__phone", TextField()))


@dataclass(frozen=True)
class Sheet:
    """One role and its people, in four lists that do not mix."""

    role: ShiftRole
    expected: list
    unconfirmed: list
    waiting: list
    gone: list
    people: int  # how many are expected, with those they bring
    are_more: bool = False
    nameless: int = 0  # how many came besides without giving a name


@require_safe
@staff_page("volunteers.view_signup")
def of_shift(request, pk):
    """The roster of one shift."""
    shift = fetch(Shift.objects.select_related("opportunity__office", "venue"), request.user, "volunteers.view_signup", pk)
    return _roster(request, shift.opportunity, ShiftRole.objects.filter(shift=shift), shift)


@require_safe
@staff_page("volunteers.view_signup")
def of_opportunity(request, pk):
    """The roster of open-ended work: its roles without a shift."""
    opportunity = fetch(Opportunity.objects.select_related("office"), request.user, "volunteers.view_signup", pk)
    return _roster(request, opportunity, ShiftRole.objects.filter(opportunity=opportunity, shift=None), None)


def _roster(request, opportunity, roles, shift):
    was_moved = shift is not None and shift.sequence > 0  # else nobody was asked anew
    sheets = sheets_of(roles, answers.with_question(_DIALED) if was_moved else _DIALED) if shift else latest_sheets_of(roles)
    asked_anew = None
    if shift:
        put_asked([sheet.role for sheet in sheets])
    if was_moved:
        asked_anew = answers.since_the_change([one for sheet in sheets for one in (*sheet.expected, *sheet.gone)])
    may_mark = may(request.user, "volunteers.mark_attendance", opportunity)
    may_give_links = shift is not None and may(request.user, "volunteers.give_site_link", opportunity)
    return desk_page(
        request,
        "volunteers/desk/roster.html",
        title=str(opportunity),
        opportunity=opportunity,
        shift=shift,
        sheets=sheets,
        asked_anew=asked_anew,
        key=new_key(),
        marks=mark_labels(shift),
        ticks=ticks.words(f"{'shift' if shift else 'opportunity'}:{(shift or opportunity).pk}:{request.user.pk}"),
        may_see_contact=may(request.user, "people.view_contact", opportunity),
        may_change=may(request.user, "volunteers.change_signup", opportunity),
        may_ask=shift is not None and shift.starts > timezone.now() and may(request.user, "volunteers.add_ask", opportunity),
        may_mark=may_mark and has_day_come(shift, timezone.now()),
        may_hold=may(request.user, "volunteers.add_hold", opportunity),
        may_record=may_mark,  # the same roles write down hours
        may_export=may(request.user, "volunteers.export_signup", opportunity),
        may_call_off=may(request.user, "volunteers.change_shift", opportunity),
        may_give_links=may_give_links,
        may_write=shift is not None and may(request.user, "volunteers.write_to_shift", opportunity),
        to_write=sum(one.state in WRITTEN_TO for sheet in sheets for one in sheet.expected),
        links=listed(shift, timezone.now()) if may_give_links else [],
    )


def mark_labels(shift):
    """Return what can be pressed beside a name, as (state, words); nobody is missing from what was called off."""
    labels = {State.ATTENDED: _("Came"), State.NO_SHOW: _("Did not come"), State.EXCUSED: _("Excused")}
    is_off = shift is not None and shift.cancelled_at is not None
    return [(state.value, words) for state, words in labels.items() if not (is_off and state == State.NO_SHOW)]


def sheets_of(roles, sign_ups=_WITH_PEOPLE):
    """Return a sheet for each role; three queries whatever the number of people."""
    counted = Headcount.objects.filter(shift_role=OuterRef("pk")).order_by().values("shift_role").annotate(all=Sum("people")).values("all")
    roles = list(roles.select_related("shift", "opportunity").annotate(nameless=Subquery(counted)))
    people = _by_role(roles, sign_ups.filter(shift_role__in=roles).order_by("person__name", "pk"))
    return [
        _sheet(role, people[role.pk], expected=sum(one.party_size for one in people[role.pk] if one.state in EXPECTED), nameless=role.nameless or 0)
        for role in roles
    ]


def latest_sheets_of(roles):
    """Return a sheet for each role of work without a shift, which goes on for years: the latest people only; five queries."""
    roles = list(roles.select_related("shift", "opportunity"))
    everyone = SignUp.objects.filter(shift_role__in=roles)
    latest = _DIALED.filter(shift_role__in=roles).order_by("-pk")
    live, gone = list(latest.exclude(state__in=GONE)[: MOST + 1]), list(latest.filter(state__in=GONE)[: MOST_GONE + 1])
    expected = dict(everyone.filter(state__in=EXPECTED).values_list("shift_role").annotate(Sum("party_size")).order_by())
    people = _by_role(roles, sorted(live[:MOST] + gone[:MOST_GONE], key=lambda one: (one.person.name, one.pk)))
    are_more = len(live) > MOST or len(gone) > MOST_GONE
    return [_sheet(role, people[role.pk], expected=expected.get(role.pk, 0), are_more=are_more) for role in roles]


def _by_role(roles, sign_ups):
    people = {role.pk: [] for role in roles}
    languages = {code: name for code, name in language_names().items() if code != settings.LANGUAGE_CODE}
    for sign_up in sign_ups:
        sign_up.language_name = languages.get(sign_up.language, "")
        people[sign_up.shift_role_id].append(sign_up)
    return people


def _sheet(role, people, *, expected, are_more=False, nameless=0):
    return Sheet(
        role=role,
        expected=[one for one in people if one.state in EXPECTED],
        unconfirmed=[one for one in people if one.state in UNCONFIRMED],
        waiting=sorted((one for one in people if one.state == State.WAITLISTED), key=lambda one: (one.waits_since, one.pk)),
        gone=[one for one in people if one.state in GONE],
        people=expected,
        are_more=are_more,
        nameless=nameless,
    )


@require_safe
@staff_page("volunteers.export_signup")
def as_table(request, pk):
    """The roster as CSV; phone, email and notes only for staff who may see them."""
    shift = fetch(Shift.objects.select_related("opportunity", "venue"), request.user, "volunteers.export_signup", pk)
    return _table(request, shift.opportunity, SignUp.objects.filter(shift=shift), f"{shift.local_starts:%Y-%m-%d}")


@require_safe
@staff_page("volunteers.export_signup")
def of_opportunity_as_table(request, pk):
    """The roster of open-ended work as CSV."""
    opportunity = fetch(Opportunity.objects.all(), request.user, "volunteers.export_signup", pk)
    return _table(request, opportunity, SignUp.objects.filter(shift_role__opportunity=opportunity, shift=None), "")


def _table(request, opportunity, people, day):
    with_contact = may(request.user, "people.view_contact", opportunity)
    name = slugify(f"roster {opportunity.title[:60]} {day}")
    return copied_response(name, *of_sign_ups(in_roster_order(people), with_contact=with_contact), by=request.user)
