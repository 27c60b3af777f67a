"""The shape of what is typed to ask for a pick-up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.actions.pick_ups import Form
from donations.models import PickUpRequest
from donations.pick_up_words import window_words
from intake.fields import LineField, ParagraphsField
from mailing.forms import ContactForm

ANY_TIME = "any"
_ZIP = _("Enter the five digits of your ZIP code, such as 02128.")


class ZipField(LineField):
    """Five digits, in digits of any script; a ZIP+4 is read as its first five."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("ZIP code"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "class": "narrow"}))
        super().__init__(max_length=10, error_messages={"required": _ZIP, "max_length": _ZIP}, **kwargs)

    def to_python(self, value):
        typed = super().to_python(value)
        digits = "".join(str(int(character)) for character in typed if character.isdecimal())
        if typed and (len(digits) not in {5, 9} or any(not (character.isdecimal() or character in "- ") for character in typed)):
            raise forms.ValidationError(_ZIP, code="invalid")
        return digits[:5]


class ZipForm(forms.Form):
    """Where the things are: it decides which times there are to choose from."""

    zip = ZipField(label=_("ZIP code of the address where we pick up"))


class PickUpForm(ContactForm):
    """Where, what, how much, when: and whom to ask."""

    address = LineField(
        label=_("Street address"), max_length=200, help_text=_("With the number of the apartment, and where to ring."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Enter the street address where we pick up."), "max_length": _("This address is too long: at most %(limit_value)d letters fit.")},
    )  # fmt: skip
    zip = ZipField()
    what = ParagraphsField(
        label=_("What do you give?"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Such as “winter coats for children, six bags”."),
        error_messages={"required": _("Tell us what you give, in a few words.")},
    )  # fmt: skip
    size = forms.ChoiceField(
        label=_("How much is it?"), choices=PickUpRequest.Size, widget=forms.RadioSelect, error_messages={"required": _("Choose how much it is.")}
    )
    stairs = forms.ChoiceField(
        label=_("Are there stairs?"), choices=PickUpRequest.Stairs, widget=forms.RadioSelect, error_messages={"required": _("Choose whether there are stairs.")}
    )
    leave_outside = forms.BooleanField(
        label=_("I leave it outside"), required=False, help_text=_("Where our driver sees it, dry, and in the time you choose. You need not be at home.")
    )
    window = forms.ChoiceField(
        label=_("When can we come?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose a time, or that none of them suits."), "invalid_choice": _("We cannot come at this time any more. Please choose another.")},
    )  # fmt: skip
    notes = ParagraphsField(
        label=_("Anything we should know?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as when you are at home, or where to park. Please no card or social security numbers."),
    )  # fmt: skip
    organization = LineField(label=_("Organization, if you ask for one"), required=False, max_length=150)

    def __init__(self, *args, drive, windows, **kwargs):
        super().__init__(*args, **kwargs)
        none = _("None of these times suits me: please propose one") if windows else _("Please propose a time")
        self.fields["window"].choices = [*((str(window.pk), window_words(window)) for window in windows), (ANY_TIME, none)]
        if not windows:
            self.fields["window"].initial = ANY_TIME
        if not drive.offers_leave_outside:
            del self.fields["leave_outside"]
        self.order_fields(
            ["address", "zip", "what", "size", "stairs", "leave_outside", "window", "notes", "organization", "name", "email", "phone", "language", "own_device"]
        )

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        names = ("name", "email", "phone", "address", "zip", "what", "size", "stairs", "notes", "organization")
        window = None if typed["window"] == ANY_TIME else int(typed["window"])
        return Form(
            **{name: typed[name] for name in names}, language=typed["language"] or default_language, window=window,
            leave_outside=typed.get("leave_outside", False),
        )  # fmt: skip
