"""Fixtures for the whole suite: a migrated database, our own mail backend, a mail server, real processes, a real browser."""

import fcntl

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import sync_playwright

from civic import context, pagecache, this_week
from civic import settings as written
from civic.assets import collect_if_changed
from intake import kept_pages
from languages import offer
from people import options
from places import city_map
from tests import browsing, databases, emptying, starting
from tests.mailbox import MailServer
from tests.running import Processes


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest group first, or one worker is still busy with it when the other has nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("whole_portal") is None)


def pytest_collection_finish(session):
    starting.collect_garbage_seldom()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Instead of pytest-django's own: a copy of the migrated template."""
    with django_db_blocker.unblock():
        databases.use_fresh_copy()
        emptying.install()


@pytest.fixture(scope="session", autouse=True)
def static_files(django_test_environment):
    """The hashed, compressed files that pages refer to, collected when something changed; workers take turns."""
    with open(written.DATA_DIR / "static.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_if_changed()
    starting.list_static_files_once()


@pytest.fixture(autouse=True)
def our_mail_backend(settings):
    """Django's test runner puts a mail backend in memory in place of ours: put the outbox back."""
    settings.EMAIL_BACKEND = written.EMAIL_BACKEND


@pytest.fixture(autouse=True)
def a_slow_hand(settings):
    """A busy machine types the code of the second factor after its half minute is over: the last two are good as well."""
    settings.MFA_TOTP_TOLERANCE = 2


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Passwords are hashed by the same library at its least cost: hundreds of tests make staff of their own."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a process keeps for some seconds, and the language it spoke last, belong to one test."""
    translation.deactivate()
    for keeps in (city_map, context, kept_pages, offer, options, pagecache, this_week):
        keeps.forget()


@pytest.fixture
def mail_server(settings):
    """A real SMTP server on a loopback port; settings.EMAIL_URL points at it, and so do processes started afterwards."""
    server = MailServer().start()
    settings.EMAIL_URL = server.url
    yield server
    server.stop()


@pytest.fixture
def processes(request, transactional_db, tmp_path, settings):
    """Real web, worker, bulk and beat against this worker's test database: `processes.start("worker", "beat")`."""
    started = Processes(tmp_path, EMAIL_URL=settings.EMAIL_URL, SITE_URL=settings.SITE_URL)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def one_web(django_db_setup, tmp_path_factory):
    """A gunicorn that the tests of this worker use one after the other, for it starts in seconds and forks in a blink."""
    started = Processes(tmp_path_factory.mktemp("web"))
    yield started.start("web")
    started.stop()


@pytest.fixture
def web(one_web, transactional_db):
    """The real gunicorn with two new processes, in front of the test database: `web.url`."""
    yield one_web.renew_web()
    print(one_web.log("web").read_text()[-4000:])


@pytest.fixture
def live(transactional_db, settings):
    """The portal on a real port, in this process: `live.url`."""
    cache.clear()
    server = browsing.Live()
    settings.SITE_URL = server.url
    settings.CSRF_TRUSTED_ORIGINS = [server.url]
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all browser tests of this worker."""
    browsing.arrive_after_clicks()
    with sync_playwright() as playwright:
        chromium = browsing.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser):
    """Make a page in a fresh browser profile: `new_page(width=320, javascript=False, locale="es")`."""
    contexts = []

    def make(*, width=1280, height=900, javascript=True, locale="en-US", **more):
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=javascript, locale=locale, **more)
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for profile in contexts:
        profile.close()


@pytest.fixture
def page(new_page):
    """A page 1280 pixels wide, with JavaScript, in a fresh browser profile."""
    return new_page()


@pytest.fixture
def axe():
    """`axe(page)` fails unless axe finds nothing."""
    return browsing.assert_accessible
