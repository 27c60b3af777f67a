"""“What would help you take part?”: asked by anybody, and a person's own page of it from the asking to “did it work?”."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import accommodation_words as own_words
from events import support_words, words
from events.actions import accommodations
from events.forms.asking import SupportForm, WorkedForm
from events.models import AccommodationRequest, Event
from events.views import asking
from intake.refusal import Refused
from mailing import browser

State = AccommodationRequest.State
_HELD = {Event.State.PUBLISHED, Event.State.HELD, Event.State.REPORTED}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_support(request, slug):
    """Anybody asks, registered or not."""

    def verb(event, form, **common):
        return accommodations.ask_on_page(event=event, wish=form.to_wish(), **common)

    return asking.ask(
        request, slug, form_class=SupportForm, template="events/ask_support.html", verb=verb, own_page="events:accommodation", supports=support_words.promised,
        deadline=support_words.deadline,
    )  # fmt: skip


def own(request, pk):
    """Return the request when this browser may see it; one 404 for what is foreign, expired or unknown."""
    found = next(iter(own_words.fetch([pk])), None)
    return browser.own_or_404(request, found, person=found and found.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was asked for, how it stands, and our answer."""
    return _page(request, own(request, pk))


def _page(request, found, *, form=None, error="", status=200):
    event, now = found.event, timezone.now()
    initial = {"worked": found.worked or None, "note": found.worked_note}
    asks = found.state == State.CONFIRMED and event.starts <= now and event.state in _HELD
    context = {
        "request_": found, "event": event, "thing": own_words.thing(found), "look": own_words.look(found),
        "lines": own_words.lines(found), "when": words.when(event), "where": words.where(event), "contact_phone": event.contact_phone or event.office.phone,
        "may_take_back": found.state != State.WITHDRAWN and (event.ends > now or event.state == Event.State.POSTPONED), "asks_whether_it_worked": asks,
        "form": (form or WorkedForm(initial=initial)) if asks else None, "error": error, "is_off": event.state == Event.State.CANCELLED,
    }  # fmt: skip
    return render(request, "events/accommodation.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """“I do not need it any more”: asked once more, and done when the answer is yes."""
    found = own(request, pk)
    if request.method != "POST":
        if found.state == State.WITHDRAWN:
            return redirect("events:accommodation", pk)
        context = {"request_": found, "thing": own_words.thing(found), "lines": own_words.lines(found)}
        return render(request, "events/withdraw_accommodation.html", context)
    accommodations.withdraw(request=found, by=None, now=timezone.now())
    messages.success(request, _("You took your request back. Thank you for telling us."))
    return redirect("events:accommodation", pk)


@never_cache
@require_http_methods(["POST"])
def worked(request, pk):
    """“Did it work?”"""
    found, form = own(request, pk), WorkedForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    try:
        accommodations.say_how_it_worked(request=found, by=None, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _page(request, own(request, pk), form=form, error="" if refused.field else refused.sentence, status=422)
    messages.success(request, _("Thank you. It helps us to do better next time."))
    return redirect("events:accommodation", pk)
