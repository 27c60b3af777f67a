"""Every part of the look on one page, to be looked at: `python frontend/specimen.py FOLDER` writes en.html, ar.html, a letter and the error pages."""

import sys
from pathlib import Path

import django
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

ROOT = Path(__file__).resolve().parent.parent


def set_up() -> None:
    """Just enough of Django to render templates: no database, no addresses."""
    sys.path.insert(0, str(ROOT))
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles", "crispy_forms", "intake"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [ROOT / "templates", ROOT / "frontend"], "APP_DIRS": True}],
        STATIC_URL="/static/",
        LANGUAGES=[("en", "English"), ("ar", "Arabic")],
        CRISPY_ALLOWED_TEMPLATE_PACKS="uswds",
        CRISPY_TEMPLATE_PACK="uswds",
        ROOT_URLCONF=__name__,
        USE_TZ=True,
    )
    django.setup()


urlpatterns: list[object] = []

PORTAL = {
    "city": {"name": "City of Boston", "domain": "boston.gov"},
    "office": {
        "name": "Office of Volunteering",
        "phone": "617-555-0142",
        "phone_hours": "Monday to Friday, 9 a.m. to 5 p.m.",
        "relay": "711",
        "email": "volunteer@example.org",
        "address": "1 City Hall Square\nBoston, MA 02201",
        "help_text": "Do you need food, a ride or company? Call us. We will find someone.",
    },
    "is_demo": True,
    "nav": [
        {"title": "Volunteer", "url": "#", "current": True},
        {"title": "Donate goods", "url": "#"},
        {"title": "My sign-ups", "url": "#"},
    ],
    "languages": [{"code": "en", "own_name": "English", "url": "en.html", "current": True}, {"code": "es", "own_name": "Español", "url": "#"}],
    "call_lines": [
        {"code": "ht", "dir": "ltr", "text": "Rele nou. Entèprèt la gratis."},
        {"code": "vi", "dir": "ltr", "text": "Hãy gọi cho chúng tôi. Có thông dịch viên miễn phí."},
        {"code": "zh-hans", "dir": "ltr", "text": "请致电我们。口译员免费。"},
        {"code": "ar", "dir": "rtl", "text": "اتصل بنا. المترجم الفوري مجاني."},
        {"code": "ru", "dir": "ltr", "text": "Позвоните нам. Переводчик бесплатно."},
    ],
}


def sign_up_form(data: dict[str, str] | None = None) -> forms.Form:
    """One field of each kind, as a sign-up asks them."""

    class SignUpForm(forms.Form):
        name = forms.CharField(label="Your name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
        email = forms.EmailField(label="Email", required=False, help_text="We send a code to this address. It takes a minute.")
        phone = forms.CharField(label="Phone", required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        party_size = forms.IntegerField(label="How many of you come?", min_value=1, max_value=10, initial=1)
        language = forms.ChoiceField(label="Which language do you read best?", choices=[("en", "English"), ("es", "Español")])
        reach = forms.ChoiceField(label="How should we reach you?", choices=[("email", "Email"), ("phone", "Phone call")], widget=forms.RadioSelect)
        interests = forms.MultipleChoiceField(
            label="What do you like to do?",
            required=False,
            choices=[("food", "Food"), ("parks", "Parks"), ("tutoring", "Tutoring")],
            widget=forms.CheckboxSelectMultiple,
        )
        on = forms.DateField(label="From which day?", required=False, widget=forms.DateInput(attrs={"type": "date"}))
        notes = forms.CharField(label="Anything we should know?", required=False, widget=forms.Textarea(attrs={"rows": 4}))
        own_device = forms.BooleanField(label="This is my own device", required=False, help_text="We remember you here. Leave it empty at a library.")
        key = forms.CharField(widget=forms.HiddenInput, required=False)

    form = SignUpForm(data, auto_id="id_wrong_%s" if data else "id_%s")
    form.fields["email"].one_of = form.fields["phone"].one_of = True
    return form


def cards() -> list[dict[str, object]]:
    """Opportunities with room, nearly full, full and in another language, open to any number, called off."""
    when = "Saturday, October 10, 9 a.m. to noon"
    shown = [
        {
            "url": "#",
            "title": "Sort food at the pantry",
            "when": when,
            "place": "Dorchester House",
            "neighborhood": "Dorchester",
            "left": 3,
            "places": 10,
            "family_friendly": True,
            "step_free": True,
        },
        {
            "url": "#",
            "title": "Plant street trees with your neighbors along Blue Hill Avenue",
            "when": when,
            "neighborhood": "Roxbury",
            "left": 1,
            "places": 24,
            "urgent": True,
            "distance": "0.4 miles away",
        },
        {"url": "#", "title": "Llamar a personas mayores", "lang": "es", "when": when, "left": 0, "places": 6, "remote": True},
        {"url": "#", "title": "Clean the Muddy River", "when": when, "place": "Riverway", "neighborhood": "Fenway", "any_number": True},
        {"url": "#", "title": "Read to children", "when": when, "place": "Egleston Branch Library", "neighborhood": "Roxbury", "cancelled": True},
    ]
    for card in shown:
        if "places" in card:
            card["progress"] = render_to_string("_progress.html", {"left": card["left"], "total": card["places"], "words": ""})
    return shown


def context() -> dict[str, object]:
    """Everything the specimen shows."""
    bad = {"name": "", "email": "vera@", "party_size": "30", "language": "xx", "reach": ""}
    facts = [
        {"icon": "event", "label": "When", "text": "Saturday, October 10, 9 a.m. to noon"},
        {"icon": "location_on", "label": "Where", "text": "Dorchester House, 1353 Dorchester Avenue", "url": "#"},
        {"icon": "accessible_forward", "label": "Step-free", "text": "Yes, with an elevator"},
        {"icon": "phone", "label": "Questions", "text": "Carla, 617-555-0107"},
    ]
    return {"portal": PORTAL, "form": sign_up_form(), "wrong": sign_up_form(bad), "cards": cards(), "facts": facts}


def main(folder: Path) -> None:
    """Write the pages into the folder, which a plain file server shows beside /static/."""
    set_up()
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("en", "ar"):
        with override(language):
            (folder / f"{language}.html").write_text(render_to_string("specimen.html", context()))
            letter = {"language": language, "direction": "rtl" if language == "ar" else "ltr", "title": "You are signed up for Saturday", **PORTAL}
            (folder / f"letter_{language}.html").write_text(render_to_string("specimen_letter.html", letter))
    for status in ("400", "403", "404", "413", "422", "429", "500", "503", "csrf"):
        known = {} if status == "500" else {"portal": PORTAL, "minutes": 5}
        (folder / f"{status}.html").write_text(render_to_string(f"errors/{status}.html", {"title": "What happened", **known}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
