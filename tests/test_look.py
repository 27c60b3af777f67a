"""Every part of the look in a real browser: nothing for axe to find, no sideways scrolling, large targets, both directions of writing."""

import subprocess
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests import browsing

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("en", "ar", "letter_en", "letter_ar", "404", "500")
SMALL_TARGETS = """
[...document.querySelectorAll("button, .usa-button, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, .usa-radio__label, .usa-checkbox__label, summary, .top-bar a, .site-nav a")]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 120))
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def specimen(tmp_path_factory):
    folder = tmp_path_factory.mktemp("specimen")
    subprocess.run([sys.executable, ROOT / "frontend" / "specimen.py", folder], check=True)
    (folder / "static").symlink_to(ROOT / "static")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_axe_finds_nothing_and_nothing_is_cut_off(specimen, page, axe):
    for name in PAGES:
        page.goto(f"{specimen}/{name}.html")
        for width in browsing.at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_axe_would_find_a_field_without_a_label(specimen, page, axe):
    page.goto(f"{specimen}/en.html")
    page.evaluate("document.querySelector('label[for=id_name]').remove()")
    with pytest.raises(AssertionError, match="label"):
        axe(page)


class Slow(BaseHTTPRequestHandler):
    """Each page comes in two pieces; the second when it is let go."""

    rest = threading.Event()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Slow</title><a href='/next'>Go on</a>".ljust(2_000))
        self.rest.wait(30)
        self.wfile.write(b"<p>The end</p>")

    def log_message(self, *parts):
        """The tests print what counts."""


@pytest.mark.parametrize("waits", [True, False])
def test_a_click_returns_when_the_page_it_leads_to_is_loaded(page, waits):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Slow.rest.set()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    Slow.rest.clear()
    if waits:
        threading.Timer(0.5, Slow.rest.set).start()
    click = Locator.click if waits else Locator.click.__wrapped__
    click(page.get_by_role("link"))
    assert page.url.endswith("/next") and page.locator("p").count() == (1 if waits else 0)
    Slow.rest.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("waits", [True, False])
def test_axe_waits_for_a_color_that_is_changing(page, axe, waits, monkeypatch):
    page.set_content(f'<html lang="en"><title>Colors</title><main><h1>Colors</h1><p>{"Waited for" if waits else "Not waited for"}</p></main></html>')
    if not waits:
        monkeypatch.setattr(browsing, "_RUN", "axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    page.evaluate(browsing._SCRIPT)  # from now on it answers at once
    page.evaluate("{ document.querySelector('p').animate([{color: '#eee'}, {color: '#000'}], {duration: 1500, easing: 'steps(1, end)'}) }")
    if waits:
        axe(page)
    else:
        with pytest.raises(AssertionError, match="color-contrast"):
            axe(page)


def test_axe_looks_again_at_a_page_that_is_built_otherwise(specimen, page, axe):
    page.goto(f"{specimen}/en.html")
    axe(page)
    seen = [browsing.bones(page)]
    page.evaluate("document.querySelector('h1').append(' 12')")
    assert browsing.bones(page) != seen[0]  # a word more
    page.evaluate("document.querySelector('h1').lastChild.data = ' 7'")
    seen.append(browsing.bones(page))
    page.evaluate("document.querySelector('h1').lastChild.data = ' 1234'")
    assert browsing.bones(page) == seen[1]  # another number
    page.evaluate("document.querySelector('a:not([href^=\"#\"])').href = '/elsewhere/'")
    assert browsing.bones(page) == seen[1]  # another way
    for change in ("h1.tabIndex = 3", "h1.tabIndex = 4", "h1.className = 'x1'", "h1.className = 'x2'", "h1.outerHTML = '<h4>7</h4>'"):
        page.evaluate(f"{{ const h1 = document.querySelector('h1'); {change} }}")
        seen.append(browsing.bones(page))
    page.set_viewport_size({"width": 320, "height": 700})
    seen.append(browsing.bones(page))
    assert len(set(seen)) == len(seen)


def test_what_one_worker_found_clean_the_other_knows_and_so_does_the_next_run(tmp_path):
    one, other = browsing.Clean(tmp_path / "clean"), browsing.Clean(tmp_path / "clean")
    assert "a" not in other
    one.add("a")
    one.add("b")
    assert "a" in other
    other.add("c")
    assert "c" in one
    assert "d" not in one
    later = browsing.Clean(tmp_path / "clean")
    assert all(page in later for page in "abc")


def test_something_wider_than_a_phone_would_be_found(specimen, new_page):
    page = new_page(width=320)
    page.goto(f"{specimen}/en.html")
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {width: 400, height: 10, alt: ''}))")
    page.evaluate("document.body.lastChild.style.maxWidth = 'none'")
    assert page.evaluate("document.documentElement.scrollWidth") > 320


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_44_pixels_high(specimen, new_page, width):
    page = new_page(width=width)
    page.goto(f"{specimen}/en.html")
    assert page.evaluate(SMALL_TARGETS) == []


def test_type_is_17_pixels_and_up(specimen, new_page):
    page = new_page(width=320)
    page.goto(f"{specimen}/en.html")
    assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= 17


def test_the_error_summary_has_the_focus_and_leads_to_the_fields(specimen, page):
    page.goto(f"{specimen}/en.html")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.click("#errors a >> nth=0")
    assert page.evaluate("location.hash") == "#id_wrong_name"


def test_arabic_runs_from_right_to_left(specimen, page):
    page.goto(f"{specimen}/ar.html")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    name, phone = (page.locator(where).bounding_box()["x"] for where in (".site-name", ".call-us"))
    assert name > phone


def test_no_part_of_the_look_asks_another_host_or_needs_inline_code(specimen, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{specimen}/en.html")
    assert [url for url in asked if not url.startswith((specimen, "data:"))] == []
    assert page.evaluate("document.querySelectorAll('[style], body style, script:not([src]), [onclick]').length") == 0
    assert page.evaluate("document.querySelectorAll('style').length") == 1  # what the top needs, named in the policy (tests/test_static.py)
