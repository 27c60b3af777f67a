"""{% day_row card times %}: one thing to do on a day of the home page."""

from django import template

from intake.shapes import Repeated

register = template.Library()

ROW = Repeated("civic/_day_row.html", "card", slots=["url", "title", "kind", "times", "neighborhood"], flags=["lang"])


@register.simple_tag
def day_row(card, times):
    """One card in one line, as templates/civic/_day_row.html says."""
    return ROW.filled(card, times=times)
