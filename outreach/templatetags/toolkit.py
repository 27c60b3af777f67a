"""{% change_page_of record %}: where staff change a record."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def change_page_of(record):
    """Return the address of the change form of a record."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
