"""The address of a lead's link, and what a browser may see that has opened it.

The token can be read out on the phone, and is worthless once the row says that it is over.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intake import spoken_tokens
from mailing.browser import OPENED_COOKIE
from volunteers.models import SiteLink

_SALT = "volunteers.site_links"


def token(link):
    """Return the text behind a link."""
    return spoken_tokens.token(link, salt=_SALT)


def url(link):
    """Return the absolute address of a link, in its lead's language."""
    with translation.override(link.language):
        return settings.SITE_URL + reverse("volunteers:open_site", args=[token(link)])


def behind(text, *, now):
    """Return the link whose token this is, or None: wrong, over and taken back look the same."""
    link = spoken_tokens.behind(text, rows=SiteLink.objects.select_related("shift"), salt=_SALT)
    return None if link is None or link.is_over(now) else link


def set_opened(response, link, now):
    """Let this browser see the site page until the link is over; nothing is written. Each link has a cookie of its own."""
    seconds = int((link.closes - now).total_seconds())
    value = signing.dumps(link.pk, salt=_SALT)
    response.set_cookie(_cookie(link.pk), value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.HTTPS)


def opened(request, pk, *, now):
    """Return the link of this number when this browser has opened it and it is still good, else None."""
    try:
        is_here = signing.loads(request.COOKIES.get(_cookie(pk), ""), salt=_SALT) == pk
    except signing.BadSignature:
        return None
    links = SiteLink.objects.select_related("shift__opportunity__office", "shift__venue")
    link = links.filter(pk=pk).first() if is_here else None
    return link if link is not None and link.is_open(now) else None


def names(ids):
    """Return how leads read in the history of what they changed."""
    return {link.pk: _("%(name)s (link for the day)") % {"name": link.name or _("A lead")} for link in SiteLink.objects.filter(pk__in=ids)}


def _cookie(pk):
    return f"{OPENED_COOKIE}_site_{pk}"
