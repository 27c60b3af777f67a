"""Pages that are the same for everyone are kept for seconds; nothing personal ever is."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from civic import context, pagecache
from people import options
from tests.volunteers import making
from volunteers.models import Shift


@pytest.fixture(autouse=True)
def nothing_kept():
    pagecache.forget()
    context.forget()
    options.forget()


class Pages:
    """A site whose page tells how often it was made."""

    def __init__(self, change=None, **headers):
        self.made = 0
        self.change = change
        self.headers = {"Cache-Control": "public, max-age=5", **headers}
        self.cached = pagecache.AnonymousPageCache(self.make)

    def make(self, request):
        self.made += 1
        response = HttpResponse(f"page {self.made} " + "words " * 500, headers=self.headers)
        return self.change(response) if self.change else response

    def get(self, address="/volunteer/", **headers):
        return self.cached(RequestFactory().get(address, HTTP_HOST="localhost", **headers))


def test_a_page_is_made_once_and_told_again():
    pages = Pages()
    assert pages.get().content == pages.get().content
    assert pages.made == 1


def test_the_same_search_in_another_order_is_the_same_page():
    pages = Pages()
    pages.get("/volunteer/?a=1&b=2")
    pages.get("/volunteer/?b=2&a=1")
    pages.get("/volunteer/?b=2&a=2")
    assert pages.made == 2


@pytest.mark.parametrize(("one", "other"), [("?vera%40example.org=", ""), ("?q=", ""), ("?q=a&q=b", "?q=b&q=a")])
def test_a_blank_parameter_and_the_order_of_one_name_make_another_page(one, other):
    pages = Pages()
    pages.get(f"/volunteer/{one}")
    pages.get(f"/volunteer/{other}")
    assert pages.made == 2


@pytest.mark.django_db
def test_what_one_visitor_asked_for_stands_on_no_other_visitors_page():
    making.shift()
    Client().get("/volunteer/?vera%40example.org=")
    Client().get("/volunteer/?q=alpha&q=beta")
    assert "vera%40" not in Client().get("/volunteer/").content.decode()
    assert 'value="alpha"' in Client().get("/volunteer/?q=beta&q=alpha").content.decode()


@pytest.mark.parametrize(
    ("address", "headers"), [("/es/volunteer/", {}), ("/volunteer/", {"HTTP_HOST": "127.0.0.1"}), ("/volunteer/", {"HTTP_SAVE_DATA": "on"})]
)
def test_another_language_host_or_thrift_is_another_page(address, headers):
    pages = Pages()
    pages.get()
    pages.cached(RequestFactory().get(address, **{"HTTP_HOST": "localhost", **headers}))
    assert pages.made == 2


def with_cookie(response):
    response.set_cookie("portal", "secret")
    return response


@pytest.mark.parametrize(
    "pages",
    [
        Pages(with_cookie),
        Pages(lambda response: HttpResponseRedirect("/", headers=response.headers)),
        Pages(lambda response: HttpResponse("oh no", status=500, headers=response.headers)),
        Pages(lambda response: StreamingHttpResponse([b"x"], headers=response.headers)),
        Pages(Vary="Cookie"),
        Pages(Vary="Accept-Encoding, Cookie"),
        Pages(**{"Cache-Control": "private, max-age=5"}),
        Pages(**{"Cache-Control": "public"}),
    ],
    ids=["sets a cookie", "redirect", "error", "stream", "looked at a cookie", "looked at two", "private", "no age"],
)
def test_what_is_not_for_everyone_is_made_anew_each_time(pages):
    pages.get()
    pages.get()
    assert pages.made == 2


def test_post_is_never_answered_from_memory():
    pages = Pages()
    pages.get()
    pages.cached(RequestFactory().post("/volunteer/"))
    assert pages.made == 2


def test_a_page_is_made_anew_after_five_seconds(monkeypatch):
    pages = Pages(**{"Cache-Control": "public, max-age=3600"})
    pages.get()
    now = pagecache.time.monotonic()
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now + 4.9)
    pages.get()
    assert pages.made == 1
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now + 5.1)
    pages.get()
    assert pages.made == 2


def test_it_is_compressed_as_the_browser_asks():
    pages = Pages()
    plain = pages.get().content
    small, smaller = pages.get(HTTP_ACCEPT_ENCODING="gzip"), pages.get(HTTP_ACCEPT_ENCODING="gzip, deflate, br;q=0.9")
    assert (small["Content-Encoding"], smaller["Content-Encoding"]) == ("gzip", "br")
    assert gzip.decompress(small.content) == brotli.decompress(smaller.content) == plain
    assert "Content-Encoding" not in pages.get(HTTP_ACCEPT_ENCODING="br;q=0, identity")
    assert "Accept-Encoding" in small["Vary"]


def test_a_browser_that_has_the_page_gets_304():
    pages = Pages()
    first = pages.get()
    again = pages.get(HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert pages.get(HTTP_IF_NONE_MATCH='W/"other"').status_code == 200


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(pagecache, "MOST_PAGES", 3)
    pages = Pages()
    for number in range(10):
        pages.get(f"/volunteer/?q={number}")
    assert len(pagecache._pages) == 3
    monkeypatch.setattr(pagecache, "MOST_BYTES", 7000)
    pages.get("/volunteer/?q=11")
    assert sum(len(page.body) for page in pagecache._pages.values()) <= 7000


@pytest.mark.django_db
def test_the_public_pages_are_kept_and_a_called_off_date_shows_at_the_next_making():
    work = making.shift().opportunity
    sam = Client(HTTP_HOST="localhost")
    for address in ("/volunteer/", "/es/volunteer/", work.get_absolute_url()):
        sam.get(address)
    assert len(pagecache._pages) == 3
    Shift.objects.update(cancelled_at=timezone.now())
    assert "Called off" not in sam.get("/volunteer/").content.decode()
    pagecache.forget()
    assert "Called off" in sam.get("/volunteer/").content.decode()


@pytest.mark.django_db
def test_a_visitor_with_a_session_gets_the_same_page_and_leaves_nothing_in_it(admin_user):
    making.shift()
    staff, sam = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    staff.force_login(admin_user)
    first = staff.get("/volunteer/")
    assert first.content == sam.get("/volunteer/").content
    assert admin_user.email not in first.content.decode()
