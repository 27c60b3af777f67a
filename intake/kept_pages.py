"""A form's page, kept for a few seconds: only its form token and form key differ from reader to reader."""

import re
import time

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.safestring import mark_safe

from intake.form_keys import new_key

KEPT_SECONDS = 5
KEPT_PAGES = 500
KEPT_FORM_SECONDS = 60
_TOKEN, _KEY = "\ue000token\ue000", "\ue000key\ue000"
_TOKEN_VALUE = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')  # masked anew at each rendering
_pages: dict[tuple, tuple[float, str]] = {}
_forms: dict[tuple, tuple[float, str]] = {}


def answer(request, *, name, render):
    """Return the page called `name`, rendered by `render(key)` at most every five seconds, with this reader's token and a fresh key.

    An address with a query is one reader's own, and may be repeated on the page (its links to other languages): never kept.
    """
    key = new_key()
    if request.META.get("QUERY_STRING"):
        return render(key)
    made_at, page = _pages.get(name, (0.0, ""))
    if time.monotonic() - made_at > KEPT_SECONDS:
        response = render(key)
        page = _TOKEN_VALUE.sub(rf"\g<1>{_TOKEN}", response.content.decode()).replace(key, _KEY)
        if len(_pages) >= KEPT_PAGES:
            _pages.clear()
        _pages[name] = (time.monotonic(), page)
        return response
    return HttpResponse(page.replace(_TOKEN, get_token(request)).replace(_KEY, key))


def form_of_everybody(*, name, key, render):
    """Return an empty form called `name`, rendered at most once a minute, with this reader's key: the same on many pages."""
    made_at, form = _forms.get(name, (0.0, ""))
    if time.monotonic() - made_at > KEPT_FORM_SECONDS:
        form = render().replace(key, _KEY)
        _forms[name] = (time.monotonic(), form)
    return mark_safe(form.replace(_KEY, key))  # noqa: S308 - rendered by our own templates; the key is ours


def forget():
    """Render every page again."""
    _pages.clear()
    _forms.clear()
