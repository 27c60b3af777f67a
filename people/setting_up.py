"""Verbs of the set-up: offices, and the interests that are offered."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import Interest, Office


@transaction.atomic
def save_office(*, values, office=None):
    """Make an office, or change one; the first one is the main office. Raises Refused for a name that another one has, and as `check_hours` does."""
    check_hours(opens=values["opens"], closes=values["closes"])
    office = office or Office()
    if Office.objects.filter(name__iexact=values["name"]).exclude(pk=office.pk).exists():
        raise Refused(_("Another office has this name."), field="name")
    for field, value in values.items():
        setattr(office, field, value)
    office.slug = office.slug or _free_slug(values["name"])
    office.is_main = office.is_main or is_first()
    office.save()
    return office


def is_first():
    """Tell whether no office is the main one yet: without it the portal says to everybody that it is not set up."""
    return not Office.objects.filter(is_main=True).exists()


def check_hours(*, opens, closes):
    """People are told by when they are called. Raises Refused for an office that closes before it opens."""
    if opens >= closes:
        raise Refused(_("The office closes after it opens."), field="closes")


@transaction.atomic
def offer_interests(*, codes):
    """Offer exactly these interests as filters."""
    Interest.objects.filter(offered=True).exclude(code__in=codes).update(offered=False)
    Interest.objects.filter(code__in=codes, offered=False).update(offered=True)


def _free_slug(name):
    base = slugify(name)[:50] or "office"
    slug, count = base, 1
    while Office.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug
