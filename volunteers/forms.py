"""The shape of what residents type: a name, a way to reach them, how many come."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.form_keys import new_key
from volunteers.actions.sign_up import Form

MOST_PEOPLE = 500


class PartySizeField(forms.IntegerField):
    """How many come, the person included; digits of any script are read. How many one address may bring is the verb's to say."""

    default_error_messages = {"required": _("Enter how many people come, you included."), "invalid": _("Enter a whole number such as 1 or 2.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("How many, with you"))
        kwargs.setdefault("widget", forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": 50, "class": "narrow"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str) and len(value) > 9:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        number = super().to_python(value)
        if number is not None and number < 1:
            raise forms.ValidationError(_("At least one person comes: enter 1 or more."), code="min_value")
        if number is not None and number > MOST_PEOPLE:
            raise forms.ValidationError(_("That is a large group. Please call us."), code="max_value")
        return number


class SignUpForm(forms.Form):
    """One page, few questions: name, email or phone, how many, language, and what would help."""

    name = LineField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Enter your name, or the name of the person you sign up."),
            "max_length": _("This name is too long: at most %(limit_value)d letters fit. Please shorten it."),
        },
    )  # fmt: skip
    email = EmailField(label=_("Email"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}))
    phone = PhoneField(
        label=_("Phone"), required=False, help_text=_("No email? Give us a phone number and we will call you."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    party_size = PartySizeField(initial=1)
    language = forms.ChoiceField(
        label=_("We will write to you in"), required=False, error_messages={"invalid_choice": _("Please choose one of the languages.")}
    )
    notes = ParagraphsField(
        label=_("What would help you take part?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example an interpreter, a chair, or a ride. You do not have to say why."),
    )  # fmt: skip
    own_device = forms.BooleanField(
        label=_("This is my own device"), required=False, help_text=_("Leave it empty on a shared computer: then nothing is remembered here.")
    )
    waitlist = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(
        required=False, max_length=43, widget=forms.HiddenInput, initial=new_key,
        error_messages=dict.fromkeys(["max_length", "null_characters_not_allowed"], _("This form is too old. Please send it again.")),
    )  # fmt: skip

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, get_language_info(code)["name_local"]) for code in languages if code in dict(settings.LANGUAGES)]
        self.fields["email"].one_of = self.fields["phone"].one_of = True
        self.fields["language"].one_of = True  # one language is always chosen: it is not called optional

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone") or self.errors.get("email") or self.errors.get("phone")):
            self.add_error("email", _("Enter an email address or a phone number, so that we can reach you."))
        return cleaned

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], party_size=typed["party_size"],
            language=typed["language"] or default_language, notes=typed["notes"], waitlist=typed["waitlist"] == "1",
        )  # fmt: skip


class StandInForm(SignUpForm):
    """Who takes the place: it passes over as it is, so nobody is asked how many come."""

    party_size = waitlist = notes = None

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        self.cleaned_data |= {"party_size": 1, "waitlist": "", "notes": ""}
        return super().to_form(default_language)


class PartySizeForm(forms.Form):
    """Another number of people."""

    party_size = PartySizeField()
