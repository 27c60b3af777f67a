"""The page behind the QR code at the door: who has a code, or a browser that has proved the address, checks in on their own phone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.check_in import TRY_WINDOW, first_name_of
from intake.form_keys import browser_of, new_key
from intake.refusal import Refused
from languages.content import translated
from mailing import browser
from mailing.views.link_pages import opening, page_behind
from volunteers import check_in_points, eligibility, words
from volunteers.actions import check_in as verbs
from volunteers.forms.check_in import NOT_FOUND, CodeForm, OwnNameForm
from volunteers.models import CheckInPoint, ShiftRole, SignUp

PAGES = {CheckInPoint.Kind.SIGN: "volunteers:check_in", CheckInPoint.Kind.KIOSK: "volunteers:kiosk"}


def point_page(kind):
    """Open a page to the browser that has opened the check-in point of this number; wrong, closed and unknown are one 404.

    What is changed there is in the history as done at this point.
    """
    return page_behind(check_in_points.DOOR, actor="check_in_point", fits=lambda point: point.kind == kind)


open_point = opening(check_in_points.DOOR, page=lambda point: PAGES[point.kind])


@point_page(CheckInPoint.Kind.SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request, point, *, now):
    """Type the code; or press the button where this browser knows who it is."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, point, now, form=form, status=422 if request.method == "POST" else 200)
    try:
        found = verbs.by_code(point=point, typed=form.cleaned_data["code"], browser=browser_of(request), now=now)
    except Refused as refusal:
        form.add_error("code", refusal.sentence)
        return _page(request, point, now, form=form, status=429 if refusal.code == "too_many" else 422)
    if found is None:
        form.add_error("code", NOT_FOUND)
        return _page(request, point, now, form=form, status=422)
    return _done(request, point, found)


@point_page(CheckInPoint.Kind.SIGN)
@require_POST
def here(request, point, *, now):
    """“I am here”, in a browser that has proved the address or opened the mailed link."""
    wanted = request.POST.get("sign_up", "")
    mine = next((one for one in own_sign_ups(request, point) if str(one.pk) == wanted), None)
    if mine is None:
        raise Http404
    try:
        return _done(request, point, verbs.arrive(point=point, sign_up=mine, now=now))
    except Refused as refusal:
        return _page(request, point, now, form=CodeForm(), error=refusal.sentence, status=422)


@point_page(CheckInPoint.Kind.SIGN)
@require_POST
def write_name(request, point, *, now):
    """Somebody without a sign-up writes down their name."""
    form = OwnNameForm(request.POST, roles=roles_of(point))
    if not form.is_valid():
        return _page(request, point, now, form=CodeForm(), newcomer=form, status=422)
    try:
        walk_in = write_down(request, point, form, now)
    except Refused as refusal:
        return _page(request, point, now, form=CodeForm(), newcomer=form, error=refusal.sentence, status=429 if refusal.code == "too_many" else 422)
    return _done(request, point, walk_in)


def write_down(request, point, form, now):
    """Call the verb with what a form says. Raises Refused."""
    values = form.cleaned_data
    return verbs.write_down(
        point=point, shift_role=values["role"], name=values["name"], party_size=values["party_size"], browser=browser_of(request), key=values["key"], now=now
    )


def own_sign_ups(request, point):
    """Return the sign-ups of this shift that this browser may see, by name."""
    here = SignUp.objects.filter(shift=point.shift_id, state__in=verbs.KNOWN, link=None, person__forgotten_at=None)
    mine = browser.own_among(request, here)
    return list(mine.select_related("person", "shift_role__shift", "shift_role__opportunity").order_by("person__name", "pk"))


def roles_of(point):
    """Return what one can come for at a point."""
    shifts = [shift.pk for shift in check_in_points.shifts_of(point) if shift.cancelled_at is None]
    return ShiftRole.objects.filter(shift__in=shifts).select_related("opportunity__office", "shift").order_by("shift__starts", "order", "pk")


def _done(request, point, sign_up):
    messages.success(request, _("Welcome, %(name)s. You are checked in.") % {"name": first_name_of(sign_up.person)})
    return redirect("volunteers:check_in", point.pk)


def why_not(shift, now):
    """Return why nobody can check in to this shift now, in words, or an empty text."""
    try:
        eligibility.check_checks_in(shift, now)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _page(request, point, now, *, form, newcomer=None, error="", status=200):
    shift = point.shift
    mine = own_sign_ups(request, point)
    translated([shift.opportunity], get_language(), ["title"])
    if point.takes_walk_ins and newcomer is None:
        newcomer = OwnNameForm(roles=roles_of(point), initial={"key": new_key(), "party_size": 1})
    request.is_own_page = bool(mine)
    context = {
        "point": point, "shift": shift, "opportunity": shift.opportunity, "when": words.when(shift), "place": shift.venue, "closed": why_not(shift, now),
        "own": mine, "form": form, "newcomer": newcomer, "error": error, "lead": shift.contact_name or shift.opportunity.contact_name,
        "phone": shift.contact_phone or shift.opportunity.contact_phone or shift.opportunity.office.phone,
    }  # fmt: skip
    response = render(request, "volunteers/check_in/page.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(int(TRY_WINDOW.total_seconds()))
    return response
