"""The forms of the desk: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.day_lists import sensible
from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.form_keys import new_key
from languages.names import language_names
from mailing.desk.forms import LinkForm
from sharing.heard_forms import HeardForm
from volunteers.actions.sign_up import Form
from volunteers.models import ReminderPlan


class WalkInForm(forms.Form):
    name = LineField(required=False)
    party_size = forms.IntegerField(min_value=1, max_value=500)
    key = forms.CharField(required=False, max_length=43)


class ReasonForm(forms.Form):
    reason = LineField(max_length=300)


class CopyForm(forms.Form):
    """How many weeks later the dates come; empty: without dates."""

    weeks = forms.IntegerField(min_value=1, max_value=520, required=False)


class CallInForm(HeardForm):
    """What staff ask somebody on the phone; email and phone may both be missing: then staff will tell them."""

    name = LineField(label=_("Name"), widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}))
    phone = PhoneField(label=_("Phone"), required=False)
    email = EmailField(label=_("Email"), required=False, help_text=_("Without an email address every letter becomes a line in the to-call list."))
    party_size = forms.IntegerField(label=_("How many come, with them"), min_value=1, max_value=500)
    language = forms.ChoiceField(label=_("Language to write or call in"))
    notes = ParagraphsField(label=_("What would help them take part"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)
    waitlist = forms.BooleanField(label=_("Put them on the waitlist when all places are taken"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_names().items()

    def as_typed(self):
        """Return what the verb takes."""
        return Form(**self.of_the_booking())


class ExtendForm(forms.Form):
    """Until when a series goes on."""

    until = forms.DateField(
        label=_("A later last day"), validators=[sensible], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The new shifts are as the last one is now."),
        error_messages={"invalid": _("Enter a day that the calendar has, such as 2026-10-10.")},
    )  # fmt: skip


class HoldForm(forms.Form):
    """For which partner, how many places, until when (on the clock of the place)."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=None, empty_label=_("Choose a partner"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, widget=forms.NumberInput(attrs={"class": "narrow"}))
    release_at = forms.DateTimeField(
        label=_("Kept until"), validators=[sensible], widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text=_("Then what is not used is free for everybody."), error_messages={"invalid": _("Enter a day and time, such as 2026-10-10 17:00.")},
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, partners, zone, hold=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        if self.initial.get("release_at"):
            self.initial["release_at"] = self.initial["release_at"].astimezone(zone).replace(tzinfo=None)
        self.fields["partner"].queryset = partners
        if hold is not None:
            del self.fields["partner"], self.fields["key"]

    def clean_release_at(self):
        """Read the time on the clock of the place, whatever clock the server keeps."""
        return self.cleaned_data["release_at"].replace(tzinfo=self.zone)


class SiteLinkForm(LinkForm):
    """Who leads a shift on its day, and how the link reaches them."""

    name = LineField(label=_("Name of the lead"), max_length=120)


class DeclineForm(forms.Form):
    """Why somebody cannot be taken: they read it."""

    note = LineField(label=_("What they are told"), max_length=300, help_text=_("In plain words; it stands in their letter."))


class MetForm(forms.Form):
    """That somebody has met a requirement, and when."""

    requirement = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    state = forms.ChoiceField(choices=[("met", ""), ("asked", ""), ("not_met", "")])
    met_on = forms.DateField(required=False, error_messages={"invalid": _("Enter a day that the calendar has, such as 2026-10-10.")})


class ReplyForm(forms.Form):
    """The answer to what would help somebody take part."""

    reply = ParagraphsField(label=_("Your answer"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))


class RemindersForm(forms.Form):
    """When reminders come: as usual, or at chosen times; and what the office adds."""

    own = forms.ChoiceField(label=_("When"), widget=forms.RadioSelect)
    times = forms.MultipleChoiceField(label=_("Times"), required=False, choices=ReminderPlan.Time.choices, widget=forms.CheckboxSelectMultiple)
    sentence = LineField(
        label=_("A sentence in the reminder"), required=False, max_length=300, help_text=_("Such as where to park. It stands below the facts, in your words.")
    )

    def __init__(self, *args, usual, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["own"].choices = [("", usual), ("own", _("at these times, or never when none is ticked:"))]
        self.fields["own"].required = False

    @property
    def chosen(self):
        """The times, or None for what holds above."""
        return self.cleaned_data["times"] if self.cleaned_data["own"] else None
