"""Links that open one page around one day, without an account: how their address is made, and what a browser may see that has opened it.

The token can be read out on the phone (`intake.spoken_tokens`), and is worthless once the row says that it is over.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from intake import spoken_tokens
from mailing.browser import OPENED_COOKIE


@dataclass(frozen=True)
class LinkDoor:
    """The links of one model, whose rows know `nonce`, `language`, `closes`, `is_over(now)` and `is_open(now)`."""

    model: Any
    salt: str
    address: str  # the name of the URL that takes the token
    cookie: str
    related: tuple[str, ...] = ("shift",)

    def token(self, link):
        """Return the text behind a link."""
        return spoken_tokens.token(link, salt=self.salt)

    def url(self, link):
        """Return the absolute address of a link, in its own language."""
        with translation.override(link.language):
            return settings.SITE_URL + reverse(self.address, args=[self.token(link)])

    def behind(self, text, *, now):
        """Return the link whose token this is, or None: wrong, over and taken back look the same."""
        link = spoken_tokens.behind(text, rows=self.model.objects.select_related(*self.related), salt=self.salt)
        return None if link is None or link.is_over(now) else link

    def set_opened(self, response, link, now):
        """Let this browser see the page until the link is over; nothing is written. Each link has a cookie of its own."""
        seconds = int((link.closes - now).total_seconds())
        value = signing.dumps(self.token(link), salt=self.salt)
        response.set_cookie(self._cookie(link.pk), value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.HTTPS)

    def opened(self, request, pk, *, now):
        """Return the link of this number when this browser has opened it and it is still good, else None."""
        try:
            text = signing.loads(request.COOKIES.get(self._cookie(pk), ""), salt=self.salt)
        except signing.BadSignature:
            return None
        link = self.behind(str(text), now=now)  # a link that was made anew since is another one
        return link if link is not None and link.pk == pk and link.is_open(now) else None

    def _cookie(self, pk):
        return f"{OPENED_COOKIE}_{self.cookie}_{pk}"
