"""Requests that no page could answer are turned away at the door, before they reach the database."""

import re

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.urls import get_resolver
from django.utils import translation

_BAD_QUERY = re.compile(r"%00|\x00|%(?:ed%[ab][0-9a-f])", re.IGNORECASE)
_HUGE_NUMBER = re.compile(r"\d{19,}")
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


class RefuseMalformedRequests:
    """Answer 404 to paths and 400 to queries with NUL, surrogates or numbers beyond a bigint, which would be 500s in PostgreSQL; 405 to methods no page has.

    The pages are the portal's own, in the language of the path.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path
        if "\x00" in path or _HUGE_NUMBER.search(path) or any("\ud800" <= c <= "\udfff" for c in path):
            return _refused(request, 404)
        query = request.META.get("QUERY_STRING", "")
        if _BAD_QUERY.search(query) or len(query) > 4000:
            return _refused(request, 400)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


def _refused(request, status):
    """The page any other such answer has."""
    with translation.override(translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE):
        return get_resolver().resolve_error_handler(status)(request, exception=None)
