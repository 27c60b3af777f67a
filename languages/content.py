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
        texts = {field: getattr(record, field) for field in fields or record.translated_fields}
        record.words = _words(texts, language, known.get((type(record), record.pk), {}))
    return records


def words_of(model, texts, language):
    """Return {id: words} of rows of a model that were read without making records of them, from {id: {field: text}}; one query, none for English."""
    found = defaultdict(dict)
    if language != SOURCE_LANGUAGE:
        for row in verified(model, list(texts), language, sorted({field for one in texts.values() for field in one})):
            found[row.object_id][row.field] = row
    return {pk: _words(one, language, found.get(pk, {})) for pk, one in texts.items()}


def read_together(records):
    """Let the words of these records be looked up at once when those of one of them are asked for (`put_words`); returns them as a list."""
    records = list(records)
    for record in records:
        record.read_together = records
    return records


def put_words(records, language):
    """Put `.words` in a language on these records where they are missing: one query for each model at most, none for what they said before.

    Of what was read together all is looked up with the first, so a batch of letters costs a query for each language and not one for each letter.
    """
    wanted = [record for record in records if getattr(record, "words_language", None) != language]
    missing = {id(one): one for record in wanted if language not in _said(record) for one in getattr(record, "read_together", [record])}
    for record in translated(missing.values(), language):
        _said(record)[language], record.words_language = record.words, language
    for record in wanted:
        record.words, record.words_language = _said(record)[language], language


def _said(record):
    """The words of a record by language, as they were put on it."""
    return record.__dict__.setdefault("words_in", {})


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


def verified(model, ids, language, fields=None):
    """Return the verified texts of records of a model (their ids, or a query for them) in one language, as a query."""
    rows = Translation.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=ids, language=language, status=Translation.Status.VERIFIED
    )
    return rows.filter(field__in=fields) if fields else rows


def _verified(records, language, fields):
    found = defaultdict(dict)
    for model in {type(record) for record in records}:
        for row in verified(model, [record.pk for record in records if type(record) is model], language, fields):
            found[model, row.object_id][row.field] = row
    return found


def _words(texts, language, translations):
    return RecordWords({field: _text(source, language, translations.get(field)) for field, source in texts.items()})


def _text(source, language, translation):
    if translation is None or not source:
        return Words(source, is_fallback=language != SOURCE_LANGUAGE)
    return Words(translation.text, language, is_stale=translation.is_stale(source))
