"""“Tell me how it goes on”: the form, and one's own page on which one press ends it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import follower_words, words
from events.actions import followers
from events.forms.following import FollowForm
from events.models import Event
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request, slug):
    """Show the form, or take it: then “One more step”, or the own page where the address is proved here already."""
    event = Event.objects.public().exclude(state=Event.State.CANCELLED).select_related("office", "venue").filter(slug=slug).first()
    if event is None:
        raise Http404
    words.put_titles([event])
    if request.method != "POST":
        return _page(request, event, FollowForm(initial={"language": get_language()}, languages=offered_codes()))
    form = FollowForm(request.POST, languages=offered_codes())
    if not form.is_valid():
        return _page(request, event, with_fresh_key(form), status=422)
    try:
        outcome = followers.follow(
            event=event, form=form.to_form(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"],
            browser=browser_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        status = say(form, refused)
        return _page(request, event, with_fresh_key(form), status=status)
    return go_on(request, form, outcome, own_page="events:following")


def _page(request, event, form, *, status=200):
    context = {"event": event, "form": form, "when": words.when(event), "where": words.where(event)}
    return come_back_tomorrow(render(request, "events/follow.html", context, status=status))


def own(request, pk):
    """Return the follower when this browser may see it; one 404 for what is foreign, expired or unknown."""
    found = next(iter(follower_words.fetch([pk])), None)
    return browser.own_or_404(request, found, person=found and found.person)


@never_cache
@require_safe
def following(request, pk):
    """What one hears of, and the button that ends it."""
    follower = own(request, pk)
    context = {"follower": follower, "thing": follower_words.thing(follower), "event": follower.event, "is_on": follower.stopped_at is None}
    return render(request, "events/following.html", context)


@never_cache
@require_POST
def stop(request, pk):
    """No more letters about it."""
    followers.stop(follower=own(request, pk), now=timezone.now())
    messages.success(request, _("You get no more letters about it."))
    return redirect("events:following", pk)
