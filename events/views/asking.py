"""What the pages on which something is asked share: the event, the form shown, taken, and shown again."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from events import asking_rules, words
from events.models import Event
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key


def announced_or_404(slug):
    """Return an event that everybody may reach who knows the address, with its title in the active language."""
    event = Event.objects.announced().select_related("office", "venue").filter(slug=slug).first()
    if event is None:
        raise Http404
    words.put_titles([event])
    return event


def why_not(event, now):
    """Return why nothing is taken any more, or nothing."""
    try:
        asking_rules.check_takes(event, now)
    except Refused as refused:
        return refused.sentence
    return ""


def ask(request, slug, *, form_class, template, verb, own_page, **more):
    """Show the form, or take it: `verb(event, form, **common)`; then “One more step”, or the own page where the address is proved here already.

    `more(event, now)` adds what else the page shows.
    """
    event, now = announced_or_404(slug), timezone.now()
    context = {"event": event, "when": words.when(event), "where": words.where(event), "why_not": why_not(event, now)}
    context |= {name: value(event, now) for name, value in more.items()}

    def page(form, status=200):
        return come_back_tomorrow(render(request, template, {**context, "form": form}, status=status))

    arguments = {"languages": offered_codes(), "is_sensitive": event.is_sensitive}
    if request.method != "POST":
        return page(form_class(initial={"language": get_language()}, **arguments))
    form = form_class(request.POST, **arguments)
    if not form.is_valid():
        return page(with_fresh_key(form), 422)
    common = {
        "asker": form.to_asker(get_language()), "proved": browser.proved_addresses(request), "key": form.cleaned_data["key"], "browser": browser_of(request),
        "now": now,
    }  # fmt: skip
    try:
        outcome = verb(event, form, **common)
    except Refused as refused:
        status = say(form, refused)
        return page(with_fresh_key(form), status)
    return go_on(request, form, outcome, own_page=own_page)
