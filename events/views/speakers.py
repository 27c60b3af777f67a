"""“I want to speak”: anybody puts a name on the list, and takes it off again in the same browser."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events import speaker_words, words
from events.actions import speakers
from events.forms.room import SpeakerForm
from events.models import Speaker
from events.views.asking import announced_or_404
from intake.form_keys import browser_of
from intake.refusal import Refused
from mailing import browser
from mailing.views.taking import say, with_fresh_key

SESSION = "speakers"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request, slug):
    """The form, and where those of this browser stand on the list."""
    event = announced_or_404(slug)
    if request.method != "POST":
        return _page(request, event, SpeakerForm(event=event))
    form = SpeakerForm(request.POST, event=event)
    if not form.is_valid():
        return _page(request, event, with_fresh_key(form), status=422)
    try:
        speaker = speakers.sign_up(event=event, browser=browser_of(request), now=timezone.now(), **form.typed)
    except Refused as refused:
        status = say(form, refused)
        return _page(request, event, with_fresh_key(form), status=status)
    request.session[SESSION] = sorted({*_mine(request), speaker.pk})
    browser.touch(request)
    messages.success(request, _("You are on the list. We call the name you wrote."))
    return redirect("events:speak", slug)


def _mine(request):
    return request.session.get(SESSION, [])


def _page(request, event, form, *, status=200):
    now = timezone.now()
    if event.minutes_each is None:
        raise Http404
    places = speaker_words.places(event, _mine(request))
    request.is_own_page = bool(places)
    context = {
        "event": event, "when": words.when(event), "where": words.where(event), "form": form, "why_not": speaker_words.why_not(event, now), "places": places,
        **speaker_words.for_everybody(event, now),
    }  # fmt: skip
    return render(request, "events/speak.html", context, status=status)


@never_cache
@require_POST
def leave(request, slug, pk):
    """“I do not want to speak after all”: only for a name that this browser has put on the list."""
    event = announced_or_404(slug)
    speaker = Speaker.objects.filter(pk=pk, event=event).first() if pk in _mine(request) else None
    if speaker is None:
        raise Http404
    if speaker.state == Speaker.State.WAITING:
        speakers.mark(speaker=speaker, state=Speaker.State.GONE, by=None, now=timezone.now())
    messages.success(request, _("You are off the list. Raise your hand if you change your mind."))
    return redirect("events:speak", slug)
