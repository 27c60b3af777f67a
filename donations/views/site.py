"""The page of a location for the people there, by a link and without an account: how it is, what comes in, who is turned away."""

import json

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from donations import by_code, codes, goods_rules, goods_words, site_page
from donations.actions import goods, locations
from donations.forms.site import CodeForm, GoodsForm, LinesForm, StateForm, TurnedAwayForm
from donations.location_links import DOOR
from donations.models import Donation, Pledge
from intake import script_answers
from intake.form_keys import new_key
from intake.presses import PressForm
from intake.refusal import Refused
from mailing.views.link_pages import opening, page_behind
from mailing.views.taking import with_fresh_key

behind_link = page_behind(DOOR, actor="location_link")


open_link = opening(DOOR, page=lambda link: "donations:site")


@behind_link
@require_safe
def page(request, link, *, now):
    """How it is here, three taps to book goods in, who was turned away, what stands here."""
    return _page(request, link, now)


def _page(request, link, now, *, form=None, code=None, turned=None, status=200):
    """The page; a form that was sent needs to be checked."""
    needs = site_page.needs_of(link.location)
    shown = site_page.of(link.location, link=link, now=now)
    states = json.dumps({state: site_page.state_words(state) for state, _label in [*shown["states"], ("closed", "")]})
    context = {
        **shown, "link": link, "location": link.location, "drive": link.location.drive, "key": new_key(), "code": code or CodeForm(),
        "form": form or GoodsForm(needs=needs), "turned": turned or TurnedAwayForm(), "ticks": site_page.script_words(f"location:{link.pk}", states),
    }  # fmt: skip
    return render(request, "donations/site/page.html", context, status=status)


@behind_link
@require_POST
def set_state(request, link, *, now):
    """Say how it is here."""
    form = StateForm(request.POST)
    if not form.is_valid():
        return _answer(request, link, now, _("Choose how it is now."), is_refused=True)
    typed = {"location": link.location, "by": link, "now": now, "seen": form.cleaned_data["seen"], "at": form.at(now)}
    try:
        if form.cleaned_data["state"] == locations.CLOSED_TODAY:
            locations.close_today(reason="", **typed)
        else:
            locations.set_state(state=form.cleaned_data["state"], **typed)
    except Refused as refused:
        return _answer(request, link, now, refused.sentence, is_refused=True)
    return _answer(request, link, now, _("Saved. Everybody sees it on the page of the drive."))


@behind_link
@require_POST
def check(request, link, *, now):
    """“I have looked, and it is so.”"""
    form = PressForm(request.POST)
    form.is_valid()
    locations.check(location=link.location, by=link, now=now, at=form.at(now))
    return _answer(request, link, now, _("Thank you. The page of the drive says that you have looked."))


@behind_link
@require_POST
def book(request, link, *, now):
    """Book in one item."""
    form = GoodsForm(request.POST, needs=site_page.needs_of(link.location))
    if form.is_valid():
        try:
            return _booked(request, link, now, _receive(link, form, now))
        except Refused as refused:
            form.add_error(_field(form, refused), refused.sentence)
    if script_answers.is_from_script(request):
        return script_answers.answer(form.words(), status=409)
    return _page(request, link, now, form=with_fresh_key(form), status=422)


def _field(form, refused):
    field = {"quantity": "number"}.get(refused.field, refused.field)
    return field if field in form.fields else None


def _receive(link, form, now):
    typed, pledge = form.cleaned_data, None
    source = Donation.Source(typed["source"])
    if source == Donation.Source.PLEDGE and typed["code"]:
        pledge = by_code.find(drive=link.location.drive, typed=typed["code"])
        if pledge is None:
            said = _("No pledge of this drive has the code %(code)s. Look at it again, or choose “Somebody walked in”.")
            raise Refused(said % {"code": typed["code"]}, field="code")
    organization = typed["organization"] if source == Donation.Source.ORGANIZATION else ""
    return goods.receive(
        location=link.location, lines=form.lines(), source=source, pledge=pledge, organization=organization, by=link, key=typed["key"], now=now, at=form.at(now)
    )


def _booked(request, link, now, donation):
    what = ", ".join(str(one) for one in goods_words.goods_of(donation.lines.select_related("need__item")))
    return _answer(request, link, now, _("Booked in: %(what)s.") % {"what": what}, at="booked")


@behind_link
@require_POST
def take_back(request, link, donation, *, now):
    """Take back what was booked in here by mistake."""
    donation = Donation.objects.filter(pk=donation, location=link.location, link=link).first()
    if donation is not None:
        try:
            goods.take_back(donation=donation, by=link, now=now)
        except Refused as refused:
            return _answer(request, link, now, refused.sentence, is_refused=True, at="booked")
    return _answer(request, link, now, _("Taken back."), at="booked")


@behind_link
@require_POST
def turn_away(request, link, *, now):
    """Note that somebody was turned away, and why."""
    form = TurnedAwayForm(request.POST)
    if not form.is_valid():
        if script_answers.is_from_script(request):
            return script_answers.answer(form.words(), status=409)
        return _page(request, link, now, turned=form, status=422)
    typed = form.cleaned_data
    try:
        locations.turn_away(location=link.location, reason=typed["reason"], what=typed["what"], by=link, key=typed["key"], now=now, at=form.at(now))
    except Refused as refused:
        return _answer(request, link, now, refused.sentence, is_refused=True, at="away")
    return _answer(request, link, now, _("Noted. It helps us to see what people bring in vain."), at="away")


# --- All of a pledge at once ----------------------------------------------------------------------------------------------


@behind_link
@require_POST
def look_up(request, link, *, now):
    """Show what a code stands for, to book it in at once; nothing is changed, and nobody is named."""
    form = CodeForm(request.POST)
    pledge = by_code.find(drive=link.location.drive, typed=form.cleaned_data["code"]) if form.is_valid() else None
    if pledge is None:
        if form.is_valid():
            form.add_error("code", _("No pledge of this drive has this code. Look at it again, please."))
        return _page(request, link, now, code=form, status=422)
    return _pledge(request, link, pledge, LinesForm(needs=_promised(pledge), shown={line.need_id: line.left for line in pledge.lines.all()}))


@behind_link
@require_POST
def book_pledge(request, link, pledge, *, now):
    """Book in what came of a pledge; the number of a pledge that was not looked up here leads nowhere."""
    pledge = get_object_or_404(Pledge.objects.filter(drive=link.location.drive), pk=pledge)
    if by_code.find(drive=link.location.drive, typed=request.POST.get("code", "")) != pledge:
        raise Http404
    form = LinesForm(request.POST, needs=_promised(pledge))
    if form.is_valid():
        try:
            donation = goods.receive(
                location=link.location, lines=form.lines(), source=Donation.Source.PLEDGE, pledge=pledge, by=link, key=form.cleaned_data["key"], now=now
            )
            return _booked(request, link, now, donation)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    return _pledge(request, link, pledge, with_fresh_key(form), status=422)


def _promised(pledge):
    return goods_rules.named([line.need for line in pledge.lines.select_related("need__item")])


def _pledge(request, link, pledge, form, *, status=200):
    context = {"link": link, "location": link.location, "pledge": pledge, "code": codes.spaced(codes.of(pledge.pk)), "form": form}
    return render(request, "donations/site/pledge.html", context, status=status)


# --- Answers --------------------------------------------------------------------------------------------------------------


def _answer(request, link, now, said, *, is_refused=False, at="main"):
    """Go back to where it was pressed with a sentence; the script gets it alone, with how the location is now."""
    if script_answers.is_from_script(request):
        return script_answers.answer(said, status=409 if is_refused else 200, state=locations.state_now(link.location, now))
    (messages.error if is_refused else messages.success)(request, said)
    return redirect(f"{reverse('donations:site', args=[link.pk])}#{at}")
