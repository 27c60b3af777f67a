"""At the door: a helper sees who is expected and notes who came, by a link and without an account."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookings import ticks
from bookings.forms import KeyForm, TickForm
from bookings.models import State
from bookings.words import deadline
from events import door_rules, people_sheet, words
from events.actions import door, guardians
from events.door_links import DOOR
from events.forms.door import NewcomerForm
from events.models import Registration
from intake.form_keys import new_key
from intake.refusal import Refused
from intake.script_answers import answer, is_from_script
from mailing.views.link_pages import opening, page_behind
from people.models import GuardianConsent

door_page = page_behind(DOOR, actor="door_link")


def _early(request, link):
    """The link is good from the day before on."""
    return render(request, "mailing/opens_later.html", {"opens": deadline(link.opens, link.event.zone)})


open_link = opening(DOOR, page=lambda link: "events:door", early=_early)


@door_page
@require_safe
def page(request, link, *, now):
    """Who is expected, with a tick beside each name; who came without registering; how many came."""
    return _page(request, link, now)


def _page(request, link, now, *, form=None, status=200):
    event, key = link.event, new_key()
    context = {
        "link": link, "event": event, "key": key, "title": words.title_of(event), "when": words.when(event), "where": words.where(event),
        "sheet": people_sheet.of(event), "marks": people_sheet.mark_labels(), "form": form or NewcomerForm(initial={"key": key}, event=event),
        "may_mark": door_rules.may_note(event, now), "ticks": ticks.words(f"door:{link.pk}"),
        "takes_consents": not event.is_cancelled and event.starts > now, "has_door": door_rules.has_door(event),
    }  # fmt: skip
    return render(request, "events/door/page.html", context, status=status)


@door_page
@require_POST
def mark(request, link, registration, *, now):
    """Note that somebody came, did not come or is excused, or take the mark back."""
    registration = get_object_or_404(Registration.objects.select_related("person"), pk=registration, event=link.event)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _refuse(request, link, _("Choose what to note."))
    said = _("%(name)s: %(state)s.") % {"name": registration.person.name, "state": State(form.cleaned_data["state"]).label}
    return _do(request, link, said, door.tick, at=f"person-{registration.pk}", registration=registration, now=now, **form.cleaned_data)


@door_page
@require_POST
def consent(request, link, registration, *, now):
    """The consent of a guardian was seen on paper: a place that waited for it is confirmed."""
    found = Registration.objects.select_related("person__office", "event", "consent")
    registration = get_object_or_404(found, pk=registration, event=link.event)
    said, how = _("%(name)s: consent seen.") % {"name": registration.person.name}, GuardianConsent.How.PAPER
    return _do(request, link, said, guardians.note, at=f"person-{registration.pk}", registration=registration, says_yes=True, how=how, now=now)


@door_page
@require_POST
def add(request, link, *, now):
    """Write down somebody who came without a registration; without a name they are counted."""
    form = NewcomerForm(request.POST, event=link.event)
    if not form.is_valid():
        if is_from_script(request):
            return _refuse(request, link, " ".join(error for errors in form.errors.values() for error in errors))
        return _page(request, link, now, form=form, status=422)
    typed = form.as_typed()
    if typed["name"]:
        said = _("%(name)s is on the list.") % {"name": typed["name"]}
        return _do(request, link, said, door.add_walk_in, at="newcomers", event=link.event, now=now, **typed)
    people, key = typed["party_size"], typed["key"]
    return _do(request, link, _("Counted."), door.count_nameless, at="newcomers", event=link.event, people=people, key=key, now=now)


@door_page
@require_POST
def take_back(request, link, *, now):
    """Take back what was counted last without a name."""
    form = KeyForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else ""
    return _do(request, link, _("Taken back."), door.take_back_count, at="newcomers", event=link.event, key=key, now=now)


def _do(request, link, said, verb, *, at, **what):
    """Call a verb as the link, and go back to where it was pressed; the script gets the words alone."""
    try:
        done = verb(**what, by=link)
    except Refused as refusal:
        return _refuse(request, link, refusal.sentence, at=at, registration=what.get("registration"))
    if is_from_script(request):
        return answer(said, state=done.state if isinstance(done, Registration) else "")
    messages.success(request, said)
    return _back(link, at)


def _refuse(request, link, sentence, *, at="main", registration=None):
    if is_from_script(request):
        return answer(sentence, status=409, state=ticks.state_now(registration))
    messages.error(request, sentence)
    return _back(link, at)


def _back(link, at):
    return redirect(f"{reverse('events:door', args=[link.pk])}#{at}")
