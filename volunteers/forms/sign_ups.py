"""The shape of what residents type: a name, a way to reach them, how many come, how long it took."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms import PartySizeField
from intake.fields import LineField, NumberField, ParagraphsField
from intake.form_keys import KeyField, new_key
from mailing.forms import ContactForm
from volunteers import reasons
from volunteers.actions.hours import Work
from volunteers.actions.sign_up import Form
from volunteers.amounts import how_many
from volunteers.forms import questions
from volunteers.models.hours import MOST_THINGS
from volunteers.questions import Questions

NO_QUESTIONS = Questions()


class SignUpForm(ContactForm):
    """One page, few questions: name, email or phone, how many, language, and what would help."""

    party_size = PartySizeField(initial=1)
    notes = ParagraphsField(
        label=_("What would help you take part?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example an interpreter, a chair, or a ride. You do not have to say why."),
    )  # fmt: skip
    waitlist = forms.CharField(required=False, widget=forms.HiddenInput)
    partner = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    as_group = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    def __init__(self, *args, languages, asks=NO_QUESTIONS, **kwargs):
        super().__init__(*args, languages=languages, **kwargs)
        self.fields["name"].error_messages["required"] = _("Enter your name, or the name of the person you sign up.")
        self.asks = asks
        questions.add(self, asks, languages)
        self.order_fields(questions.ORDER)

    def clean(self):
        cleaned = super().clean()
        questions.check(self, cleaned)
        return cleaned

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], party_size=typed["party_size"],
            language=typed["language"] or default_language, notes=typed["notes"], waitlist=typed["waitlist"] == "1",
            **questions.answers(self, self.asks, default_language),
        )  # fmt: skip


class StandInForm(SignUpForm):
    """Who takes the place: it passes over as it is, so nobody is asked how many come."""

    party_size = waitlist = notes = partner = as_group = None

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        self.cleaned_data |= {"party_size": 1, "waitlist": "", "notes": ""}
        return super().to_form(default_language)


class WorkForm(forms.Form):
    """What was done on a day: hours and minutes, or a number of things where the office counts them."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Enter the day."), "invalid": _("Enter a day that the calendar has, such as 2026-10-10.")},
    )  # fmt: skip
    hours = NumberField(label=_("Hours"), most=24)
    minutes = NumberField(label=_("Minutes"), most=59)
    made = NumberField(label=_("Things made"), most=MOST_THINGS)
    note = ParagraphsField(label=_("Note"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    key = KeyField()

    def __init__(self, *args, tally=None, has_day=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_day = has_day
        if not has_day:
            del self.fields["day"]
        if tally is None:
            del self.fields["made"]
        else:
            self.fields["made"].label = how_many(tally)
        for name in ("hours", "minutes", "made"):
            if name in self.fields:
                self.fields[name].one_of = True

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("hours", "minutes", "made", "material")):
            self.add_error("hours", _("Write down how long it took, or how many you made.") if "made" in self.fields else _("Write down how long it took."))
        return cleaned

    def work(self, day=None):
        """Return what was typed as the verb takes it; `day` where the form does not ask for one."""
        typed = self.cleaned_data
        minutes = (typed.get("hours") or 0) * 60 + (typed.get("minutes") or 0)
        return Work(typed.get("day") or day, minutes, typed.get("made"), typed.get("material"), typed.get("note", ""))


class HoursForm(WorkForm):
    """A person's own hours."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours"].help_text = _("Your own hours, without those of people you brought.")
        self.fields["note"].help_text = _("For example what you did. The office reads it.")
        if "day" in self.fields:
            self.fields["day"].help_text = _("The day you did it. You can write down the last 60 days.")


class CallOffForm(forms.Form):
    """What is called off on the day, why, and until when, if it is put off."""

    reach = forms.ChoiceField(label=_("What is called off?"))
    reason = forms.ChoiceField(label=_("Why?"), choices=[("", _("Choose a reason")), *reasons.choices()], help_text=_("Everyone who signed up will read it."))
    more = LineField(label=_("In your own words"), required=False, max_length=reasons.LONGEST_WORDS)
    new_date = forms.DateField(
        label=_("A new date"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At the same hours. Nobody is signed up for it; the letter says where they can."),
        error_messages={"invalid": _("Enter a date such as 2026-10-17.")},
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, choices, as_radio=False, **kwargs):
        super().__init__(*args, **kwargs)
        if as_radio:
            self.fields["reach"].widget = forms.RadioSelect()  # a phone cuts long choices of a list off
        self.fields["reach"].choices = choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == reasons.OTHER and not cleaned.get("more"):
            self.add_error("more", _("Say why, in a few words: everyone who signed up will read it."))
        return cleaned


class ToldForm(forms.Form):
    """What came of a call about something that is called off."""

    result = forms.ChoiceField(choices=[("confirmed", ""), ("no_answer", "")])
