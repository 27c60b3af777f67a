"""What every page knows: the city, its main office, the languages. Read from the database every few seconds, not for every page."""

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db.models.functions import MD5
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from civic.errors import remember_office
from intake.phones import spoken_number
from languages.content import translated
from languages.models import Language
from people.models import Office
from places.look import look_version
from places.models import City

KEPT_SECONDS = 5
_kept = {}


@dataclass(frozen=True)
class CityWords:
    """The city as a page shows it; every value is empty before the set-up."""

    name: str = ""
    domain: str = ""
    is_demo: bool = False
    has_colors: bool = False
    brand_url: str = ""
    logo_url: str = ""


@dataclass(frozen=True)
class OfficeWords:
    """The main office in the reader's language; the phone as it is dialed here, 617-555-0142."""

    id: int | None = None
    name: str = ""
    phone: str = ""
    phone_hours: str = ""
    relay: str = ""
    email: str = ""
    address: str = ""
    help_text: str = ""


@dataclass(frozen=True)
class Known:
    """One reading of the database, for one language."""

    city: CityWords = CityWords()
    office: OfficeWords = OfficeWords()
    offered: tuple = ()
    call_lines: tuple = ()


class Portal:
    """The `portal` of the templates; asks the database only when a template asks it."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def known(self):
        return known(get_language() or settings.LANGUAGE_CODE)

    @property
    def city(self):
        return self.known.city

    @property
    def office(self):
        return self.known.office

    @property
    def is_demo(self):
        """Everything on this portal is sample data."""
        return self.known.city.is_demo

    @property
    def is_set_up(self):
        """There is a city and an office; a fresh installation has neither."""
        return bool(self.known.city.name and self.known.office.name)

    @property
    def call_lines(self):
        return self.known.call_lines

    @property
    def home(self):
        return address("home") or "/"

    @cached_property
    def nav(self):
        """The doors that exist, in order."""
        if not self.is_set_up:
            return []
        doors = [
            (_("Volunteer"), address("volunteers:list")),
            (_("Donate goods"), address("donations:list")),
            (_("Events"), address("events:list")),
            (_("My sign-ups"), address("my")),
        ]
        return [{"title": title, "url": url, "current": self.request.path.startswith(url)} for title, url in doors if url]

    @cached_property
    def languages(self):
        """The finished languages the city offers, each with this page's address in it; none when there is only one."""
        if len(self.known.offered) < 2:
            return []
        now = get_language()
        return [{"code": code, "own_name": name, "url": in_language(self.request, code), "current": code == now} for code, name in self.known.offered]

    @property
    def save_data(self):
        """The reader's browser asks for little data (the Save-Data request header)."""
        return self.request.headers.get("Save-Data", "").strip().lower() == "on"

    @property
    def own_page(self):
        """This page shows what belongs to one person."""
        return getattr(self.request, "is_own_page", False)


def portal(request):
    """The context processor."""
    return {"portal": Portal(request)}


def in_language(request, code):
    """Return this page's address in another language, with its query; the same where the page has none.

    As `django.urls.translate_url` does, but for what the request is known to lead to: looking an address up takes longer than writing it. A form
    that came back stands on the page from which it was sent: its own address may take nothing but forms.
    """
    here, match = request.get_full_path(), request.resolver_match
    page = _sent_from(request) if request.method == "POST" else ""
    if page or match is None:
        return translate_url(page or here, code)
    try:
        with override(code):
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return here
    _path, mark, query = here.partition("?")
    return path + mark + query


def _sent_from(request):
    """Return the path and query of our page on which a form stood, as the browser says (RFC 9110, 10.1.3), or nothing."""
    try:
        said = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    is_ours = said.netloc == request.get_host() and not said.path.startswith("//")  # written without its host, “//x” would be somebody else's
    return said._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""


def address(name):
    """Return the address of a page by name, or nothing while that page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def known(language):
    """Return what the database said at most five seconds ago; while the database is away, what it said last."""
    read_at, value = _kept.get(language, (0, None))
    if value is not None and time.monotonic() - read_at < KEPT_SECONDS:
        return value
    try:
        value = _read(language)
    except DatabaseTrouble:
        return value or Known()
    _kept[language] = (time.monotonic(), value)
    remember_office({"city": value.city, "office": value.office, "is_demo": value.city.is_demo})
    return value


def forget():
    """Read again at the next page: something changed in this process."""
    _kept.clear()


def _read(language):
    city = City.objects.defer("logo").annotate(logo_hash=MD5("logo")).first()
    office = Office.objects.filter(is_main=True).first()
    finished = {code for code, _name in settings.LANGUAGES}
    languages = list(Language.objects.all())
    words = _office_words(office, language) if office else OfficeWords()
    return Known(
        city=_city_words(city) if city else CityWords(),
        office=words,
        offered=tuple((one.code, one.own_name) for one in languages if one.offered and one.code in finished),
        call_lines=tuple(_call_line(one, words.phone) for one in languages if one.call_line and not (one.offered and one.code in finished)),
    )


def _city_words(city):
    version = look_version(city, city.logo_hash)
    return CityWords(
        name=city.name,
        domain=city.domain,
        is_demo=city.is_demo,
        has_colors=city.has_own_colors,
        brand_url=f"{address('brand_css')}?v={version}",
        logo_url=f"{address('logo')}?v={version}" if city.logo_type else "",
    )


def _office_words(office, language):
    translated([office], language)
    return OfficeWords(
        id=office.id,
        name=office.words.name.text,
        phone=spoken_number(office.phone),
        phone_hours=office.words.phone_hours.text,
        relay=office.relay,
        email=office.email,
        address=office.address,
        help_text=office.words.help_text.text,
    )


def _call_line(language, phone):
    # The number stands in a box of its own direction, so that its parts keep their order in a right-to-left line, and on one line.
    before, has_phone, after = language.call_line.partition("{phone}")
    text = format_html('{}<bdi class="nowrap" dir="ltr">{}</bdi>{}', before, phone, after) if has_phone else before
    return {"code": language.code, "dir": language.direction, "text": text}
