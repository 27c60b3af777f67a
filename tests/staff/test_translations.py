"""Every record with texts for residents has a place where staff write them in other languages."""

import pytest
from django.contrib import admin
from django.forms import model_to_dict
from django.urls import reverse
from django.utils import timezone

from languages.admin import TranslationInline
from languages.content import set_translation, translatable_models
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


def test_a_text_that_still_fits_after_a_correction_of_the_english_one_is_said_to_fit_without_changing_it(carla, venue):
    texts = [("transit", "Bus at the door", "Autobús en la puerta"), ("parking", "Street parking", "Estacionamiento en la calle")]
    for field, english, spanish in texts:
        setattr(venue, field, english)
        set_translation(record=venue, field=field, language="es", text=spanish, status=Translation.Status.VERIFIED, now=timezone.now())
    Venue.objects.update(transit="Bus at the door.", parking="Street parking.")
    change = reverse("admin:places_venue_change", args=[venue.pk])
    browser = signed_in(carla)
    sent = rows_as_shown(browser.get(change))
    assert browser.post(change, sent).status_code == 302
    assert stale_fields() == {"transit", "parking"}  # nothing was said about them
    first = next(name for name, value in sent.items() if name.endswith("-field") and value == "transit").removesuffix("-field")
    assert browser.post(change, sent | {f"{first}-still_fits": "on"}).status_code == 302
    assert stale_fields() == {"parking"}
    page = browser.get(change).context["inline_admin_formsets"][0].formset
    assert {form.instance.field: form.fields["still_fits"].disabled for form in page.initial_forms} == {"transit": True, "parking": False}
    assert set(Translation.objects.values_list("text", flat=True)) == {spanish for _field, _english, spanish in texts}


def rows_as_shown(page):
    """What the form and the rows below it send when nothing is touched."""
    forms = [page.context["adminform"].form, *(form for inline in page.context["inline_admin_formsets"] for form in inline.formset.initial_forms)]
    sent = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    sent |= {f"{TRANSLATIONS}-TOTAL_FORMS": len(forms) - 1, f"{TRANSLATIONS}-INITIAL_FORMS": len(forms) - 1}
    return {name: "" if value is None else value for name, value in sent.items() if value is not False}


def stale_fields():
    return {text.field for text in Translation.objects.all() if text.is_stale(getattr(text.record, text.field))}


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
