"""The page of topics: somebody ticks what we may write about, and proves the address with the code or the button in the letter."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.content import translated
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from outreach import consent
from outreach.actions import subscriptions
from outreach.forms.subscribe import SubscribeForm
from outreach.models import Topic, TopicRequest
from people.models import Office
from sharing import heard

LARGEST = 2**63  # numbers of rows are smaller
TARGET = "/subscribe/"  # as counted links name it


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """Show the form, or take it: then “One more step”, or the page of preferences where the address is proved here already."""
    offices = _offices()
    office = _chosen(request, offices)
    if office is None:
        return render(request, "outreach/no_topics.html")
    if request.method != "POST":
        return _page(request, office, offices, SubscribeForm(initial={"language": get_language()}, office=office, offered=offered_codes()))
    form = SubscribeForm(request.POST, office=office, offered=offered_codes())
    if not form.is_valid():
        return _page(request, office, offices, with_fresh_key(form), status=422)
    came_by = heard.link_to(request, TARGET)
    try:
        outcome = subscriptions.ask(
            office=office, form=form.to_form(get_language(), came_by.channel if came_by else ""), proved=browser.proved_addresses(request),
            key=form.cleaned_data["key"], browser=browser_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, office, offices, with_fresh_key(form), status=say(form, refused))
    return go_on(request, form, outcome, own_page="outreach:subscribed")


@never_cache
@require_safe
def subscribed(request, pk):
    """Lead to the preferences of whoever this form was filled in for; they say who may see them."""
    found = TopicRequest.objects.select_related("person").filter(pk=pk).first() if pk < LARGEST else None
    own = browser.own_or_404(request, found, person=found and found.person)
    return redirect(f"{reverse('outreach:preferences')}?person={own.person_id}")


def _offices():
    """Return the offices that have open topics, the main one first."""
    open_topics = Topic.objects.filter(office=OuterRef("pk"), is_open=True)
    return translated(Office.objects.filter(Exists(open_topics)), get_language(), ["name"])


def _chosen(request, offices):
    """Return the office whose topics are shown: the one named in the address, else the first; None where nobody has any topic. Raises Http404."""
    named = request.GET.get("office", "")
    if not named:
        return offices[0] if offices else None
    for office in offices:
        if office.slug == named:
            return office
    raise Http404


def _page(request, office, offices, form, *, status=200):
    others = [one for one in offices if one.pk != office.pk]
    address = reverse("outreach:subscribe") + (f"?office={office.slug}" if request.GET.get("office") else "")
    context = {"form": form, "office": office, "others": others, "consent": consent.WORDS, "action": address, "last": _("We write to you about this")}
    return come_back_tomorrow(render(request, "outreach/subscribe.html", context, status=status))
