"""The shape of a proposal, of an invitation, and of the office's answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions.answers import Plan
from events.actions.proposals import Form
from events.models import Event, Proposal
from intake.day_lists import sensible
from intake.fields import EmailField, LineField, NumberField, PhoneField
from intake.form_keys import KeyField
from intake.sensitive import NotesField
from mailing.forms import ContactForm
from people.models import Office
from places.models import Neighborhood

MOST_PEOPLE = 100_000
MOST_KITS = 100_000
_DAY = {"type": "date"}
_TIME = {"type": "time"}
Kind = Proposal.Kind


class Wishes(forms.Form):
    """What, where, when, how many: the same on the public form and at the desk."""

    title = LineField(
        label=gettext_lazy("What would you like to do?"), max_length=150, error_messages={"required": gettext_lazy("Tell us in a few words what it is.")}
    )
    where = LineField(label=gettext_lazy("Where?"), max_length=200, error_messages={"required": gettext_lazy("Tell us where it would be.")})
    neighborhood = forms.ModelChoiceField(
        label=gettext_lazy("Neighborhood"),
        queryset=Neighborhood.objects.defer("outline").order_by("name"),
        required=False,
        empty_label=gettext_lazy("I do not know"),
    )
    day = forms.DateField(
        label=gettext_lazy("On which day?"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Choose a day."), "invalid": gettext_lazy("Enter a day such as 2027-05-08.")},
    )  # fmt: skip
    other_days = LineField(
        label=gettext_lazy("Other days that would do, and the time of day"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as “any Saturday in May, mornings”."),
    )
    how_many = NumberField(label=gettext_lazy("How many people, about?"), most=MOST_PEOPLE)
    text = NotesField(label=gettext_lazy("Tell us more"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    organization = LineField(label=gettext_lazy("School, center or group"), required=False, max_length=150)

    def wishes(self):
        """Return what was typed, but for who it is."""
        typed = self.cleaned_data
        names = ("title", "where", "day", "other_days", "how_many", "text", "organization")
        neighborhood = typed["neighborhood"]
        return {name: typed[name] for name in names} | {"neighborhood_id": neighborhood and neighborhood.pk, "tools": typed.get("tools", "")}


class _ProposalForm(Wishes, ContactForm):
    """A proposal with who makes it."""

    kind = ""

    def to_form(self, default_language):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        who = {name: typed[name] for name in ("name", "email", "phone")}
        return Form(kind=self.kind, language=typed["language"] or default_language, **who, **self.wishes())


class ProposeForm(_ProposalForm):
    """“I'd like to run a clean-up.”"""

    kind = Kind.RUN
    tools = LineField(
        label=gettext_lazy("Which tools do you need?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as “20 rakes, gloves and bags”. We lend what is free that day."),
    )
    field_order = [
        "title", "where", "neighborhood", "day", "other_days", "how_many", "tools", "text", "organization", "name", "email", "phone", "language", "own_device",
    ]  # fmt: skip


class InviteForm(_ProposalForm):
    """“Come to our school.”"""

    kind = Kind.INVITE
    field_order = [
        "organization", "title", "where", "neighborhood", "day", "other_days", "how_many", "text", "name", "email", "phone", "language", "own_device",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organization = self.fields["organization"]
        organization.required, organization.error_messages["required"] = True, _("Enter the name of your school, center or group.")
        self.fields["title"].label = _("What would you like us to talk about or do?")
        self.fields["where"].label = _("At which address?")
        self.fields["how_many"].label = _("How many people will be there, about?")
        self.fields["text"].help_text = _("Such as the age of the group, and what you want to know.")


class CallInForm(Wishes):
    """A proposal that staff write down; somebody without any address is told by staff."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None)
    tools = LineField(label=gettext_lazy("Which tools"), required=False, max_length=300)
    name = LineField(label=gettext_lazy("Name"), max_length=120)
    email = EmailField(label=gettext_lazy("Email"), required=False)
    phone = PhoneField(label=gettext_lazy("Phone"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    key = KeyField()
    field_order = ["office", "kind", "name", "email", "phone", "language"]

    def __init__(self, *args, offices, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["language"].choices = languages

    def to_form(self):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Form(**{name: typed[name] for name in ("kind", "name", "email", "phone", "language")}, **self.wishes())


class AnswerForm(forms.Form):
    """What the office writes back."""

    reply = NotesField(
        label=gettext_lazy("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("They get it by letter (or by a call) and see it on their page."),
        error_messages={"required": gettext_lazy("Write what they have to know: what happens next, or why not.")},
    )  # fmt: skip


class AcceptForm(AnswerForm):
    """The event that is made of it, with its kits."""

    title = LineField(label=gettext_lazy("Title of the event"), max_length=150)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of event"), choices=Event.Kind.choices)
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    start = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    end = forms.TimeField(label=gettext_lazy("To"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))

    def __init__(self, *args, kits, **kwargs):
        """`kits` are triples of kit, number free on the day asked for, and its field's name."""
        super().__init__(*args, **kwargs)
        self.kits = kits
        for kit, free, name in kits:
            self.fields[name] = NumberField(label=_("%(kit)s: how many (%(free)s free that day)") % {"kit": kit, "free": free}, most=MOST_KITS)
        self.order_fields(["title", "kind", "day", "start", "end", *(name for _kit, _free, name in kits), "reply"])

    def clean_day(self):
        return sensible(self.cleaned_data["day"])

    def to_plan(self):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        wanted = {kit.pk: typed[name] for kit, _free, name in self.kits if typed[name]}
        return Plan(kits=wanted, **{name: typed[name] for name in ("title", "kind", "day", "start", "end")})
