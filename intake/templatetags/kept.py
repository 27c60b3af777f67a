"""Parts of pages that are the same for everybody, written once."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_kept: dict[tuple[str, str | None], tuple[object, SafeString]] = {}


@register.simple_tag(takes_context=True)
def kept(context: Context, template_name: str, known: object = None, name: str = "") -> SafeString:
    """Print a part rendered once per language and process, for as long as `known` is the same object; without it, render anew.

    The part sees nothing but `portal`, and `known` under a name of its own if it has one: it may show only what is in `known`, never what belongs
    to a request or a person.
    """
    words = {"portal": context.get("portal")} | ({name: known} if name else {})
    if not known:
        return render_to_string(template_name, words)
    key = (template_name, get_language())
    source, text = _kept.get(key, (None, None))
    if source is not known:
        text = render_to_string(template_name, words)
        _kept[key] = (known, text)
    return text
