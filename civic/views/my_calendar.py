"""One's own sign-ups as a calendar that a calendar program fetches: made and made anew on `/my/`, read without a cookie."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import conditional_page, require_POST, require_safe

from languages.formats import weekday_date
from mailing import browser
from mailing.links import calendar_links
from people.models import Person
from people.things import entries_of
from sharing import calendar

PAST = timedelta(days=30)


def calendars(persons, now):
    """Return, for each address of these persons, the calendar it has or could have, in words for `/my/`."""
    addresses = sorted({person.email for person in persons})
    links = calendar_links.living(addresses=addresses, now=now)
    return [_in_words(address, links.get(address)) for address in addresses]


def _in_words(address, link):
    url = calendar_links.url(link) if link else ""
    return {"address": address, "url": url, "webcal": "webcal:" + url.partition(":")[2], "until": weekday_date(link.expires) if link else ""}


@never_cache
@require_POST
def make(request):
    """Make the calendar of an address proved here; with `anew`, its old address ends and it gets another."""
    address = request.POST.get("address", "")
    person = Person.objects.behind(address).select_related("office").order_by("pk").first() if address in browser.proved_addresses(request) else None
    if person is None:
        return redirect("my")
    if "anew" in request.POST:
        calendar_links.revoke(address=address)
    calendar_links.make(address=address, office=person.office, language=get_language(), now=timezone.now())
    return redirect(reverse("my") + "#calendar")


@require_safe
@conditional_page
@cache_control(private=True, no_cache=True)
def feed(request, token):
    """What everyone behind the address is expected at, and was in the last 30 days; what was called off takes itself out."""
    now = timezone.now()
    link = calendar_links.behind(token, now=now)
    if link is None:
        raise Http404
    with translation.override(link.language):
        entries = entries_of(Person.objects.behind(link.address), now - PAST)
        body = calendar.feed(entries, name=_("My sign-ups"), zone=timezone.get_default_timezone(), now=now)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="my-sign-ups.ics"'})
