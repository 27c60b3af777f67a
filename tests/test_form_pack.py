"""The form pack writes what Django's own widgets write, in the design system's words, and escapes everything."""

import datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.utils.translation import override

from intake.templatetags import kept, uswds

PAYLOAD = "\"><script>alert(1)</script>&'"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


class EveryField(forms.Form):
    name = forms.CharField(help_text="As on your library card")
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}))
    phone = forms.CharField(required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    party = forms.IntegerField(min_value=1, max_value=9, initial=2)
    day = forms.DateField(required=False, initial=datetime.date(2026, 10, 10), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(required=False, choices=[("", "—"), ("es", "Español"), ("More", [("ar", "العربية")])], initial="es")
    own_device = forms.BooleanField(required=False, initial=True)
    secret = forms.CharField(required=False, widget=forms.HiddenInput, initial="abc")


class Nodes(forms.Form):
    reach = forms.ChoiceField(choices=[("email", "Email"), ("phone", "Phone")], widget=forms.RadioSelect, initial="phone")
    likes = forms.MultipleChoiceField(required=False, choices=[("food", "Food"), ("parks", "Parks")], widget=forms.CheckboxSelectMultiple, initial=["parks"])


def attributes(html):
    """The tags with their attributes, whatever the order of these."""
    reader = Tags()
    reader.feed(html)
    return reader.found


def without_class(tags):
    return [(tag, {name: value for name, value in attrs.items() if name != "class"}) for tag, attrs in tags]


@pytest.mark.parametrize(
    "data",
    [None, {}, {"name": PAYLOAD, "email": PAYLOAD, "party": "x", "day": "soon", "notes": PAYLOAD, "language": PAYLOAD, "own_device": "on", "secret": PAYLOAD}],
)
@pytest.mark.parametrize("name", list(EveryField.base_fields))
def test_a_control_has_the_attributes_that_django_gives_it(name, data):
    field = EveryField(data)[name]
    assert without_class(attributes(uswds.control(field))) == without_class(attributes(field.as_widget()))


@pytest.mark.parametrize("name", list(EveryField.base_fields))
def test_what_was_typed_runs_nowhere(name):
    form = EveryField(dict.fromkeys(EveryField.base_fields, PAYLOAD))
    form.fields[name].label = PAYLOAD
    assert "<script" not in uswds.usa_field(form[name])


def test_a_label_that_is_not_escaped_would_be_noticed():
    form = EveryField()
    form.fields["name"].help_text = PAYLOAD  # help texts are ours and may hold markup, as everywhere in Django
    assert "<script" in uswds.usa_field(form["name"])


def test_a_textarea_keeps_a_first_empty_line():
    assert uswds.control(EveryField({"notes": "\nsecond"})["notes"]).endswith(">\n\nsecond</textarea>")


def test_what_may_stay_empty_says_so_unless_one_of_several_is_needed():
    form = EveryField()
    assert "(optional)" not in uswds.usa_field(form["name"])
    assert "(optional)" in uswds.usa_field(form["phone"])
    form.fields["phone"].one_of = True
    assert "(optional)" not in uswds.usa_field(form["phone"])


def test_an_error_stands_beside_its_field_and_is_named_by_it():
    html = uswds.usa_field(EveryField({})["name"])
    assert '<span class="usa-error-message" id="id_name_error">' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_is_a_fieldset_and_its_link_leads_to_the_first_choice():
    form = Nodes()
    html = uswds.usa_field(form["reach"])
    assert "<fieldset" in html
    assert "<legend" in html
    assert uswds.target(form["reach"]) == "id_reach_0"
    checked = [attrs["value"] for tag, attrs in attributes(html + uswds.usa_field(form["likes"])) if "checked" in attrs]
    assert checked == ["phone", "parks"]


def test_a_part_is_kept_per_language_until_the_portal_reads_anew():
    class Known:
        pass

    def footer(name, known):
        return kept.kept({"portal": {"office": {"name": name}}}, "_footer.html", known)

    first, second = Known(), Known()
    assert "Carla’s office" in footer("Carla’s office", first)
    assert "Carla’s office" in footer("Another name", first)
    assert "Another name" in footer("Another name", second)
    with override("es"):
        assert "Oficina" in footer("Oficina", second)
    assert "Nobody kept this" in footer("Nobody kept this", None)
