"""One sign-up on the desk: what it still waits for, and what staff note, decide or answer there."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings.consents.answers import note as note_answer
from bookings.consents.forms import ConsentForm
from intake.admin import desk_page
from intake.refusal import Refused
from people import met
from people.access import staff_page
from people.models import GuardianConsent, PersonRequirement, Requirement
from volunteers import conditions, gaps
from volunteers.actions import applications, requests, sign_ups
from volunteers.desk.forms import DeclineForm, MetForm, ReplyForm
from volunteers.desk.reach import fetch, may
from volunteers.models import Application, Group, SignUp

_SIGN_UPS = SignUp.objects.select_related(
    "person__office", "shift_role__opportunity__office", "shift_role__shift__venue", "consent__guardian", "hold__partner", "replied_by"
)


@require_safe
@staff_page("volunteers.view_signup")
def of_sign_up(request, pk):
    """Who it is, what they asked for, what is missing, and the buttons for each of it."""
    return _page(request, fetch(_SIGN_UPS, request.user, "volunteers.view_signup", pk))


def _page(request, sign_up, *, error="", status=200, **bound):
    opportunity = sign_up.shift_role.opportunity
    missing = gaps.of(sign_up)
    return desk_page(
        request,
        "volunteers/desk/sign_up.html",
        title=sign_up.person.name,
        status=status,
        sign_up=sign_up,
        opportunity=opportunity,
        shift=sign_up.shift_role.shift,
        role=sign_up.shift_role,
        gaps=missing,
        error=error,
        group=Group.objects.filter(sign_up=sign_up).first(),
        application=_application(sign_up),
        waits_for_guardian=any(gap.kind == conditions.GUARDIAN for gap in missing),
        requirements=[gap for gap in missing if gap.requirement_id],
        reply_form=bound.get("reply_form") or ReplyForm(initial={"reply": sign_up.reply}),
        decline_form=bound.get("decline_form") or DeclineForm(),
        may_see_contact=may(request.user, "people.view_contact", opportunity),
        may_change=may(request.user, "volunteers.change_signup", opportunity),
    )


def _application(sign_up):
    return Application.objects.filter(opportunity=sign_up.shift_role.opportunity_id, person=sign_up.person_id).select_related("decided_by").first()


def _do(request, pk, verb, said):
    """Call `verb(sign_up)` and go back to the page of the sign-up; a refusal stands on top of it."""
    sign_up = fetch(_SIGN_UPS, request.user, "volunteers.change_signup", pk)
    try:
        verb(sign_up)
    except Refused as refused:
        return _page(request, fetch(_SIGN_UPS, request.user, "volunteers.change_signup", pk), error=refused.sentence, status=422)
    messages.success(request, said)
    return redirect("admin:sign_up_desk", pk)


@staff_page("volunteers.change_signup")
@require_POST
def approve(request, pk):
    """Approve the applicant for all dates of the work."""

    def verb(sign_up):
        applications.approve(application=_existing(sign_up), by=request.user, now=timezone.now())

    return _do(request, pk, verb, _("Approved. What was kept for them is confirmed, unless something else is missing."))


@staff_page("volunteers.change_signup")
@require_POST
def decline(request, pk):
    """Decline the applicant, with words for them."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, fetch(_SIGN_UPS, request.user, "volunteers.change_signup", pk), decline_form=form, status=422)

    def verb(sign_up):
        applications.decline(application=_existing(sign_up), note=form.cleaned_data["note"], by=request.user, now=timezone.now())

    return _do(request, pk, verb, _("Declined. They are told in your words."))


@staff_page("volunteers.change_signup")
@require_POST
def archive(request, pk):
    """Put a past approval or refusal away."""

    def verb(sign_up):
        applications.archive(application=_existing(sign_up), by=request.user, now=timezone.now())

    return _do(request, pk, verb, _("Archived: they would have to ask again."))


def _existing(sign_up):
    application = _application(sign_up)
    if application is None:
        raise Refused(_("Nobody has applied here."))
    return application


@staff_page("volunteers.change_signup")
@require_POST
def note_consent(request, pk):
    """Note what the guardian said on paper or on the phone."""
    form = ConsentForm(request.POST)

    def verb(sign_up):
        if not form.is_valid():
            raise Refused(_("Please choose what the guardian said, and how."))
        how, says = form.cleaned_data["how"], form.cleaned_data["says"]
        note_answer(booking=sign_up, says_yes=says == "yes", how=GuardianConsent.How(how), by=request.user, now=timezone.now())

    return _do(request, pk, verb, _("Noted."))


@staff_page("volunteers.change_signup")
@require_POST
def note_requirement(request, pk):
    """Note that the person has met what is required, or is about to."""
    form = MetForm(request.POST)

    def verb(sign_up):
        if not form.is_valid():
            raise Refused(" ".join(error for errors in form.errors.values() for error in errors))
        wanted = Requirement.objects.filter(office=sign_up.person.office_id, pk=form.cleaned_data["requirement"]).first()
        if wanted is None:
            raise Refused(_("This is not required here."))
        now, state = timezone.now(), PersonRequirement.State(form.cleaned_data["state"])
        met.note(person=sign_up.person, requirement=wanted, state=state, met_on=form.cleaned_data["met_on"], by=request.user, now=now)
        requests.look_again_at(SignUp.objects.filter(person=sign_up.person_id), by=request.user, now=now)

    return _do(request, pk, verb, _("Noted."))


@staff_page("volunteers.change_signup")
@require_POST
def answer_need(request, pk):
    """Answer what would help somebody take part; the person sees it on their page and gets it by letter."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, fetch(_SIGN_UPS, request.user, "volunteers.change_signup", pk), reply_form=form, status=422)

    def verb(sign_up):
        sign_ups.answer_need(sign_up=sign_up, reply=form.cleaned_data["reply"], by=request.user, now=timezone.now())

    return _do(request, pk, verb, _("Answered. They are told."))
