"""Addresses that make themselves from a title."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.text import slugify


def free_slug(title: str, *, among: QuerySet, otherwise: str, never: Collection[str] = ()) -> str:
    """Return an address made from a title that none of these records has; `otherwise` where a title has no letters for it.

    What stands in `never` is the address of something else.
    """
    slug = slugify(title)[:150] or otherwise
    taken = {*never, *among.filter(slug__startswith=slug).values_list("slug", flat=True)}
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
