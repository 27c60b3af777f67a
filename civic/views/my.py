"""`/my/`: everything about me, for addresses this browser has proved; and “forget me”."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.views import my_calendar
from intake.refusal import Refused
from languages.content import translated
from mailing import browser, proof
from mailing.forms import AddressForm
from people import forgetting
from people.models import Office, Person
from people.things import things_of

OVER = {
    "cancelled", "declined", "expired", "attended", "no_show", "excused", "walk_in", "called_off", "brought",
    "pick_up_collected", "pick_up_partly", "pick_up_declined", "pick_up_cancelled", "pick_up_expired",
}  # fmt: skip


@never_cache
def my(request):
    """Show what is coming and what is past; a browser that has proved nothing is asked for an address."""
    if request.method == "POST":
        return _ask_for_code(request, AddressForm(request.POST))
    persons = _persons(request)
    if not browser.proved_addresses(request):
        return render(request, "civic/my_address.html", {"form": AddressForm()})
    now = timezone.now()
    things = things_of(persons)
    is_past = {thing.ref for thing in things if thing.state in OVER or (thing.starts and thing.starts < now - timedelta(hours=12))}
    request.is_own_page = True
    context = {
        "calendars": my_calendar.calendars(persons, now), "addresses": sorted(browser.proved_addresses(request)), "persons": persons,
        "off": [thing for thing in things if thing.state == "called_off" and thing.starts and thing.starts > now - timedelta(hours=12)],
        "coming": [thing for thing in things if thing.ref not in is_past], "past": [thing for thing in things if thing.ref in is_past],
    }  # fmt: skip
    return render(request, "civic/my.html", context)


def _persons(request):
    """Return everyone behind the addresses proved here."""
    addresses = browser.proved_addresses(request)
    known = Person.objects.known().filter(email__in=addresses).exclude(email="").select_related("office").order_by("pk")
    persons = list(known) if addresses else []
    translated([person.office for person in persons], get_language(), ["name"])
    return persons


def _ask_for_code(request, form):
    """Send a code to an address; known or unknown, the page is the same."""
    if not form.is_valid():
        return render(request, "civic/my_address.html", {"form": form}, status=422)
    email = form.cleaned_data["email"]
    if email in browser.proved_addresses(request):
        return redirect("my")
    try:
        link = proof.ask(email=email, office=Office.objects.order_by("-is_main").first(), language=get_language(), now=timezone.now())
    except Refused as refused:
        form.add_error("email", refused.sentence)
        response = render(request, "civic/my_address.html", {"form": form}, status=429)
        response["Retry-After"] = "86400"
        return response
    browser.hold(request, link_id=link.pk, address=email, typed={})
    browser.keep(request, request.session.get("own"))
    return redirect("mailing:confirm")


@never_cache
def forget_me(request):
    """What we know about you, and the button that removes it everywhere."""
    if not browser.proved_addresses(request):
        return redirect("my")
    request.is_own_page = True
    return render(request, "civic/forget_me.html", {"persons": _persons(request)})


@never_cache
@require_POST
def forget_me_now(request):
    """Remove the chosen people from every table; published totals stay. Pressing twice says the same; a browser that was idle is asked again who it is."""
    chosen, now = set(request.POST.getlist("person")), timezone.now()
    if not browser.proved_addresses(request):
        return redirect("forgotten" if chosen and chosen <= _just_forgotten(now) else "my")
    forgotten = [person for person in _persons(request) if str(person.pk) in chosen]
    if not forgotten:
        request.is_own_page = True
        return render(request, "civic/forget_me.html", {"persons": _persons(request), "error": _("Tick whom we should forget.")}, status=422)
    for person in forgotten:
        forgetting.forget(person=person, now=now)
    response = redirect("forgotten")
    browser.forget(request, response)
    return response


def _just_forgotten(now):
    gone = Person.objects.filter(forgotten_at__gt=now - browser.DOUBLE_CLICK, merged_into=None)
    return {str(pk) for pk in gone.values_list("pk", flat=True)}


@never_cache
@require_safe
def forgotten(request):
    """Nobody who was ticked is known any more, nor by this browser."""
    return render(request, "civic/forgotten.html")
