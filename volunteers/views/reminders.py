"""Reminders on or off, apart from everything else: for one sign-up, or for all of a person's."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mailing import browser
from volunteers.actions import reminders
from volunteers.models import NoReminders
from volunteers.views.own import own_sign_up


@require_POST
def of_sign_up(request, pk):
    """“No reminder of this one”, “No reminders at all”, and back."""
    sign_up = own_sign_up(request, pk)
    act = request.POST.get("act", "")
    verb = {"stop": reminders.stop, "stop_all": reminders.stop, "again": reminders.go_on, "all_again": reminders.go_on}.get(act)
    if verb:
        verb(person=sign_up.person, sign_up=None if "all" in act else sign_up, by=None, now=timezone.now())
        messages.success(request, _said(act.startswith("stop")))
    return redirect("volunteers:sign_up_detail", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_persons(request):
    """Everyone behind the addresses proved in this browser, each with a switch; a browser that has proved nothing is asked for an address."""
    persons = {person.pk: person for person in browser.persons(request)}
    if not persons:
        return redirect("my")
    if request.method == "POST":
        return _switch(request, persons)
    request.is_own_page = True
    wishes = list(NoReminders.objects.filter(person__in=persons).values_list("person", "sign_up"))
    for person in persons.values():
        person.reminds_of_nothing = (person.pk, None) in wishes
        person.stopped = sum(whose == person.pk and sign_up is not None for whose, sign_up in wishes)
    return render(request, "volunteers/reminders.html", {"persons": list(persons.values())})


def _switch(request, persons):
    number, act = request.POST.get("person", ""), request.POST.get("act", "")
    person = persons.get(int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else None
    verb = {"stop": reminders.stop, "again": reminders.go_on}.get(act)
    if person and verb:
        verb(person=person, sign_up=None, by=None, now=timezone.now())
        messages.success(request, _said(act == "stop"))
    return redirect("volunteers:reminders")


def _said(stopped):
    return _("No more reminders. If something changes we still tell you.") if stopped else _("We will remind you again.")
