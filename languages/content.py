"""Texts of records in the reader's language: verified translations only, with one query for a whole list."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from languages.models import Translation, source_hash

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it is really in."""

    text: str
    language: str = SOURCE_LANGUAGE
    is_fallback: bool = False
    is_stale: bool = False

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)


class RecordWords(dict):
    """The words of one record by field: `record.words.title`, or `record.words["title"]`."""

    def __getattr__(self, field):
        try:
            return self[field]
        except KeyError:
            raise AttributeError(field) from None

    @property
    def has_fallback(self):
        """Some text is not yet in the reader's language."""
        return any(words.is_fallback and words.text for words in self.values())

    @property
    def has_stale(self):
        """Some text is older than the English one."""
        return any(words.is_stale for words in self.values())


def translated(records, language, fields=None):
    """Put `.words` on each record and return the records as a list; one query for each model among them, none for English."""
    records = list(records)
    known = _verified(records, language, fields) if language != SOURCE_LANGUAGE else {}
    for record in records:
        translations = known.get((type(record), record.pk), {})
        record.words = RecordWords({field: _words(record, field, language, translations.get(field)) for field in fields or record.translated_fields})
    return records


def translatable_models():
    """Return every model that has texts to translate."""
    return [model for model in apps.get_models() if getattr(model, "translated_fields", ())]


@transaction.atomic
def set_translation(*, record, field, language, text, status, now):
    """Write one field's text in one language, made from today's English; an empty text removes it. Raise Refused for a field that has none."""
    if field not in getattr(record, "translated_fields", ()) or language == SOURCE_LANGUAGE:
        raise Refused(_("This text is not translated."))
    place = {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk, "field": field, "language": language}
    if not text.strip():
        Translation.objects.filter(**place).delete()
        return None
    values = {"text": text.strip(), "status": status, "source_hash": source_hash(getattr(record, field))}
    translation, _created = Translation.objects.update_or_create(**place, defaults=values)
    Translation.objects.filter(pk=translation.pk).update(changed_at=now)
    return translation


def copy_translations(copies):
    """Give copies of records ({record: its copy}) their texts in the other languages too, as they stand; two queries a model."""
    for model in {type(record) for record in copies}:
        kind = ContentType.objects.get_for_model(model)
        to = {record.pk: copied.pk for record, copied in copies.items() if type(record) is model}
        texts = Translation.objects.filter(content_type=kind, object_id__in=to).values("object_id", "field", "language", "text", "status", "source_hash")
        new = [Translation(content_type=kind, **{**one, "object_id": to[one["object_id"]]}) for one in texts]
        Translation.objects.bulk_create(new, batch_size=1000)


def _verified(records, language, fields):
    found = defaultdict(dict)
    for model in {type(record) for record in records}:
        rows = Translation.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=[record.pk for record in records if type(record) is model],
            language=language,
            status=Translation.Status.VERIFIED,
        )
        for row in rows.filter(field__in=fields) if fields else rows:
            found[model, row.object_id][row.field] = row
    return found


def _words(record, field, language, translation):
    source = getattr(record, field)
    if translation is None or not source:
        return Words(source, is_fallback=language != SOURCE_LANGUAGE)
    return Words(translation.text, language, is_stale=translation.is_stale(source))
