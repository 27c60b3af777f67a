"""Verbs about the city: its look, neighborhoods, ZIPs and holidays. Each replaces or adds in one transaction, all or nothing."""

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from places.look import check_colors, clean_logo
from places.models import City, Holiday, Neighborhood, ZipCode
from places.outlines import center


@transaction.atomic
def save_city(*, name, domain, brand_dark, brand, brand_accent, now, logo=None, drop_logo=False):
    """Make or change the one city. Colors that cannot be read, and pictures that are none, are refused. Returns the city."""
    check_colors(brand_dark=brand_dark, brand=brand)
    city = City.objects.filter(id=1).first() or City(id=1, opened_at=now)
    city.name, city.domain = name, domain
    city.brand_dark, city.brand, city.brand_accent = brand_dark, brand, brand_accent
    if logo:
        city.logo, city.logo_type = clean_logo(logo), "image/png"
    elif drop_logo:
        city.logo, city.logo_type = None, ""
    city.save()
    return city


@transaction.atomic
def save_neighborhoods(*, found):
    """Add neighborhoods, or give known ones (case and spaces ignored) a new outline; `found` is a list of (name, geometry or None). Returns how many are new."""
    known = {comparison_key(one.name): one for one in Neighborhood.objects.all()}
    slugs = {one.slug for one in known.values()}
    new = 0
    for name, geometry in found:
        one = known.get(comparison_key(name))
        if one is None:
            one, new = Neighborhood(name=name, slug=_free_slug(name, slugs)), new + 1
            known[comparison_key(name)] = one
        if geometry:
            one.outline = geometry
            one.lat, one.lng = (round(degrees, 5) for degrees in center(geometry))
        one.save()
    _place_zip_codes()
    return new


@transaction.atomic
def save_zip_codes(*, pairs):
    """Keep exactly these ZIPs: a list of (ZIP, name of its main neighborhood). A new one lies where its neighborhood lies."""
    by_name = {comparison_key(one.name): one for one in Neighborhood.objects.defer("outline")}
    wanted = {}
    for code, name in pairs:
        neighborhood = by_name.get(comparison_key(name))
        if neighborhood is None:
            raise Refused(_("ZIP %(zip)s: we do not know a neighborhood called “%(name)s”.") % {"zip": code, "name": name}, field="zips")
        wanted[code] = neighborhood
    known = ZipCode.objects.in_bulk()
    ZipCode.objects.exclude(zip__in=wanted).delete()
    for code, neighborhood in wanted.items():
        before = known.get(code)
        if before is None or before.neighborhood_id != neighborhood.id:
            values = {"neighborhood": neighborhood, "shares": [[neighborhood.name, 100]], "lat": neighborhood.lat, "lng": neighborhood.lng}
            ZipCode.objects.update_or_create(zip=code, defaults=values)
    _place_zip_codes()
    return len(wanted)


def _place_zip_codes():
    """A ZIP that came before the outline of its neighborhood lies there from now on."""
    middle = Neighborhood.objects.filter(pk=OuterRef("neighborhood"))
    waiting = ZipCode.objects.filter(Q(lat=None) | Q(lng=None), neighborhood__lat__isnull=False, neighborhood__lng__isnull=False)
    waiting.update(lat=Subquery(middle.values("lat")), lng=Subquery(middle.values("lng")))


@transaction.atomic
def save_holidays(*, days, since):
    """Keep exactly these holidays from a day on: {date: name}; earlier ones stay as they were."""
    Holiday.objects.filter(date__gte=since).exclude(date__in=days).delete()
    for day, name in days.items():
        Holiday.objects.update_or_create(date=day, defaults={"name": name})
    return len(days)


def _free_slug(name, slugs):
    base = slugify(name)[:90] or "neighborhood"
    slug, count = base, 1
    while slug in slugs:
        count += 1
        slug = f"{base}-{count}"
    slugs.add(slug)
    return slug
