"""Who writes: the office and the city as letters name them, in the reader's language."""

from django.conf import settings

from intake.phones import spoken_number
from languages.content import translated
from places.models import City

_FINISHED = frozenset(code for code, _name in settings.LANGUAGES)


def written_language(code):
    """Return the language a letter can be written in: the reader's when its interface is finished, else English."""
    return code if code in _FINISHED else settings.LANGUAGE_CODE


def office_words(office, language):
    """Return name, phone, hours, email and postal address of an office; empty words when there is none."""
    if office is None:
        return {"name": "", "phone": "", "phone_hours": "", "relay": "", "email": "", "address": ""}
    translated([office], language)
    words = {field: str(office.words[field]) if field in office.words else getattr(office, field) for field in ("name", "phone_hours", "address")}
    return {**words, "phone": spoken_number(office.phone), "relay": office.relay, "email": office.email}


def city_words():
    """Return the city's name; empty before the set-up."""
    name = City.objects.values_list("name", flat=True).first()
    return {"name": name or ""}
