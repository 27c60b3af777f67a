"""What the steps of the set-up ask: shape only, the rules belong to the verbs."""

import re
from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake.day_lists import sensible
from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.refusal import Refused
from languages.models import Language
from languages.names import in_words
from languages.offer import offered_codes
from people.models import Office, OfficeRole
from places.holidays import federal, massachusetts
from places.look import official_domain

_ZIP_LINE = re.compile(r"^(\d{5})[\s,;]+(.+)$")
_DAY_LINE = re.compile(r"^(\d{4}-\d{2}-\d{2})[\s,;]+(.+)$")
TEXT = {"rows": 8, "cols": 60}
SATURDAY = 5
LONGEST_NAME = 100


class ColorField(forms.RegexField):
    """A color like #1871BD."""

    def __init__(self, **kwargs):
        super().__init__(
            r"^#[0-9a-fA-F]{6}$", widget=forms.TextInput(attrs={"type": "color"}), error_messages={"invalid": _("A color like #091F2F.")}, **kwargs
        )


class CityForm(forms.Form):
    """The city: name, official domain, clock and look."""

    name = LineField(label=_("Name of the city"), max_length=100)
    domain = LineField(
        label=_("Official domain"),
        max_length=100,
        required=False,
        help_text=_("Such as boston.gov. Until it is set, every page says that this is not an official website."),
    )
    brand_dark = ColorField(label=_("Dark color"), help_text=_("Behind white text, at the top of every page."))
    brand = ColorField(label=_("Color of links and buttons"))
    brand_accent = ColorField(label=_("Accent"), help_text=_("One large shape on the home page; never text."))
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, up to 300 KB. We draw it anew, 132 pixels high."))
    drop_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def clean_domain(self):
        try:
            return official_domain(self.cleaned_data["domain"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class OfficeForm(forms.Form):
    """An office: how people reach it, and what it says to who needs help."""

    name = LineField(label=_("Name of the office"), max_length=150)
    phone = PhoneField(label=_("Phone"))
    phone_hours = LineField(label=_("Phone hours, in words"), max_length=120, help_text=_("Such as: Monday to Friday, 9 a.m. to 5 p.m."))
    relay = LineField(
        label=_("Relay number"), max_length=20, initial="711", help_text=_("For deaf and hard of hearing callers; 711 works everywhere in the United States.")
    )
    email = EmailField(label=_("Email"), help_text=_("Answers to letters arrive here."))
    address = LineField(label=_("Postal address"))
    opens = forms.TimeField(label=_("Opens"), initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(
        label=_("Closes"),
        initial="17:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("People without email are called before this time of the next office day."),
    )
    places_per_address = forms.IntegerField(label=_("Most places one address may hold on a shift"), min_value=1, max_value=100, initial=6)
    places_per_group = forms.IntegerField(label=_("Most places a group may take on the form"), min_value=1, max_value=500, initial=20)
    help_text = ParagraphsField(
        label=_("“Need help yourself?”"),
        max_length=600,
        required=False,
        help_text=_("Your own words for people who need help. They stand on every page."),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )


class LanguagesForm(forms.Form):
    """Which finished languages the selector offers, and one line for each of the others."""

    offered = forms.MultipleChoiceField(
        label=_("Offered in the selector"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Only languages whose every page is translated.")
    )

    def __init__(self, *args, languages=(), **kwargs):
        super().__init__(*args, **kwargs)
        finished = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
        self.fields["offered"].choices = [(one.code, f"{one.own_name} ({in_words(one.code, one.name)})") for one in languages if one.code in finished]
        for one in languages:
            if one.code != settings.LANGUAGE_CODE:
                attrs = {"lang": one.code, "dir": one.direction}
                field = LineField(
                    label=f"{one.own_name} ({in_words(one.code, one.name)})",
                    max_length=300,
                    required=False,
                    initial=one.call_line,
                    widget=forms.TextInput(attrs=attrs),
                )
                field.help_text = _("One line in this language: call {phone}, an interpreter is free. {phone} becomes your number.")
                self.fields[f"line_{one.code}"] = field

    @property
    def call_lines(self):
        """{code: words} as typed."""
        return {name.removeprefix("line_"): words for name, words in self.cleaned_data.items() if name.startswith("line_")}


class NeighborhoodsForm(forms.Form):
    """A file with outlines, or names without a map."""

    outlines = forms.FileField(
        label=_("GeoJSON file"),
        required=False,
        help_text=_("A FeatureCollection in WGS 84 with one Polygon or MultiPolygon for each neighborhood, up to 5 MB."),
    )
    name_property = LineField(label=_("Property with the name"), max_length=60, required=False, help_text=_("Only if it is not called “name”."))
    names = ParagraphsField(label=_("Or names, one on each line"), max_length=20_000, required=False, widget=forms.Textarea(attrs=TEXT))

    def clean(self):
        values = super().clean()
        if not values.get("outlines") and not values.get("names") and not self.errors:
            self.add_error("names", _("Choose a file, or write the names."))
        return values

    def clean_names(self):
        names = list(dict.fromkeys(line for line in self.cleaned_data["names"].splitlines() if line))
        for name in names:
            _check_name(name)
        return names


class ZipCodesForm(forms.Form):
    """ZIPs, each with its main neighborhood."""

    zips = ParagraphsField(
        label=_("ZIP codes"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 60}),
        help_text=_("One on each line: the ZIP, then its main neighborhood. Such as: 02128 East Boston"),
    )

    delete_all = forms.BooleanField(label=_("Yes, delete all ZIP codes"), required=False)

    def __init__(self, *args, are_known, **kwargs):
        super().__init__(*args, **kwargs)
        self.are_known = are_known
        if not are_known or not self._is_emptied():
            del self.fields["delete_all"]

    def _is_emptied(self):
        return self.is_bound and not self.data.get("zips", "").strip()

    def clean_zips(self):
        return lines_of(self.cleaned_data["zips"], _ZIP_LINE, _("Line %(number)s is not a ZIP and a name: “%(line)s”."))

    def clean(self):
        values = super().clean()
        if self.are_known and self._is_emptied() and not values.get("delete_all"):
            self.add_error("delete_all", _("The box is empty. Do you want to delete all ZIP codes?"))
        return values


class HolidaysForm(forms.Form):
    """Days on which the office is closed: nobody is promised a call on them."""

    ticked = forms.MultipleChoiceField(label=_("Holidays"), required=False, widget=forms.CheckboxSelectMultiple)
    others = ParagraphsField(
        label=_("Other days, one on each line"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs=TEXT),
        help_text=_("The date, then the name. Such as: 2027-06-17 Bunker Hill Day"),
    )

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ticked"].choices = choices

    def clean_others(self):
        found = lines_of(self.cleaned_data["others"], _DAY_LINE, _("Line %(number)s is not a date and a name: “%(line)s”."))
        try:
            days = [(date.fromisoformat(day), name) for day, name in found]
        except ValueError:
            raise forms.ValidationError(_("A date like 2027-06-17.")) from None
        for day, name in days:
            sensible(day)
            _check_name(name)
        return days


class InterestsForm(forms.Form):
    """Which interests people can filter by."""

    offered = forms.MultipleChoiceField(
        label=_("Offered as filters"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("About twenty is a good number.")
    )

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offered"].choices = choices


class InvitationForm(forms.Form):
    """Somebody who shall work here."""

    name = LineField(label=_("Name"), max_length=150)
    email = EmailField(label=_("Email"), help_text=_("We send a letter with a link to choose a password."))
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    role = forms.ChoiceField(label=_("Role"), choices=OfficeRole.Role.choices, initial=OfficeRole.Role.COORDINATOR)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=[])

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["language"].choices = list(Language.objects.filter(code__in=offered_codes()).values_list("code", "own_name")) or [("en", "English")]


class TestLetterForm(forms.Form):
    """Where to send a letter to see that letters arrive."""

    __test__ = False  # no test class, whatever its name looks like
    address = EmailField(label=_("Send a test letter to"))


class EmptyingForm(forms.Form):
    """Typing the name of the demonstration's city means it."""

    typed = LineField(label=_("Type the name of the city of the demonstration"), max_length=100)


def lines_of(text, pattern, refusal):
    """Return the two parts of each line of a text; raise ValidationError with the first line that does not fit."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = pattern.match(line)
        if line and not match:
            raise forms.ValidationError(refusal % {"number": number, "line": line[:60]})
        if match:
            found.append((match[1], match[2].strip()))
    return found


def _check_name(name):
    """Raise ValidationError for a name of a line that is longer than what keeps it."""
    if len(name) > LONGEST_NAME:
        raise forms.ValidationError(_("A name has at most 100 letters."))


def computed_holidays(today):
    """Return {date: (name, is federal)} of this and the next year from today on: the federal days off, and other weekdays kept in Massachusetts."""
    found = {}
    for year in range(today.year, today.year + 3):  # the New Year’s Day after next may be kept on the last day of next year
        found |= {day: (name, False) for day, name in massachusetts(year).items() if day.weekday() < SATURDAY}
        found |= {day: (name, True) for day, name in federal(year).items()}
    return dict(sorted((day, words) for day, words in found.items() if day >= today and day.year <= today.year + 1))
