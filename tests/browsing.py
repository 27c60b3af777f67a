"""A real Chromium on a real server: the live address, pages of any width, and axe."""

import contextlib
import functools
import hashlib
import os
import re
import subprocess

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Locator, Page, TimeoutError

from civic.environment import BASE_DIR

ARGUMENTS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage"]


def chromium():
    """Return the path of the browser; browser tests are never skipped."""
    path = os.environ.get("CHROMIUM")
    if not path:
        answer = subprocess.run([BASE_DIR / "bin" / "browser"], capture_output=True, text=True)
        assert answer.returncode == 0, f"No browser: {answer.stderr.strip()}"
        path = os.environ["CHROMIUM"] = answer.stdout.strip().splitlines()[-1]
    return path


def launch(playwright):
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *sandbox])


def arrive_after_clicks():
    """Let a click and a key return when the page they lead to is loaded: of themselves they do when its first byte is there."""
    for owner, name in ((Locator, "click"), (Locator, "press"), (Page, "click"), (Page, "press")):
        setattr(owner, name, _arriving(getattr(owner, name)))


def _arriving(act):
    @functools.wraps(act)
    def acted(self, *args, **kwargs):
        act(self, *args, **kwargs)
        page = self if isinstance(self, Page) else self.page
        if not page.is_closed():
            page.wait_for_load_state()

    return acted


def shows(locator):
    """Say whether a part of the page shows, at the latest within five seconds: what a script puts there comes when it comes."""
    with contextlib.suppress(TimeoutError):
        locator.wait_for(state="visible", timeout=5_000)
    return locator.is_visible()


def at_widths(page, *widths):
    """Make a page that is loaded once as wide as each of these, the first as wide as a desk and the last as a phone; yield each width."""
    for width in widths or (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        yield width


class _Server(ThreadedWSGIServer):
    """A thread hands its database connection on to the next one: PostgreSQL learns the tables once, not with every page."""

    free = []

    def serve_forever(self, poll_interval=0.02):
        super().serve_forever(poll_interval)

    def process_request_thread(self, request, client_address):
        with contextlib.suppress(IndexError):
            connections["default"] = self.free.pop()
        super().process_request_thread(request, client_address)

    def _close_connections(self):
        connection = connections["default"]
        if connection.connection is None or connection.in_atomic_block or not connection.is_usable():
            return super()._close_connections()
        if not connection.allow_thread_sharing:
            connection.inc_thread_sharing()
        del connections["default"]
        self.free.append(connection)
        return None


class _Thread(LiveServerThread):
    server_class = _Server


class Live:
    """The portal in a thread of the test process, static files by whitenoise as in production."""

    def __init__(self):
        self.thread = _Thread("localhost", static_handler=lambda handler: WSGIHandler(), connections_override={})
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error

    @property
    def url(self):
        return f"http://localhost:{self.thread.port}"

    def __str__(self):
        return self.url

    def __add__(self, path):
        return self.url + path

    def stop(self):
        self.thread.terminate()


def assert_accessible(page):
    """Fail with the rule, the elements and the reason when axe finds anything.

    Many journeys pass by the same pages: one that is as wide and built like one in which nothing was found is not judged again.
    """
    seen = bones(page)
    if seen in _clean:
        return
    findings = _findings(page)
    lines = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}"
        + "".join(f"\n    {node['html'][:160]}\n      {node['failureSummary']}" for node in rule["nodes"][:5])
        for rule in findings
    ]
    assert not findings, f"axe on {page.url}:\n" + "\n".join(lines)
    _clean.add(seen)


class Clean:
    """Pages in which axe found nothing, by what they are built of: known to every worker, and to the next run with the same data."""

    MOST = 4_000_000  # bytes; some sixty thousand pages, after which it begins anew

    def __init__(self, path=None):
        self.path = path
        self.known = set()
        self.read = 0

    def __contains__(self, page):
        return page in self.known or page in self._told()

    def add(self, page):
        """Remember a page; a line this short is appended whole (POSIX, write with O_APPEND)."""
        self.known.add(page)
        with open(self._file(), "a") as file:
            file.write(page + "\n")

    def _told(self):
        """Read what others have added meanwhile."""
        with contextlib.suppress(FileNotFoundError), open(self._file()) as file:
            file.seek(self.read)
            self.known.update(file.read().split())
            self.read = file.tell()
        return self.known

    def _file(self):
        if self.path is None:
            self.path = settings.DATA_DIR / "axe-clean"
            if self.path.exists() and self.path.stat().st_size > self.MOST:
                self.path.unlink(missing_ok=True)
        return self.path


def _findings(page):
    """Return what axe finds; it is put into a page once, and what it has nothing to say about stays there."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    return page.evaluate(_RUN)


_SCRIPT = Axe().axe_script
_RUN = """
Promise.all(document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < 2000).map(one => one.finished.catch(() => null)))
    .then(() => axe.run({resultTypes: ['violations']})).then(found => found.violations)
"""  # what changes its color is judged when it has changed
_JUDGE = hashlib.sha256((_SCRIPT + _RUN).encode()).hexdigest()
_clean = Clean()
_UNLIKE = re.compile(
    r'(<link[^>]*>|</?h[1-6]|(?:class|style|role|tabindex|(?:col|row)span|aria-[a-z]+)="[^"]*")'
    r'|<input[^>]*type="hidden"[^>]*>|\b(?:href|action|src|srcset)="[^#"][^"]*"|\d+'
)


def bones(page):
    """Return a hash of all that axe can see: size, media and the whole page as it stands, but for digits, where links lead and what forms carry along."""
    media = page.evaluate(
        "[innerWidth, innerHeight, ...['print', '(forced-colors: active)', '(prefers-color-scheme: dark)'].map(one => matchMedia(one).matches)]"
    )
    html = _UNLIKE.sub(lambda found: found[1] or "·", page.content())
    return hashlib.sha256(f"{_JUDGE} {page.context.browser.version} {media} {html}".encode()).hexdigest()
