"""Proposals at the desk: what waits, one of them with the office's answer, and one that somebody made on the phone."""

from datetime import time

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import kit_days, proposal_words
from events.actions import answers, proposals
from events.desk.reaching import beside
from events.forms.proposals import AcceptForm, AnswerForm, CallInForm
from events.models import Event, KitType, Proposal
from intake.admin import desk_page
from intake.refusal import Refused
from people import access
from people.access import EVERYWHERE, offices_where, staff_page
from people.models import Office

_VIEW, _CHANGE, _ADD = "events.view_proposal", "events.change_proposal", "events.add_proposal"
_PROPOSALS = Proposal.objects.select_related("person", "office", "neighborhood", "event", "owner", "link").defer("neighborhood__outline")
LATEST = 50


@staff_page(_VIEW)
@require_safe
def waiting(request):
    """What waits for an answer, the soonest due first; and what was answered last."""
    mine = access.scope(_PROPOSALS, request.user, _VIEW)
    open_ones = mine.filter(pk__in=Proposal.objects.waiting().values("pk")).order_by("due", "pk")[: LATEST * 4]
    done = mine.exclude(state=Proposal.State.RECEIVED).order_by("-replied_at", "-pk")[:LATEST]
    may_add = request.user.has_perm(_ADD)
    return desk_page(
        request, "events/desk/proposals.html", title=_("Proposals and invitations"), waiting=open_ones, done=done, may_add=may_add, today=timezone.localdate()
    )


def fetch(user, permission, pk):
    """Return a proposal of an office where the user may do this, or raise Http404."""
    return access.get_or_404(_PROPOSALS, user, permission, pk=pk)


@staff_page(_VIEW)
@require_safe
def proposal(request, pk):
    """What was proposed, and the office's answer."""
    return page(request, fetch(request.user, _VIEW, pk))


def page(request, found, *, answer_form=None, accept_form=None, status=200):
    """Return the page of a proposal; a form is given where something typed needs to be checked."""
    is_open = found.state == Proposal.State.RECEIVED and found.link_id is None
    return desk_page(
        request, "events/desk/proposal.html", title=str(found), status=status, proposal=found, is_open=is_open, when=proposal_words.when(found),
        where=proposal_words.where(found), may_change=access.allows(request.user, _CHANGE, found.office_id), event=found.event,
        may_see_contact=access.allows(request.user, "people.view_contact", found.office_id),
        answer_form=answer_form or AnswerForm(initial={"reply": found.reply}, auto_id="id_answer_%s"), accept_form=accept_form or _accept_form(found),
    )  # fmt: skip


def _accept_form(found, data=None):
    owned = list(KitType.objects.filter(office=found.office_id).order_by("name", "pk"))
    free = kit_days.free_of(owned, found.day, found.day)
    is_visit = found.kind == Proposal.Kind.INVITE
    start = {
        "title": found.title, "kind": Event.Kind.SCHOOL_VISIT if is_visit else Event.Kind.CLEAN_UP, "day": found.day, "start": time(10), "end": time(12),
    }  # fmt: skip
    return AcceptForm(data, initial=start, kits=[(kit, free[kit.pk], f"kit_{kit.pk}") for kit in owned], auto_id="id_accept_%s")


@staff_page(_CHANGE)
@require_POST
def take(request, pk):
    """Take it into one's own hands."""
    answers.take(proposal=fetch(request.user, _CHANGE, pk), by=request.user, now=timezone.now())
    messages.success(request, _("It is in your hands."))
    return redirect("admin:proposal", pk)


@staff_page(_CHANGE)
@require_POST
def answer(request, pk):
    """Write back, or decline: which button was pressed says."""
    found = fetch(request.user, _CHANGE, pk)
    form = AnswerForm(request.POST, auto_id="id_answer_%s")
    is_no = request.POST.get("act") == "decline"
    if form.is_valid():
        try:
            (answers.decline if is_no else answers.answer)(proposal=found, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("Declined, and told why.") if is_no else _("Your answer is on its way."))
            return redirect("admin:proposal", pk)
    return page(request, fetch(request.user, _CHANGE, pk), answer_form=form, status=422)


@staff_page(_CHANGE)
@require_POST
def accept(request, pk):
    """Say yes: a draft of the event is made, with its kits."""
    found = fetch(request.user, _CHANGE, pk)
    form = _accept_form(found, request.POST)
    if form.is_valid():
        try:
            answers.accept(proposal=found, plan=form.to_plan(), reply=form.cleaned_data["reply"], by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("Accepted. The draft of the event is made, and you lead it: look at it, then publish it."))
            return redirect("admin:proposal", pk)
    return page(request, fetch(request.user, _CHANGE, pk), accept_form=form, status=422)


@staff_page(_ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """Write down what somebody proposes on the phone."""
    where = offices_where(request.user, _ADD)
    offices = Office.objects.order_by("-is_main", "name") if where is EVERYWHERE else Office.objects.filter(pk__in=where).order_by("-is_main", "name")
    form = CallInForm(request.POST or None, offices=offices, languages=settings.LANGUAGES)
    if form.is_valid():
        try:
            made = proposals.enter(office=form.cleaned_data["office"], form=form.to_form(), key=form.cleaned_data["key"], by=request.user, now=timezone.now())
        except Refused as refusal:
            beside(form, refusal)
        else:
            messages.success(request, _("Written down. It is in your hands."))
            return redirect("admin:proposal", made.pk)
    return desk_page(request, "events/desk/enter_proposal.html", title=_("A proposal by phone"), form=form, status=422 if form.is_bound else 200)
