"""Whole pages that are the same for everyone, kept for a few seconds in the memory of each web process.

A view asks for it with `Cache-Control: public, max-age=…` (django.views.decorators.cache.cache_control). The page is kept under its
address, which holds the language. What sets a cookie, looked at one, or answered anything but 200 is never kept.
"""

import gzip
import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter
from threading import Lock
from urllib.parse import parse_qsl, urlencode

import brotli
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

LONGEST_SECONDS = 5
MOST_PAGES = 400
MOST_BYTES = 24 * 1024 * 1024
LARGEST_PAGE = 512 * 1024
LONGEST_QUERY = 500
# What a page of one address may differ by: the two are part of the key or of the answer; anything else (a cookie!) is not kept.
HARMLESS = {"accept-language", "accept-encoding", "save-data"}
KEPT_HEADERS = ("Content-Type", "Content-Language", "Cache-Control", "Vary", "X-Frame-Options")
_MAX_AGE = re.compile(r"\bmax-age=(\d+)")
_pages = OrderedDict()
_lock = Lock()


@dataclass
class Page:
    """A kept page, with its compressed forms made once, when first asked for."""

    body: bytes
    headers: dict
    etag: str
    made_at: float
    seconds: int
    forms: dict = field(default_factory=dict)

    def is_fresh(self, now):
        return now - self.made_at < self.seconds

    def form(self, encoding):
        """Return the body in one content encoding (RFC 9110, 8.4.1)."""
        if encoding not in self.forms:
            self.forms[encoding] = brotli.compress(self.body, quality=5) if encoding == "br" else gzip.compress(self.body, 6, mtime=0)
        return self.forms[encoding]


class AnonymousPageCache:
    """Stands above the sessions: a kept page costs no query, no session and no template."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "GET" or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return self.get_response(request)
        key, now = _key(request), time.monotonic()
        page = _pages.get(key)
        if page is None or not page.is_fresh(now):
            response = self.get_response(request)
            page = _page(response, now)
            if page is None:
                return response
            keep(key, page)
        return answer(request, page, now)


def forget():
    """Drop everything kept in this process."""
    with _lock:
        _pages.clear()


def keep(key, page):
    """Keep a page, and drop the oldest ones beyond the limits of number and memory."""
    with _lock:
        _pages.pop(key, None)
        _pages[key] = page
        while len(_pages) > MOST_PAGES or sum(len(one.body) for one in _pages.values()) > MOST_BYTES:
            _pages.popitem(last=False)


def answer(request, page, now):
    """Return a kept page in the form this browser reads, or 304 when it has it already."""
    wanted = request.headers.get("If-None-Match", "")
    if wanted and page.etag in [tag.strip() for tag in wanted.split(",")]:
        response = HttpResponseNotModified()
    else:
        response = _full(request, page)
    for name, value in page.headers.items():
        if response.status_code == 200 or name != "Content-Type":
            response.headers[name] = value
    response.headers["ETag"] = page.etag
    response.headers["Age"] = str(int(now - page.made_at))
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _full(request, page):
    encoding = _encoding(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(page.form(encoding) if encoding else page.body)
    response.headers["Content-Length"] = str(len(response.content))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _key(request):
    query = request.META.get("QUERY_STRING", "")
    # Every parameter may be repeated on the page, a blank one too; of two with one name the last or the first counts, so these keep their order.
    canonical = urlencode(sorted(parse_qsl(query, keep_blank_values=True), key=itemgetter(0))) if query else ""
    return request.scheme, request.META.get("HTTP_HOST"), request.path, canonical, request.headers.get("Save-Data")


def _page(response, now):
    """Return what is to be kept of a response, or None."""
    control = response.headers.get("Cache-Control", "")
    age = _MAX_AGE.search(control)
    if response.status_code != 200 or response.streaming or response.cookies or not age or "public" not in control:
        return None
    varies = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    if varies - HARMLESS or len(response.content) > LARGEST_PAGE or response.has_header("Content-Encoding"):
        return None
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    etag = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
    return Page(response.content, headers, etag, now, min(int(age[1]), LONGEST_SECONDS))


def _encoding(accepted):
    """Return the best encoding a browser takes; `q=0` refuses one (RFC 9110, 12.5.3)."""
    names = {part.split(";")[0].strip().lower() for part in accepted.split(",") if "q=0" not in part.replace(" ", "").split(";")[1:]}
    return "br" if "br" in names else "gzip" if "gzip" in names else ""
