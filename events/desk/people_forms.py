"""The forms of the people of an event at the desk: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.ages import MINOR, bands
from events import guardians, words
from events.actions.registrations import Form
from events.models import Event, SupportKind
from intake.fields import EmailField, LineField, PhoneField
from intake.form_keys import new_key
from intake.sensitive import NotesField
from languages.names import language_names
from people.consents import Guardian
from people.models import GuardianConsent
from sharing.heard_forms import HeardForm

How = GuardianConsent.How


class CallInForm(HeardForm):
    """What staff ask somebody on the phone; email and phone may both be missing: then staff will tell them."""

    name = LineField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}))
    phone = PhoneField(label=_("Phone"), required=False)
    email = EmailField(label=_("Email"), required=False, help_text=_("Without an email address every letter becomes a line in the to-call list."))
    party_size = forms.IntegerField(label=_("How many come, with them"), min_value=1, max_value=500)
    language = forms.ChoiceField(label=_("Language to write or call in"))
    support_kind = forms.ChoiceField(label=_("What would help them take part"), required=False, choices=[("", _("Nothing")), *SupportKind.choices])
    support = NotesField(label=_("Anything about it"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    question = NotesField(label=_("A question in advance"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    waitlist = forms.BooleanField(label=_("Put them on the waitlist when all places are taken"), required=False)
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, page=words.path_of(event), **kwargs)
        if event.is_sensitive:
            del self.fields["heard"]
        self.fields["language"].choices = language_names().items()
        if event.mode == Event.Mode.HYBRID:
            choices = [("in_person", _("at the place")), ("online", _("online or by phone"))]
            self.fields["attends"] = forms.ChoiceField(label=_("Takes part"), choices=choices)
        if event.minimum_age:
            self.fields["age"] = forms.ChoiceField(label=_("Age"), choices=bands(event.minimum_age))
        if guardians.asks(event):
            self._ask_guardian()
        if event.takes_groups:
            self.fields["organization"] = LineField(label=_("School or organization"), required=False, max_length=150)

    def _ask_guardian(self):
        self.fields["agreed"] = forms.ChoiceField(
            label=_("Under 18: has a parent or guardian agreed?"), required=False,
            choices=[("", _("Not yet: we ask them, and keep the place for three days")), (How.PAPER, _("Yes, on paper")), (How.PHONE, _("Yes, on the phone"))],
        )  # fmt: skip
        self.fields["guardian_name"] = LineField(label=_("Under 18: the guardian’s name"), required=False, max_length=120)
        self.fields["guardian_email"] = EmailField(label=_("The guardian’s email"), required=False)
        self.fields["guardian_phone"] = PhoneField(label=_("The guardian’s phone"), required=False)
        self.fields["guardian_language"] = forms.ChoiceField(label=_("The guardian reads"), required=False, choices=self.fields["language"].choices)

    def as_typed(self) -> Form:
        """Return what the verb takes; what is said of a guardian counts for somebody under 18 only."""
        typed = self.of_the_booking()
        name, email, phone, language = (typed.pop(f"guardian_{part}", "") or "" for part in ("name", "email", "phone", "language"))
        if typed.get("age") != MINOR:
            typed.pop("agreed", None)
        elif name:
            typed["guardian"] = Guardian(name, email, phone, language or typed["language"])
        return Form(**typed)
