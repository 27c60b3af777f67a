"""The shape of a pledge: a number beside each item, a place, a day, and who promises."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations import eligibility
from donations.actions.pledges import Form, Plan
from intake.fields import LineField, NumberField
from intake.sensitive import REFUSAL, NotesField, has_sensitive_number
from mailing.forms import ContactForm
from sharing.heard_forms import HeardForm

ORGANIZATION = 150  # letters
ORDER = ["location", "expected_day", "window", "name", "email", "phone", "language", "organization", "thanks", "notes", "own_device", "key"]


class DayField(forms.DateField):
    """A day of the calendar."""

    default_error_messages = {"invalid": _("Enter a day that the calendar has, such as 2026-10-10.")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlanFields:
    """What is brought, where and when; mixed into a form. `offer` is a `donations.pledging.Offer`."""

    def add_plan(self, offer):
        self.offer = offer
        self.need_names = [eligibility.field_of(need.pk) for need in offer.needs]
        for name, need in zip(self.need_names, offer.needs, strict=True):
            field = NumberField(label=offer.label(need), most=eligibility.MOST, help_text=offer.hint(need))
            field.one_of = True
            self.fields[name] = field
        if offer.locations:
            self.fields["location"] = forms.TypedChoiceField(
                label=_("Where will you bring it?"), required=False, choices=[("", gettext("I do not know yet")), *offer.places()], coerce=int, empty_value=None,
                error_messages={"invalid_choice": _("This place does not belong to this drive. Please choose one of the list.")},
            )  # fmt: skip
        self.fields["expected_day"] = DayField(label=_("Which day?"), required=False, help_text=offer.last_day_hint())
        if offer.windows:
            self.fields["window"] = forms.TypedChoiceField(
                label=_("Your appointment"), required=False, choices=[("", gettext("No appointment")), *offer.times()], coerce=int, empty_value=None,
                help_text=_("Some places take goods only with an appointment. Choose the time you come."),
                error_messages={"invalid_choice": _("This time is taken by now. Please choose another one.")},
            )  # fmt: skip

    @property
    def need_fields(self):
        """The bound fields of the items."""
        return [self[name] for name in self.need_names]

    @property
    def rest_fields(self):
        """The bound fields below the items."""
        return [self[name] for name in self.fields if name not in self.need_names]

    def clean_plan(self, cleaned):
        """Items that are not collected here are refused, not ignored; at least one number is needed; a time says the place."""
        prefix = eligibility.field_of("")
        if any(name.startswith(prefix) and name not in self.need_names and str(value).strip() for name, value in self.data.items()):
            self.add_error(None, gettext("One of these items is not collected in this drive. Please look at the list again."))
        elif not any(cleaned.get(name) for name in self.need_names) and not any(name in self.errors for name in self.need_names):
            self.add_error(self.need_names[0] if self.need_names else None, gettext("Enter how many you bring of at least one item."))
        if cleaned.get("window") and cleaned.get("location") is None:
            cleaned["location"] = self.offer.location_of(cleaned["window"])

    def plan(self):
        """Return what was typed as the verbs take it; 0 is as good as nothing."""
        typed = self.cleaned_data
        lines = tuple(
            (need.pk, typed[name]) for name, need in sorted(zip(self.need_names, self.offer.needs, strict=True), key=lambda pair: pair[1].pk) if typed.get(name)
        )
        return Plan(lines=lines, location=typed.get("location"), expected_day=typed.get("expected_day"), window=typed.get("window"))


class PledgeForm(PlanFields, ContactForm):
    """One page: how many of what, where and when if it is known, who, and how to reach them."""

    organization = LineField(
        label=_("Organization"), required=False, max_length=ORGANIZATION, help_text=_("If you give for a group or a company: the receipt is in its name.")
    )
    thanks = forms.BooleanField(label=_("You may thank the organization in public"), required=False)
    notes = NotesField(
        label=_("Anything we should know?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example that it comes by truck. Please write no card numbers and nothing about your health."),
    )  # fmt: skip

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Enter your name.")
        self.add_plan(offer)
        self.order_fields([*self.need_names, *ORDER])

    def clean(self):
        cleaned = super().clean()
        self.clean_plan(cleaned)
        if has_sensitive_number(cleaned.get("organization") or ""):
            self.add_error("organization", REFUSAL)
        return cleaned

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Form(
            plan=self.plan(), name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"] or default_language,
            organization=typed["organization"], thanks=typed["thanks"], notes=typed["notes"],
        )  # fmt: skip


class ChangeForm(PlanFields, forms.Form):
    """Another plan for a pledge; `seen` is the version it was shown with."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_plan(offer)

    def clean(self):
        cleaned = super().clean()
        self.clean_plan(cleaned)
        return cleaned


_AT_THE_DESK = {
    "name": _("Name"), "language": _("Language to write or call in"), "location": _("Where will they bring it?"),
    "thanks": _("We may thank the organization in public"),
}  # fmt: skip


class CallInForm(HeardForm, PledgeForm):
    """What staff ask somebody on the phone; email and phone may both be missing: then staff will tell them."""

    own_device = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in _AT_THE_DESK.items():
            if name in self.fields:
                self.fields[name].label = label
        self.fields["email"].help_text = _("Without an email address every letter becomes a line in the to-call list.")
        self.fields["phone"].help_text = ""
        self.fields["organization"].help_text = _("If they give for a group or a company: the receipt is in its name.")
        self.fields["name"].error_messages["required"] = _("Enter the name of whoever gives.")
        self.fields["email"].one_of = self.fields["phone"].one_of = False
        for name in ("name", "email", "phone"):  # what the browser knows is of staff
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone")) and "email" in self.errors and not self.data.get("email", "").strip():
            del self.errors["email"]
            cleaned["email"] = ""
        return cleaned
