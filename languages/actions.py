"""Verbs about the city's languages."""

from django.db import transaction

from languages.models import Language


@transaction.atomic
def save_languages(*, offered, call_lines):
    """Offer exactly these languages in the selector; the others keep their line, {code: words}, in their own words."""
    for language in Language.objects.all():
        language.offered = language.code in offered
        language.call_line = call_lines.get(language.code, language.call_line)
        language.save(update_fields=["offered", "call_line"])
