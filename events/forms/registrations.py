"""The shape of “I'm coming”: few questions, and on the same form what would help and what somebody wants to ask in advance."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from bookings.ages import bands
from bookings.consents import forms as guardian_forms
from bookings.forms import AgeField, ChildrenField, PartySizeField
from events import guardians
from events.actions.registrations import Form
from events.models import Event, SupportKind
from intake.fields import LineField
from intake.sensitive import NotesField
from mailing.forms import ContactForm

ORDER = [
    "name", "email", "phone", "attends", "age", *guardian_forms.FIELDS, "party_size", "children", "organization", "support_kind", "support", "question", "language", "own_device",
]  # fmt: skip


class RegistrationForm(ContactForm):
    """What is asked of who comes to one event: name, email or phone, how many; and what only this event has to ask."""

    party_size = PartySizeField(initial=1)
    support_kind = forms.ChoiceField(
        label=_("What would help you take part?"), required=False,
        choices=[("", _("Nothing, thank you")), *((kind.value, capfirst(kind.label)) for kind in SupportKind)],
        help_text=_("Tell us as early as you can. You do not have to say why."), error_messages={"invalid_choice": _("Please choose one from the list.")},
    )  # fmt: skip
    support = NotesField(
        label=_("Anything we should know about it?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: Cape Verdean Creole, a seat near the front, or a ride from Grove Hall."),
    )  # fmt: skip
    question = NotesField(
        label=_("A question in advance?"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("We read it first. What everybody can read later has no names in it."),
    )  # fmt: skip
    waitlist = forms.CharField(required=False, widget=forms.HiddenInput)
    invited = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args, languages, event: Event, **kwargs):
        super().__init__(*args, languages=languages, **kwargs)
        if event.is_sensitive:
            self.fields["name"].help_text = _("Any name will do.")
        if event.mode == Event.Mode.HYBRID:
            self.fields["attends"] = forms.ChoiceField(
                label=_("How do you take part?"), choices=[("in_person", _("I come to the place")), ("online", _("From home, online or by phone"))],
                widget=forms.RadioSelect, initial="in_person", error_messages={"required": _("Choose how you take part."), "invalid_choice": _("Choose how you take part.")},
            )  # fmt: skip
        if event.minimum_age:
            self.fields["age"] = AgeField(bands=bands(event.minimum_age))
            if event.with_adult:
                self.fields["children"] = ChildrenField(minimum_age=event.minimum_age)
        if guardians.asks(event):
            guardian_forms.add(self, languages)
        if event.takes_groups:
            self.fields["organization"] = LineField(
                label=_("School or organization"),
                required=False,
                max_length=150,
                help_text=_("Only for a group: you are its contact, and we only count the others."),
            )
        self.fields["support_kind"].one_of = True
        self.order_fields(ORDER)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("organization"):  # a school answers for its own
            guardian_forms.check(self, cleaned)
        return cleaned

    def to_form(self, default_language: str) -> Form:
        """Return what was typed as the verb takes it; where an event can be attended one way only, nobody is asked which."""
        typed = self.cleaned_data
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], party_size=typed["party_size"], language=typed["language"] or default_language,
            attends=typed.get("attends", ""), waitlist=typed["waitlist"] == "1", age=typed.get("age", ""), children=typed.get("children") or 0,
            organization=typed.get("organization", ""), guardian=guardian_forms.guardian(typed, typed["language"] or default_language), support=typed["support"], support_kind=typed["support_kind"], question=typed["question"],
        )  # fmt: skip
