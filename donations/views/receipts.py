"""The receipt of what somebody gave, to print: items and numbers, in the organization's name where there is one, no value in money."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from donations import goods_words
from donations.letters.goods import fetch
from languages import formats
from mailing import browser
from mailing.writing.sender import city_words, office_words


@never_cache
@require_safe
def receipt(request, pk):
    """The receipt, for whoever has opened the link of its letter or has proved the donor's address; foreign and unknown are one 404."""
    donation = next(iter(fetch([pk])), None)
    if donation is None or donation.person is None or not browser.may_see(request, person=donation.person, ref=donation.ref):
        raise Http404
    request.is_own_page = True
    return render(request, "donations/receipt.html", {"page": page_of(donation)})


def page_of(donation):
    """Return what a receipt says. It names no value: a donor puts that on goods, never the one who gets them (IRS Publication 1771)."""
    drive, venue = donation.drive, donation.location.venue
    return {
        "number": donation.pk, "office": office_words(drive.office, get_language()), "city": city_words()["name"], "drive": goods_words.titled(drive),
        "who": donation.organization or (donation.person.name if donation.person else ""), "goods": goods_words.goods_of(donation.lines.all()),
        "day": goods_words.full_day(drive, donation.received_at), "place": f"{venue.name}, {venue.address}", "printed": formats.weekday_date(timezone.localdate()),
    }  # fmt: skip
