"""Goods at the desk: what stands where, booked in, sorted, given on with a receipt, put right with a reason."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from donations import by_code, goods_words, stock_table
from donations.actions import corrections, goods
from donations.desk.reach import fetch, may
from donations.forms.goods import BookForm, CorrectForm, HandOverForm, SortForm
from donations.goods_rules import named
from donations.models import Correction, Donation, DonationLine, Drive, DropOffLocation, HandOver, HandOverLine, Need, Stock
from donations.views.receipts import page_of
from intake.admin import desk_page
from intake.refusal import Refused
from mailing.views.taking import with_fresh_key
from mailing.writing.sender import city_words, office_words
from people.access import staff_page
from people.models import PartnerOrganization

LATEST = 25
FORM = ["GET", "HEAD", "POST"]
_LOCATIONS = DropOffLocation.objects.select_related("drive__office", "venue")
_DONATIONS = Donation.objects.select_related("drive__office", "location__venue", "person")


@require_safe
@staff_page("donations.view_stock")
def of_drive(request, pk):
    """What stands where, and what came, was given on and was put right last."""
    drive = fetch(Drive.objects.select_related("office"), request.user, "donations.view_stock", pk)
    locations, rows = stock_table.of(drive)
    acts = {
        act: may(request.user, f"donations.{act}", drive)
        for act in ("add_donation", "change_donation", "add_handover", "add_correction", "give_location_link", "change_dropofflocation", "add_dropoffwindow")
    }
    context = {
        "drive": drive, "locations": locations, "rows": rows, "donations": _latest(drive, may(request.user, "donations.view_donation", drive)), "may": acts,
        "hand_overs": _with_goods(HandOver.objects.filter(drive=drive).select_related("partner", "location__venue"), HandOverLine),
        "corrections": Correction.objects.filter(location__drive=drive).select_related("location__venue", "need__item", "by")[:LATEST],
    }  # fmt: skip
    return desk_page(request, "donations/desk/goods.html", title=_("Goods"), **context)


def _latest(drive, is_allowed):
    return _with_goods(_DONATIONS.filter(drive=drive), DonationLine) if is_allowed else []


def _with_goods(records, line_model):
    lines = line_model.objects.select_related("need__item").order_by("pk")
    found = list(records.prefetch_related(Prefetch("lines", lines))[:LATEST])
    words = {one.line.pk: one for one in goods_words.goods_of(line for record in found for line in record.lines.all())}
    return [(record, [words[line.pk] for line in record.lines.all()]) for record in found]


@staff_page("donations.add_donation")
@require_http_methods(FORM)
def book(request, pk):
    """Book goods in at a location."""
    location = fetch(_LOCATIONS, request.user, "donations.add_donation", pk)
    form = BookForm(request.POST or None, needs=_needs(location))
    if form.is_valid() and (donation := _try(form, lambda: _receive(request.user, location, form))):
        messages.success(request, _("Booked in: %(what)s.") % {"what": _listed(donation)})
        return redirect("admin:goods_receipt", donation.pk)
    return _form_page(request, location, form, title=_("Book goods in"), submit=_("Book it in"))


def _receive(user, location, form):
    typed = form.cleaned_data
    pledge = by_code.find(drive=location.drive, typed=typed["code"]) if typed["source"] == Donation.Source.PLEDGE else None
    if pledge is None and typed["code"] and typed["source"] == Donation.Source.PLEDGE:
        raise Refused(_("No pledge of this drive has this code. Look at it again, please."), field="code")
    organization = typed["organization"] if typed["source"] == Donation.Source.ORGANIZATION else ""
    return goods.receive(
        location=location, lines=form.lines(), source=typed["source"], pledge=pledge, organization=organization, by=user, key=typed["key"], now=timezone.now()
    )


@staff_page("donations.change_donation")
@require_http_methods(FORM)
def sort(request, pk):
    """Write down what came of sorting."""
    donation = fetch(_DONATIONS, request.user, "donations.change_donation", pk)
    lines = goods_words.goods_of(DonationLine.objects.filter(donation=donation).select_related("need__item").order_by("pk"))
    form = SortForm(request.POST or None, lines=lines, initial={"seen": donation.changed_at.isoformat()})
    if form.is_valid() and _try(form, lambda: _sort(request.user, donation, form)):
        messages.success(request, _("Sorted."))
        return redirect("admin:drive_goods", donation.drive_id)
    context = {"donation": donation, "drive": donation.drive, "form": with_fresh_key(form) if form.is_bound else form}
    return desk_page(request, "donations/desk/sort.html", title=_("Sort goods"), status=422 if form.is_bound else 200, **context)


def _sort(user, donation, form):
    return goods.sort(donation=donation, found=form.found(), seen=form.cleaned_data["seen"], by=user, now=timezone.now())


@staff_page("donations.add_handover")
@require_http_methods(FORM)
def hand_over(request, pk):
    """Give goods of a location on to a partner."""
    location = fetch(_LOCATIONS, request.user, "donations.add_handover", pk)
    stock = dict(Stock.objects.filter(location=location).values_list("need", "quantity"))
    stock = {need: left for need, left in stock.items() if left or f"quantity-{need}" in request.POST}  # what a second press gives on may be gone by now
    needs = named(Need.objects.filter(pk__in=stock).select_related("item"))
    partners = PartnerOrganization.objects.filter(office=location.drive.office_id)
    form = HandOverForm(request.POST or None, needs=needs, partners=partners, initial={"partner": location.drive.partner_id})
    for need in needs:
        form.fields[f"quantity-{need.pk}"].help_text = _("%(left)s in stock here") % {"left": stock[need.pk]}
    if form.is_valid() and (given := _try(form, lambda: _give_on(request.user, location, form))):
        messages.success(request, _("Given on. Please print the receipt and let the partner sign it."))
        return redirect("admin:hand_over_receipt", given.pk)
    return _form_page(request, location, form, title=_("Hand over"), submit=_("Give it on"), is_empty=not needs)


def _give_on(user, location, form):
    typed = form.cleaned_data
    return goods.hand_over(
        location=location,
        partner=typed["partner"],
        lines=form.lines(),
        received_by_name=typed["received_by_name"],
        by=user,
        key=typed["key"],
        now=timezone.now(),
    )


@staff_page("donations.add_correction")
@require_http_methods(FORM)
def correct(request, pk):
    """Put a number right, with a reason."""
    location = fetch(_LOCATIONS, request.user, "donations.add_correction", pk)
    form = CorrectForm(request.POST or None, location=location)
    if form.is_valid() and _try(form, lambda: _correct(request.user, location, form)):
        messages.success(request, _("The number is put right."))
        return redirect("admin:drive_goods", location.drive_id)
    return _form_page(request, location, form, title=_("Put a number right"), submit=_("Put it right"))


def _correct(user, location, form):
    typed = form.cleaned_data
    same = {"location": location, "need": typed["need"], "reason": typed["reason"], "by": user, "key": typed["key"], "now": timezone.now()}
    if typed["kind"] != Correction.Kind.MOVED:
        return corrections.correct(kind=typed["kind"], change=typed["change"], **same)
    if typed["to"] is None:
        raise Refused(_("Choose where it was moved to."), field="to")
    return corrections.move(to=typed["to"], quantity=abs(typed["change"]), **same)


# --- Receipts -------------------------------------------------------------------------------------------------------------


@require_safe
@staff_page("donations.view_donation")
def receipt(request, pk):
    """The donor's receipt, to print for somebody who stands there."""
    donation = fetch(
        _DONATIONS.prefetch_related(Prefetch("lines", DonationLine.objects.select_related("need__item").order_by("pk"))),
        request.user,
        "donations.view_donation",
        pk,
    )
    return desk_page(request, "donations/desk/receipt.html", title=_("Receipt for goods"), page=page_of(donation), donation=donation, drive=donation.drive)


@require_safe
@staff_page("donations.view_handover")
def hand_over_receipt(request, pk):
    """The numbered receipt of a hand-over, with lines to sign."""
    given = fetch(HandOver.objects.select_related("drive__office", "partner", "location__venue", "by"), request.user, "donations.view_handover", pk)
    lines = goods_words.goods_of(given.lines.select_related("need__item"))
    context = {
        "given": given, "goods": lines, "drive": given.drive, "office": office_words(given.drive.office, get_language()), "city": city_words()["name"],
        "at": timezone.localtime(given.at, given.drive.zone), "day": goods_words.full_day(given.drive, given.at),
    }  # fmt: skip
    return desk_page(request, "donations/desk/hand_over_receipt.html", title=_("Receipt %(number)s") % {"number": given.pk}, **context)


# --- What the forms share -------------------------------------------------------------------------------------------------


def _needs(location):
    return named(Need.objects.filter(drive=location.drive_id).select_related("item"))


def _listed(donation):
    return ", ".join(str(one) for one in goods_words.goods_of(donation.lines.select_related("need__item")))


def _try(form, verb):
    """Call a verb; what it refuses stands beside its field."""
    try:
        return verb()
    except Refused as refused:
        for one in [refused, *refused.and_also]:
            form.add_error(one.field if one.field in form.fields else None, one.sentence)
        return None


def _form_page(request, location, form, *, title, submit, is_empty=False):
    context = {"location": location, "drive": location.drive, "form": with_fresh_key(form) if form.is_bound else form, "submit": submit, "is_empty": is_empty}
    return desk_page(request, "donations/desk/goods_form.html", title=title, status=422 if form.is_bound else 200, **context)
