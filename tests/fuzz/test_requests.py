"""Requests that no browser makes, at the real web server: every one is answered, none with a fault of ours."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from tests import makers
from tests.faults.resident import Resident
from volunteers.models import SignUp

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATHS = {
    "/volunteer/%00/": 404, "/volunteer/a%00b/": 404, "/volunteer/%ed%a0%80/": 404, "/volunteer/%ff%fe/": 404, f"/volunteer/{'a' * 3000}/": 404,
    f"/volunteer/shifts/{'9' * 30}/sign-up/": 404, "/volunteer/shifts/9223372036854775808/sign-up/": 404, "/volunteer/shifts/9223372036854775807/sign-up/": 404,
    "/volunteer/shifts/-1/sign-up/": 404, "/volunteer/shifts/0/sign-up/": 404, f"/volunteer/sign-ups/{'9' * 19}/": 404, "/volunteer/sign-ups/9223372036854775807/": 404,
    "/volunteer/shifts/9223372036854775807.ics": 404, f"/volunteer/shifts/{'9' * 30}.ics": 404, "/confirm/%00/": 404, "/my/link/%00/": 404, f"/my/link/{'f' * 15}-x/": 404,
    "/my/link/7fffffffffffffff-x/": 404, "/places/%00/": 404, "/places/nowhere/": 404, "/es/volunteer/nothing/": 404, "/xx/": 404, "/volunteer/../../etc/passwd": 404,
    "/volunteer/?q=%00": 400, "/volunteer/?page=%ed%a0%80": 400, f"/volunteer/?q={'a' * 4010}": 400, "/?%00=1": 400, "/demo/letters/9223372036854775807/": 404,
}  # fmt: skip


@pytest.fixture(autouse=True)
def city(transactional_db):
    makers.city()


@pytest.fixture
def role():
    return makers.role(starts=timezone.now() + timedelta(days=10))


def test_paths_and_queries_that_nobody_types_are_not_found_or_refused(web):
    sam = Resident(web.url)
    assert {path: sam.get(path).status for path in PATHS} == PATHS


@pytest.mark.parametrize(("path", "status", "words"), [("/es/volunteer/%00/", 404, "No encontramos"), (f"/es/volunteer/{'9' * 20}/", 404, "No encontramos"), ("/volunteer/%00/", 404, "We can’t find"), ("/es/?q=%00", 400, "617-555-0142")])  # fmt: skip
def test_what_nobody_types_gets_the_page_of_the_language_with_the_offices_number(web, path, status, words):
    makers.office()
    answer = Resident(web.url).get(path)
    assert (answer.status, words in answer.text, "617-555-0142" in answer.text) == (status, True, True)


def test_nobody_makes_an_account_here(web):
    answer = Resident(web.url).get("/accounts/signup/")
    assert (answer.status, answer.headers["location"]) == (302, "/volunteer/")


def test_bodies_that_no_form_makes_are_refused_and_nothing_is_stored(web, role):
    path = f"/volunteer/shifts/{role.pk}/sign-up/"
    sam = Resident(web.url)
    form = sam.sign_up_form(role.pk)
    token = {"X-CSRFToken": form["csrfmiddlewaretoken"]}
    bodies = {
        "too large": ("name=" + "a" * 2_000_000, FORM, {413}),
        "too many fields": ("&".join(f"a{n}=1" for n in range(600)), FORM, {400, 413}),
        "not a form": ('{"name": "Vera"}', {"Content-Type": "application/json"}, {422}),
        "nothing": ("", FORM, {422}),
        "no text": (b"\xff\xfe\x00name=%ff%fe", FORM, {422}),
        "a half multipart": ("--x\r\nContent-Disposition: form-data; name=", {"Content-Type": "multipart/form-data; boundary=x"}, {400, 422}),
        "no boundary": ("--x", {"Content-Type": "multipart/form-data"}, {400, 422}),
        "a file": (_upload(), {"Content-Type": "multipart/form-data; boundary=x"}, {422}),
        "odd charset": ("name=Vera", {"Content-Type": FORM["Content-Type"] + "; charset=utf-17"}, {400, 422}),
    }
    found = {}
    for name, (body, headers, expected) in bodies.items():
        sam.close()
        found[name] = sam.send("POST", path, body, **headers, **token).status
        assert found[name] in expected, found
    assert SignUp.objects.count() == 0


def _upload():
    return '--x\r\nContent-Disposition: form-data; name="name"; filename="../../x\\0"\r\nContent-Type: text/html\r\n\r\n<b>\r\n--x--\r\n'


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_methods_that_no_form_uses_change_nothing(web, role, method):
    sam = Resident(web.url)
    sam.sign_up_form(role.pk)
    for path in ["/", "/volunteer/", "/confirm/", "/my/", "/forget-here/", f"/volunteer/shifts/{role.pk}/sign-up/"]:
        assert sam.send(method, path).status in {400, 405, 501}, path
    assert SignUp.objects.count() == 0


def test_headers_from_anywhere_do_no_harm(web):
    sam = Resident(web.url)
    for headers in [
        {"Accept-Language": "x" * 5000}, {"Accept-Language": "\u00e9;q=nonsense"}, {"Cookie": "portal=" + "x" * 3000}, {"Cookie": "portal=\x01\x02; opened=x; csrftoken=\u00e9"},
        {"Cookie": "opened=" + quote("a:b:c")}, {"X-Forwarded-For": "' OR 1=1 --"}, {"If-None-Match": '"' * 500}, {"If-Modified-Since": "yesterday"}, {"Range": "bytes=9-1"},
        {"Accept-Encoding": "br;q=x, gzip;q=nan"}, {"Referer": "javascript:alert(1)"}, {"Save-Data": "\u00ff"}, {"HX-Request": "true"},
    ]:  # fmt: skip
        for path in ["/", "/volunteer/", "/my/", "/confirm/"]:
            assert sam.send("GET", path, **headers).status in {200, 304, 400}, (headers, path)


def test_a_foreign_host_is_refused(web):
    assert Resident(web.url).send("GET", "/", Host="evil.example.net").status == 400
