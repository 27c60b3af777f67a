"""A person's own hours: see them, write them down, change them, take them back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.formats import weekday_date
from mailing import browser
from mailing.views.taking import say, with_fresh_key
from volunteers import amounts, own_hours, words
from volunteers.actions import hours
from volunteers.forms.sign_ups import HoursForm
from volunteers.models import HoursEntry
from volunteers.views.own import own_sign_up


@never_cache
@require_safe
def mine(request):
    """What counts, what waits for the office, and what hours can be written down for."""
    if not browser.proved_addresses(request):
        return redirect("my")
    request.is_own_page = True
    return render(request, "volunteers/hours/mine.html", {"sheets": own_hours.sheets(browser.persons(request), now=timezone.now())})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """Write down hours for one sign-up: the form, and what it leads to."""
    sign_up = own_sign_up(request, pk)
    shift, opportunity = sign_up.shift_role.shift, sign_up.shift_role.opportunity
    form = _form(request, opportunity, has_day=shift is None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        work = form.work(day=shift and shift.local_starts.date())
        keys = {"key": form.cleaned_data["key"], "browser": browser_of(request)}
        if _done(form, hours.claim, sign_up=sign_up, work=work, **keys, now=timezone.now()):
            messages.success(request, _("Thank you. Your hours are written down. They count as soon as the office has looked at them."))
            return _back(request, sign_up.person, sign_up)
    thing = words.thing(sign_up)
    return _page(request, form, {"title": thing.title, "when": thing.when if shift else "", "name": sign_up.person.name, "back": thing.url})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Change one's own hours while they are not approved."""
    entry = _own_entry(request, pk)
    if request.method != "POST" and (entry.recorded or entry.state not in hours.OWN_TO_CHANGE):
        return redirect("hours:mine")
    spent, rest = divmod(entry.minutes, 60)
    initial = {"day": entry.day, "hours": spent, "minutes": rest, "made": entry.made, "note": entry.note}
    form = _form(request, entry.opportunity, has_day=entry.sign_up_id is None, initial=initial)
    if request.method == "POST" and form.is_valid() and _done(form, hours.change, entry=entry, work=form.work(day=entry.day), now=timezone.now()):
        messages.success(request, _("Changed."))
        return redirect("hours:mine")
    words.put_title(entry.opportunity)
    when = weekday_date(entry.day) if entry.sign_up_id else ""
    return _page(request, form, {"title": str(entry.opportunity.words.title), "when": when, "name": entry.person.name, "entry": entry, "reason": entry.reason})


@require_POST
def withdraw(request, pk):
    """Take one's own hours back."""
    try:
        hours.withdraw(entry=_own_entry(request, pk), now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("These hours are taken back."))
    return redirect("hours:mine")


def _own_entry(request, pk):
    """Return the entry of somebody whose address is proved here; one 404 for what is foreign, taken back or unknown."""
    found = HoursEntry.objects.own().filter(person__in=browser.persons(request), pk=pk).select_related("person", "opportunity").first()
    if found is None:
        raise Http404
    request.is_own_page = True
    return found


def _form(request, opportunity, *, has_day, initial):
    tally = amounts.tallies([opportunity.pk]).get(opportunity.pk)
    return HoursForm(request.POST or None, tally=tally, has_day=has_day, initial=initial)


def _done(form, verb, **what):
    """Call the verb; what it refuses stands beside its field, and all that was typed is kept under a key of its own."""
    try:
        verb(**what)
    except Refused as refused:
        say(form, refused)
        return False
    return True


def _back(request, person, sign_up):
    """Who has proved the address sees all hours; who came by a mailed link sees the one sign-up it opens."""
    if person.email and person.email in browser.proved_addresses(request):
        return redirect("hours:mine")
    return redirect("volunteers:sign_up_detail", sign_up.pk)


def _page(request, form, context):
    if form.is_bound:
        with_fresh_key(form)
    return render(request, "volunteers/hours/write.html", {"form": form, **context}, status=422 if form.is_bound else 200)
