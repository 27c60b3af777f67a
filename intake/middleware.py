"""Requests that no page could answer are turned away at the door, before they reach the database."""

import re

from django.http import HttpResponseBadRequest, HttpResponseNotFound
from django.template.loader import render_to_string

_BAD_QUERY = re.compile(r"%00|\x00|%(?:ed%[ab][0-9a-f])", re.IGNORECASE)
_HUGE_NUMBER = re.compile(r"\d{19,}")


class RefuseMalformedRequests:
    """Answer 404 to paths and 400 to queries with NUL, surrogates or numbers beyond a bigint; they would be 500s in PostgreSQL."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path
        if "\x00" in path or _HUGE_NUMBER.search(path) or any("\ud800" <= c <= "\udfff" for c in path):
            return HttpResponseNotFound(render_to_string("404.html"))
        query = request.META.get("QUERY_STRING", "")
        if _BAD_QUERY.search(query) or len(query) > 4000:
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)
