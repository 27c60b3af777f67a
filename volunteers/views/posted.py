"""“Keep me posted”: the public form, and a person's own page on which one press ends it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from people.models import Office
from volunteers.actions import keep_posted
from volunteers.forms.keep_posted import KeepPostedForm
from volunteers.keeping import keep_posted as posted_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep_me_posted(request):
    """Show the form, or take it: then “One more step”, or “We keep you posted” where the address is proved here already."""
    office = Office.objects.order_by("-is_main", "pk").first()
    if office is None:
        raise Http404
    if request.method != "POST":
        return _page(request, KeepPostedForm(initial={"language": get_language(), "languages": [get_language()]}, offered=offered_codes()))
    form = KeepPostedForm(request.POST, offered=offered_codes())
    if not form.is_valid():
        return _page(request, with_fresh_key(form), status=422)
    try:
        outcome = keep_posted.ask(
            office=office, form=form.to_form(get_language()), proved=browser.proved_addresses(request),
            key=form.cleaned_data["key"], browser=browser_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, with_fresh_key(form), status=say(form, refused))
    return go_on(request, form, outcome, own_page="volunteers:posted", is_new=True)


def _page(request, form, *, status=200):
    return come_back_tomorrow(render(request, "volunteers/keep_posted.html", {"form": form}, status=status))


def _own(request, pk):
    """Return the consent when this browser may see it; one 404 for what is foreign, expired or unknown."""
    found = next(iter(posted_words.fetch([pk])), None)
    if found is None or found.agreed_at is None or not browser.may_see(request, person=found.person, ref=found.ref):
        raise Http404
    request.is_own_page = True
    return found


@never_cache
@require_safe
def detail(request, pk):
    """What somebody wants to hear of, and the button that ends it."""
    found = _own(request, pk)
    is_proved = found.person.email in browser.proved_addresses(request)
    return render(request, "volunteers/posted.html", {"posted": found, "thing": posted_words.thing(found), "is_proved": is_proved})


@never_cache
@require_POST
def leave(request, pk):
    """“Stop these letters.”"""
    keep_posted.leave(posted=_own(request, pk), now=timezone.now())
    messages.success(request, _("Done. You get no more of these letters."))
    return redirect("volunteers:posted", pk)
