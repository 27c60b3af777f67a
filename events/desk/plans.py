"""Plan before, review after: on one page, what was learned last time above both."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import words
from events.actions import plans
from events.desk import within
from events.forms.plans import PlanForm, ReviewForm
from events.models import AccommodationRequest, EngagementPlan
from intake.admin import desk_page
from intake.refusal import Refused
from people.access import staff_page

VIEW, CHANGE = "events.view_engagementplan", "events.change_engagementplan"
_FORMS = {"plan": PlanForm, "review": ReviewForm}


@staff_page(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """The plan and the review of one event; each is saved by itself."""
    if request.method != "POST":
        return _page(request, within.event(request, VIEW, pk))
    event = within.event(request, CHANGE, pk)
    act = request.POST.get("act", "")
    form = _FORMS.get(act, PlanForm)(request.POST)
    if form.is_valid():
        try:
            plans.write(event=event, values=form.values, seen=form.cleaned_data["seen"], by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            if refused.code == "stale":  # the next saving is made knowing it
                form.data = form.data.copy()
                form.data["seen"] = plans.version_of(EngagementPlan.objects.get(event=event))
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:event_plan", pk)
    return _page(request, event, status=422, **{f"{'review' if act == 'review' else 'plan'}_form": form})


def _page(request, event, *, plan_form=None, review_form=None, status=200):
    plan = EngagementPlan.objects.filter(event=event).select_related("reviewed_by").first()
    initial = {name: getattr(plan, name, "") for name in (*plans.PLAN, *plans.REVIEW)} | {"seen": plans.version_of(plan)}
    last = plans.last_review(event)
    return desk_page(
        request, "events/desk/plan.html", title=_("Plan and review"), status=status, event=event, when=words.when(event), plan=plan, last=last,
        last_lines=_lines(last.plan, plans.REVIEW) if last else [], stands=_lines(plan, (*plans.PLAN, *plans.REVIEW)) if status != 200 and plan else [],
        plan_form=plan_form or PlanForm(initial=initial), review_form=review_form or ReviewForm(initial=initial), counted=_counted(event),
        is_over=event.ends <= timezone.now(), may_change=within.may(request.user, CHANGE, event),
    )  # fmt: skip


def _lines(plan, names):
    """Return (label, text) of what stands in these fields."""
    return [(EngagementPlan._meta.get_field(name).verbose_name, getattr(plan, name)) for name in names if getattr(plan, name)]


def _counted(event):
    """Return (label, number) of what helped people take part: asked for, provided, and said afterwards to have worked."""
    found = AccommodationRequest.objects.proved().filter(event=event)
    used = sum(one.used or 0 for one in event.supports.all())
    return [
        (_("Supports promised to everybody"), event.supports.count()),
        (_("Used by people"), used),
        (_("Requests"), found.exclude(state=AccommodationRequest.State.WITHDRAWN).count()),
        (_("Confirmed"), found.filter(state=AccommodationRequest.State.CONFIRMED).count()),
        (_("Could not be provided"), found.filter(state=AccommodationRequest.State.CANNOT).count()),
        (_("Worked, as people said"), found.filter(worked=AccommodationRequest.Worked.YES).count()),
        (_("Worked in part, or not"), found.filter(worked__in=[AccommodationRequest.Worked.PARTLY, AccommodationRequest.Worked.NO]).count()),
    ]
