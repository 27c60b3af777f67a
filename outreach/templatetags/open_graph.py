"""{% open_graph record about=… when=… %}: how messengers and social sites show the page of an opportunity, a drive or an event."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from outreach import items, pictures
from sharing.cards import SHAPES

register = template.Library()


@register.inclusion_tag("outreach/_open_graph.html", takes_context=True)
def open_graph(context, record, about="", when=""):
    """Print the tags (https://ogp.me) of a record whose words are already translated; a picture where it may be told of. No query."""
    shape = SHAPES["wide"]
    return {
        "title": record.words.title, "about": about, "when": when, "url": settings.SITE_URL + record.get_absolute_url(), "language": get_language(),
        "site": context["portal"].office.name, "picture": pictures.address_of(record, "wide", said=f"{record.words.title}|{when}") if items.is_told(record) else "",
        "width": shape.width, "height": shape.height,
    }  # fmt: skip
