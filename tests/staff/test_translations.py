"""Every record with texts for residents has a place where staff write them in other languages."""

import pytest
from django.contrib import admin
from django.forms import model_to_dict
from django.urls import reverse

from languages.admin import TranslationInline
from languages.content import translatable_models
from languages.models import Translation
from places.models import Venue
from tests.staff.conftest import signed_in
from volunteers.models import ShiftRole

TRANSLATIONS = "languages-translation-content_type-object_id"


@pytest.mark.parametrize("which", ["role", "venue"])
def test_names_of_roles_and_words_about_places_are_translated_where_they_are_kept(carla, role, venue, which):
    Venue.objects.update(transit="Bus at the door")
    ShiftRole.objects.update(name="Greeter")
    record, field, spanish = {"role": (role, "name", "Recepción"), "venue": (venue, "transit", "Autobús en la puerta")}[which]
    door = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    sent = {
        **(model_to_dict(Venue.objects.get(pk=venue.pk), exclude=["id"]) if which == "venue" else {}), "step_free": "true", "hearing_loop": "false",
        f"{TRANSLATIONS}-TOTAL_FORMS": "1", f"{TRANSLATIONS}-INITIAL_FORMS": "0",
        f"{TRANSLATIONS}-0-field": field, f"{TRANSLATIONS}-0-language": "es", f"{TRANSLATIONS}-0-text": spanish, f"{TRANSLATIONS}-0-status": "verified",
    }  # fmt: skip
    answer = signed_in(carla).post(door, {name: "" if value is None else value for name, value in sent.items()})
    assert answer.status_code == 302, answer.context["errors"]
    assert Translation.objects.values_list("object_id", "field", "text").get() == (record.pk, field, spanish)
    assert ShiftRole.objects.get().name == "Greeter"


def test_no_translatable_record_is_without_its_place(rf, carla):
    request = rf.get("/")
    request.user = carla
    missing = [
        model._meta.label
        for model in translatable_models()
        if model not in admin.site._registry or not any(issubclass(one, TranslationInline) for one in admin.site._registry[model].get_inlines(request, model()))
    ]
    assert len(translatable_models()) >= 6
    assert missing == []
