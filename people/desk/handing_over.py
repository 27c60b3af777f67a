"""Handing over what a colleague looks after, being away, and what has no owner."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.admin import desk_page
from intake.refusal import Refused
from languages.formats import weekday_date
from people import absences, access, handing_over
from people.access import EVERYWHERE, staff_page
from people.desk.forms import AwayForm, HandOverForm
from people.handing_over import PERMISSION
from people.models import Absence, User
from people.owning import open_things
from people.owning import without_owner as nobodys


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_own(request):
    """What I look after, and to whom it passes."""
    return _hand_over(request, request.user)


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, pk):
    """What a colleague looks after, and to whom it passes."""
    return _hand_over(request, _colleague(request, pk))


def _colleague(request, pk):
    """Return a colleague the user may do this for: oneself, whom one manages, or whose open things are all of one's own offices; else 404."""
    user = get_object_or_404(User, pk=pk, is_staff=True)
    try:
        handing_over.check_may_hand_over(user, open_things(user), request.user)
    except Refused:
        raise Http404 from None
    return user


def _hand_over(request, giver):
    form = HandOverForm(request.POST if request.method == "POST" else None, colleagues=_others(request.user, giver))
    if request.method == "POST" and form.is_valid():
        successor, now = form.cleaned_data["successor"], timezone.now()
        try:
            passed = handing_over.hand_over(giver=giver, successor=successor, note=form.cleaned_data["note"], by=request.user, now=now)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            said = ngettext("%(count)s thing is in the hands of %(name)s now.", "%(count)s things are in the hands of %(name)s now.", len(passed))
            messages.success(request, said % {"count": len(passed), "name": successor} + " " + _("We have written to them."))
            return redirect("admin:people_user_change", giver.pk) if access.manages(request.user, giver) else redirect("admin:index")
    absence = Absence.objects.on(timezone.localdate()).select_related("stand_in").filter(user=giver).first()
    return desk_page(
        request, "people/desk/hand_over.html", title=_("Hand over: %(name)s") % {"name": giver}, status=422 if form.errors else 200, giver=giver, form=form,
        things=open_things(giver), absence=absence, until=weekday_date(absence.until) if absence else "",
    )  # fmt: skip


def _others(by, giver):
    """Return the colleagues who may take something over: active, and of the same offices."""
    staff = User.objects.filter(is_staff=True, is_active=True).exclude(pk=giver.pk).order_by("name", "email")
    offices = access.offices_where(by, PERMISSION)
    if offices is EVERYWHERE:
        return staff
    here = offices | {thing.office_id for thing in open_things(giver)} | set(giver.office_roles.values_list("office_id", flat=True))
    return staff.filter(Q(office_roles__office__in=here) | Q(pk=by.pk)).distinct()


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request, pk):
    """Until when a colleague is away, and who stands in."""
    user = _colleague(request, pk)
    known = Absence.objects.on(timezone.localdate()).filter(user=user).first()
    initial = {"stand_in": known.stand_in_id, "until": known.until} if known else None
    form = AwayForm(request.POST if request.method == "POST" else None, colleagues=_others(request.user, user), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            said = absences.go_away(user=user, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            words = _("Until %(day)s what is meant for %(name)s goes to %(stand_in)s, who sees it as well.")
            messages.success(request, words % {"day": weekday_date(said.until), "name": user, "stand_in": said.stand_in})
            return redirect("admin:hand_over", pk)
    return desk_page(
        request, "people/desk/away.html", title=_("Away: %(name)s") % {"name": user}, status=422 if form.errors else 200, colleague=user, form=form, known=known
    )


@staff_page(PERMISSION)
@require_POST
def back(request, pk):
    """The colleague is here again."""
    user = _colleague(request, pk)
    absences.come_back(user=user)
    messages.success(request, _("%(name)s is here again.") % {"name": user})
    return redirect("admin:hand_over", pk)


@require_safe
@staff_page(PERMISSION)
def without_owner(request):
    """What goes on in the user's offices and has no colleague who looks after it."""
    offices = access.offices_where(request.user, PERMISSION)
    return desk_page(request, "people/desk/without_owner.html", title=_("What nobody looks after"), things=nobodys(None if offices is EVERYWHERE else offices))
