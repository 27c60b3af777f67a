"""“Let's arrange it”: the form for a large gift or a collection box, and one's own page of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from donations import arrangement_words, eligibility, pledging
from donations.actions import arrangements
from donations.forms.arrangements import ArrangeForm
from donations.models import Arrangement
from donations.views.pledge import arranging, public_drive
from intake.form_keys import browser_of, new_key
from intake.refusal import Refused
from languages import formats
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key

_TAKEN_OVER = ("name", "email", "phone", "language", "organization", "thanks", "own_device")


@never_cache
def arrange(request, slug):
    """Show the form, also with what was typed on the pledge form (`start`), or take it."""
    drive = public_drive(slug)
    offer = pledging.offer(drive, now=timezone.now())
    if request.method != "POST" or "start" in request.POST:
        form = ArrangeForm(initial=_initial(request, offer), languages=offered_codes(), needs=offer.needs)
        return _page(request, drive, offer, form)
    form = ArrangeForm(request.POST, languages=offered_codes(), needs=offer.needs)
    if not form.is_valid():
        return _page(request, drive, offer, with_fresh_key(form), status=422)
    try:
        outcome = arrangements.ask(
            drive=drive, offer=form.to_offer(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"], browser=browser_of(request),
            now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        status = say(form, refused)
        return _page(request, drive, offer, with_fresh_key(form), status=status)
    return go_on(request, form, outcome, own_page="donations:arrangement")


def _initial(request, offer):
    """Nothing typed on the pledge form is lost: of several items the largest number becomes the item, all of them the text."""
    typed = request.POST
    numbers = {need: typed.get(eligibility.field_of(need.pk), "").strip() for need in offer.needs}
    lines = [(int(number), need) for need, number in numbers.items() if number.isdecimal() and len(number) < 8 and int(number)]
    most, item = max(lines, key=lambda line: line[0], default=(None, None))
    told = "\n".join(f"{number} × {need.item.words.name}" for number, need in lines) if len(lines) > 1 else ""
    what = "\n".join(line for line in (told, typed.get("notes", "").strip()) if line)
    kind = Arrangement.Kind.BOX if request.GET.get("kind") == "box" else Arrangement.Kind.LARGE_GIFT
    taken_over = {name: typed[name] for name in _TAKEN_OVER if name in typed}
    return {"language": get_language(), "key": new_key(), "kind": kind, "need": item and item.pk, "quantity": most, "what": what, **taken_over}


def _page(request, drive, offer, form, *, status=200):
    try:
        eligibility.check_open(drive, timezone.now())
        why_not = ""
    except Refused as refused:
        why_not = refused.sentence
    context = {
        "drive": drive, "form": form, "why_not": why_not, "arrange": arranging(drive, offer.locations),
        "reply_by": formats.weekday_date(arrangements.reply_by(drive, timezone.now())),
    }  # fmt: skip
    return come_back_tomorrow(render(request, "donations/arrange.html", context, status=status))


def own_arrangement(request, pk):
    """Return the arrangement when this browser may see it; one 404 for what is foreign, expired or unknown."""
    found = next(iter(arrangement_words.fetch([pk])), None)
    return browser.own_or_404(request, found, person=found and found.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was offered, by when we answer, and our answer."""
    return _own_page(request, own_arrangement(request, pk))


def _own_page(request, found, *, error="", status=200):
    drive = found.drive
    context = {
        "arrangement": found, "drive": drive, "thing": arrangement_words.thing(found), "kind": arrangement_words.kind(found), "what": arrangement_words.what(found),
        "is_open": found.state in Arrangement.OPEN, "contact_phone": drive.contact_phone or drive.office.phone, "error": error,
    }  # fmt: skip
    return render(request, "donations/arrangement.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """“It is off”: asked once more, and done when the answer is yes."""
    found = own_arrangement(request, pk)
    if request.method != "POST":
        if found.state not in Arrangement.OPEN:
            return redirect("donations:arrangement", pk)
        context = {"arrangement": found, "thing": arrangement_words.thing(found), "what": arrangement_words.what(found)}
        return render(request, "donations/withdraw_arrangement.html", context)
    try:
        arrangements.withdraw(arrangement=found, by=None, now=timezone.now())
    except Refused as refused:
        return _own_page(request, own_arrangement(request, pk), error=refused.sentence, status=422)
    messages.success(request, _("Your offer is withdrawn. Thank you for telling us."))
    return redirect("donations:arrangement", pk)
