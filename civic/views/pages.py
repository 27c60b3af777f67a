"""Pages that stand still: privacy, accessibility, and three small files."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from civic.context import known
from languages.formats import weekday_date
from places.look import style_sheet
from places.models import City

ACCESSIBILITY_CHECKED_ON = date(2026, 11, 21)
A_YEAR = 60 * 60 * 24 * 365
SECURITY_TXT_LIVES = timedelta(days=180)


@require_safe
@cache_control(public=True, max_age=5)
def privacy(request):
    """What we ask, why, who sees it, how long we keep it."""
    return render(request, "civic/privacy.html")


@require_safe
@cache_control(public=True, max_age=5)
def accessibility(request):
    """The accessibility statement, with the day of the last check."""
    return render(request, "civic/accessibility.html", {"checked_on": weekday_date(ACCESSIBILITY_CHECKED_ON, today=date.min)})


def _version(request):
    return f'"{request.GET.get("v", "0")[:20]}"' if request.GET.get("v", "").isalnum() else None


@require_safe
@condition(etag_func=_version)
def brand_css(request):
    """The city's colors as CSS variables; its address changes with them, so a browser may keep it for a year."""
    city = City.objects.defer("logo").first()
    return _kept_for_long(request, HttpResponse(style_sheet(city) if city else "", content_type="text/css; charset=utf-8"))


@require_safe
@condition(etag_func=_version)
def logo(request):
    """The city's logo as it was drawn anew at upload."""
    city = City.objects.exclude(logo=None).first()
    if city is None:
        raise Http404
    return _kept_for_long(request, HttpResponse(bytes(city.logo), content_type=city.logo_type))


def _kept_for_long(request, answer):
    answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if request.GET.get("v") else "public, max-age=60"
    return answer


@require_safe
def security_txt(request):
    """Whom to tell about a weakness (RFC 9116); it expires in half a year at the latest, counted from the first of the month."""
    office = known(settings.LANGUAGE_CODE).office
    if not office.email:
        raise Http404
    month = timezone.now().date().replace(day=1)
    expires = datetime.combine(month + SECURITY_TXT_LIVES, time(), tzinfo=UTC)
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = [
        f"Contact: mailto:{office.email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
