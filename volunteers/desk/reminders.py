"""When reminders go out for an opportunity or a shift, who wants none, and one's own evening letter."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from people.access import staff_page
from volunteers import reminder_times
from volunteers.actions import evening, reminders
from volunteers.desk.forms import RemindersForm
from volunteers.desk.reach import fetch
from volunteers.models import NoEveningLetter, Opportunity, ReminderPlan, Shift, SignUp


@staff_page("volunteers.change_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def of_opportunity(request, pk):
    """The times of a whole opportunity, with when the letters go for its next shift."""
    opportunity = fetch(Opportunity.objects.select_related("office", "reminder_plan"), request.user, "volunteers.change_shift", pk)
    shift = Shift.objects.filter(opportunity=opportunity, starts__gt=timezone.now(), cancelled_at=None).select_related("reminder_plan", "venue").first()
    return _page(request, opportunity, opportunity, shift, usual=_("as usual: three days before at 10 a.m., and the day before at 6 p.m."))


@staff_page("volunteers.change_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def of_shift(request, pk):
    """The times of one shift."""
    shift = fetch(
        Shift.objects.select_related("opportunity__office", "opportunity__reminder_plan", "reminder_plan", "venue"), request.user, "volunteers.change_shift", pk
    )
    return _page(request, shift, shift.opportunity, shift, usual=_("as for the other shifts of this opportunity"))


def _page(request, of, opportunity, shift, *, usual):
    plan = getattr(of, "reminder_plan", None)
    initial = {"own": "own", "times": plan.times, "sentence": plan.sentence} if plan else {"own": "", "times": ReminderPlan.AS_USUAL}
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=initial, usual=usual)
    if request.method == "POST" and form.is_valid():
        reminders.plan(of=of, times=form.chosen, sentence=form.cleaned_data["sentence"], by=request.user, now=timezone.now())
        messages.success(request, _("Saved. What is queued for another time is not sent."))
        return redirect(request.path)
    if shift:
        shift.opportunity = opportunity
    return desk_page(
        request, "volunteers/desk/reminders.html", title=_("Reminders"), status=422 if form.errors else 200, opportunity=opportunity, shift=shift,
        is_of_shift=of is shift, plan=plan, form=form, goes=list(_goes(shift)) if shift else [],
    )  # fmt: skip


def _goes(shift):
    """The moments at which the letters go, on the clock of the place, and whether that is over."""
    for moment in sorted(reminder_times.of_shift(shift).values()):
        yield moment.astimezone(shift.zone), moment <= timezone.now()


@staff_page("volunteers.change_signup")
@require_http_methods(["GET", "HEAD", "POST"])
def of_sign_up(request, pk):
    """For a caller: no reminder of this sign-up, none at all, or again."""
    sign_up = fetch(SignUp.objects.select_related("person", "shift_role__shift", "shift_role__opportunity"), request.user, "volunteers.change_signup", pk)
    if request.method == "POST":
        act = request.POST.get("act", "")
        verb = {"stop": reminders.stop, "stop_all": reminders.stop, "again": reminders.go_on}.get(act)
        if verb:
            verb(person=sign_up.person, sign_up=sign_up if act == "stop" else None, by=request.user, now=timezone.now())
            messages.success(request, _("Saved. Changes and calling off are told all the same."))
        return redirect("admin:sign_up_reminders", pk)
    reminder_times.put_wishes([sign_up])
    return desk_page(request, "volunteers/desk/sign_up_reminders.html", title=_("Reminders of %(name)s") % {"name": sign_up.person}, sign_up=sign_up)


@staff_page("volunteers.view_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def evening_letter(request):
    """One's own switch of the evening letter, and what it would say today."""
    if request.method == "POST":
        if request.POST.get("act") in ("stop", "again"):
            evening.switch(user=request.user, wanted=request.POST["act"] == "again", now=timezone.now())
            messages.success(request, _("Saved."))
        return redirect("admin:evening_letter")
    short = evening.short_of(request.user, now=timezone.now())
    is_off = NoEveningLetter.objects.filter(user=request.user).exists()
    return desk_page(request, "volunteers/desk/evening_letter.html", title=_("Evening letter"), short=short, is_off=is_off)
