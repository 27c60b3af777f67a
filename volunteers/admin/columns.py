"""Columns that several lists of the staff site show."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


def roster_link(shift):
    """Return a link to the roster of a shift."""
    return format_html('<a href="{}">{}</a>', reverse("admin:roster", args=[shift.pk]), _("Roster"))
