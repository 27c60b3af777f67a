"""{% writes_in ref language %}: in which language the owner of a thing is written to, with the way to change it."""

from django import template
from django.apps import apps

from mailing.reach.speaking import has_language
from mailing.writing.sender import written_language

register = template.Library()
register.filter("written_language", written_language)  # the language a letter to somebody is really in


@register.inclusion_tag("mailing/_writes_in.html")
def writes_in(ref, language=""):
    """Print the sentence; where the language is not at hand, one query finds it. Nothing for what keeps no language."""
    language = language or _language_of(ref)
    return {"ref": ref, "code": written_language(language) if language else ""}


def _language_of(ref):
    label, _colon, number = ref.partition(":")
    model = apps.get_model(label)
    return model.objects.filter(pk=number).values_list("language", flat=True).first() if has_language(model) else ""
