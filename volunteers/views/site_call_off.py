"""“Call it off today” from the site page, and who was told of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.refusal import Refused
from languages.content import translated
from volunteers import call_off_choices, reasons, words
from volunteers import told as telling
from volunteers.actions import call_offs
from volunteers.forms.sign_ups import CallOffForm, ToldForm
from volunteers.models import SignUp
from volunteers.views.site import site_page


@site_page
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request, link, *, now):
    """Ask what, why and whether there is a new date; the press of the button calls it off and tells everybody."""
    shift = link.shift
    if shift.cancelled_at and request.method != "POST":
        return redirect("volunteers:site_told", link.pk)
    reaches = call_off_choices.choices(shift, call_offs.FOR_LEADS, now) or [(call_offs.Reach.SHIFT.value, call_offs.Reach.SHIFT.label)]
    form = CallOffForm(request.POST or None, choices=reaches, as_radio=True, initial={"reach": reaches[0][0]})
    if form.is_valid() and _done(form, link, now):
        messages.success(request, _("It is called off. Everyone who signed up is told."))
        return redirect("volunteers:site_told", link.pk)
    translated([shift.opportunity], get_language(), ["title"])
    context = {"link": link, "shift": shift, "opportunity": shift.opportunity, "when": words.when(shift), "form": form}
    return render(request, "volunteers/site/call_off.html", context, status=422 if request.method == "POST" else 200)


def _done(form, link, now):
    try:
        return call_offs.call_off(shift=link.shift, by=link, now=now, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@site_page
@require_safe
def told(request, link, *, now):
    """Who was told that it is called off and who was not, with numbers to call; of other shifts only how many people."""
    shift = link.shift
    if not shift.cancelled_at:
        return redirect("volunteers:site", link.pk)
    others = [one for one in telling.called_off_with(shift) if one.pk != shift.pk]
    translated([shift.opportunity], get_language(), ["title"])
    context = {
        "link": link, "opportunity": shift.opportunity, "when": words.when(shift), "reason": reasons.in_words(shift.reason),
        "told": telling.of_shifts([shift]), "others": len(others),
    }  # fmt: skip
    return render(request, "volunteers/site/told.html", context)


@site_page
@require_POST
def note_told(request, link, sign_up, *, now):
    """Note that somebody was called, or did not answer."""
    sign_up = get_object_or_404(SignUp.objects.select_related("person"), pk=sign_up, shift=link.shift)
    form = ToldForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Please choose what came of the call."))
        call_offs.note_told(sign_up=sign_up, result=form.cleaned_data["result"], by=link, now=now)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Noted. Thank you for calling."))
    return redirect("volunteers:site_told", link.pk)
