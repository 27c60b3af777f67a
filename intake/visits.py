"""Which counted links this browser followed in this visit: their codes in a cookie, nothing on the server, nothing about anyone.

The codes are the same for everybody who follows the link. The cookie ends with the browser, and is not believed after two hours.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "came_by"
VISIT = timedelta(hours=2)
MOST = 5  # links of one visit
_SALT = "intake.visits"


def remember(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Note that a counted link was followed just now, before those of this visit."""
    followed = [code, *(one for one in codes(request) if one != code)][:MOST]
    # No age: a session cookie, which goes when the browser is closed (RFC 6265, 4.1.2).
    response.set_signed_cookie(COOKIE, ".".join(followed), salt=_SALT, httponly=True, samesite="Lax", secure=settings.HTTPS)


def codes(request: HttpRequest) -> list[str]:
    """Return the codes of the links followed in this visit, the last one first; a cookie that is too old or made up has none."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=VISIT)
    return kept.split(".") if kept else []


def forget(response: HttpResponse) -> None:
    """Forget them: somebody else sits down at this computer."""
    response.delete_cookie(COOKIE)
