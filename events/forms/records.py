"""The shape of what staff write down after an event: the record, photos, papers, promises and how they go on."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions.files import PaperForm as PaperValues
from events.actions.records import Facts
from events.models import Commitment, EventRecord, Photo
from events.photo_files import MOST_PAPER_BYTES, PAPER_TOO_LARGE
from intake.fields import LineField, NumberField, ParagraphsField
from intake.form_keys import KeyField
from intake.links import LinkField
from intake.pictures import MOST_PHOTO_BYTES, PHOTO_TOO_LARGE
from intake.sensitive import NotesField
from people.models import Office, PartnerOrganization

MOST = 1_000_000
FIGURES, FIGURE_NAME = 30, 80
_DATE = {"type": "date"}


def _rows(number):
    return forms.Textarea(attrs={"rows": number})


class FiguresField(ParagraphsField):
    """Figures, one a line, a name and a number: “Bags filled: 12”. Returned as {name: number}."""

    def clean(self, value):
        typed = super().clean(value)
        found = {}
        for line in typed.splitlines():
            if not line.strip():
                continue
            name, _colon, number = line.rpartition(":")
            digits = number.strip().replace(",", "")
            if not name.strip() or not digits.isdecimal() or len(digits) > 9 or len(name.strip()) > FIGURE_NAME:
                said = _("“%(line)s” is no figure. Write a name, a colon and a number, such as “Bags filled: 12”.")
                raise forms.ValidationError(said % {"line": line[:80]}, code="invalid")
            if name.strip() in found:
                raise forms.ValidationError(_("“%(name)s” stands there twice.") % {"name": name.strip()}, code="twice")
            found[name.strip()] = int(digits)
        if len(found) > FIGURES:
            raise forms.ValidationError(_("At most 30 figures fit."), code="many")
        return found


class RecordForm(forms.ModelForm):
    """Who was there in numbers, what was said and decided, and what came of it."""

    headcount = NumberField(label=gettext_lazy("People in the room"), most=MOST)
    online_headcount = NumberField(label=gettext_lazy("People online or on the phone"), most=MOST)
    organizations = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Organizations present"), queryset=PartnerOrganization.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    present = NotesField(
        label=gettext_lazy("Members and officials present"), required=False, max_length=4000, widget=_rows(4),
        help_text=gettext_lazy("One a line, with the office they hold. No residents’ names: this is public."),
    )  # fmt: skip
    figures = FiguresField(
        label=gettext_lazy("Figures"),
        required=False,
        widget=_rows(4),
        help_text=gettext_lazy("One a line: a name, a colon and a number, such as “Bags filled: 12”."),
    )
    notes = NotesField(
        label=gettext_lazy("Notes"), required=False, max_length=20_000, widget=_rows(10),
        help_text=gettext_lazy("What was said and what came of it, in plain words and without residents’ names."),
    )  # fmt: skip
    minutes = NotesField(
        label=gettext_lazy("Minutes"), required=False, max_length=60_000, widget=_rows(10),
        help_text=gettext_lazy("For a board: they are a draft until the board has approved them. Changed minutes have to be approved again."),
    )  # fmt: skip
    votes = NotesField(
        label=gettext_lazy("Votes"),
        required=False,
        max_length=4000,
        widget=_rows(3),
        help_text=gettext_lazy("One a line: what was voted on, yes, no, not voting."),
    )
    recording_link = LinkField(label=gettext_lazy("Recording"), required=False)
    captions_link = LinkField(label=gettext_lazy("Captions"), required=False, help_text=gettext_lazy("A recording needs captions or a transcript."))
    transcript = NotesField(label=gettext_lazy("Transcript"), required=False, max_length=200_000, widget=_rows(4))

    class Meta:
        model = EventRecord
        fields = (
            "headcount", "online_headcount", "organizations", "present", "notes", "minutes", "votes", "recording_link", "captions_link", "transcript",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance.event
        self.fields["organizations"].queryset = PartnerOrganization.objects.filter(office=event.office_id).order_by("name")
        self.initial["figures"] = "\n".join(f"{one.name}: {one.number}" for one in event.figures.all())
        self.supports = list(event.supports.all())
        for support in self.supports:
            label = _("%(support)s: used by (people)") % {"support": str(support).capitalize()}
            self.fields[_used(support)] = NumberField(label=label, most=MOST)
            self.initial[_used(support)] = support.used
        first = ["headcount", "online_headcount", "organizations", "present", "figures", *(_used(one) for one in self.supports)]
        self.order_fields([*first, "notes", "minutes", "votes", "recording_link", "captions_link", "transcript"])

    def _post_clean(self):
        """The verb writes; here nothing is put on the record."""

    def to_facts(self):
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        texts = {name: typed[name] for name in self.Meta.fields if name != "organizations"}
        used = {support.pk: typed[_used(support)] for support in self.supports}
        return Facts(**texts, organizations=tuple(typed["organizations"]), figures=typed["figures"], used=used)


def _used(support):
    return f"used_{support.pk}"


class SmallFileField(forms.FileField):
    """A file of so many bytes at most: a larger one is not read at all."""

    def __init__(self, *, most, too_large, **kwargs):
        super().__init__(**kwargs)
        self.most, self.too_large = most, too_large

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > self.most:
            raise forms.ValidationError(self.too_large, code="too_large")
        return file


class PhotoForm(forms.Form):
    """A photo with what is to be seen, and that everybody to be recognized has agreed."""

    file = SmallFileField(
        most=MOST_PHOTO_BYTES, too_large=PHOTO_TOO_LARGE, label=gettext_lazy("Photo"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 15 MB. We draw it anew: place, time and camera do not come along."),
        error_messages={"required": gettext_lazy("Choose a photo.")},
    )  # fmt: skip
    description = LineField(
        label=gettext_lazy("What is to be seen"), max_length=200, help_text=gettext_lazy("For people who cannot see it. No names."),
        error_messages={"required": gettext_lazy("Say in a few words what is to be seen.")},
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=gettext_lazy("Consent"), choices=Photo._meta.get_field("consent").choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two. Without consent we do not show the photo.")},
    )  # fmt: skip
    consented_on = forms.DateField(label=gettext_lazy("Agreed on"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"))
    key = KeyField()


class PaperForm(forms.Form):
    """A paper: a link, or a PDF file."""

    title = LineField(label=gettext_lazy("Title"), max_length=150, error_messages={"required": gettext_lazy("Enter a title.")})
    file = SmallFileField(
        most=MOST_PAPER_BYTES, too_large=PAPER_TOO_LARGE, label=gettext_lazy("PDF file"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=gettext_lazy("Up to 10 MB. People get it as a download. Give either a file or a link."),
    )  # fmt: skip
    link = LinkField(label=gettext_lazy("Link"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the paper"))
    item = forms.ModelChoiceField(label=gettext_lazy("Point of the agenda"), queryset=None, required=False)
    key = KeyField()

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["item"].queryset = event.agenda.all()

    def to_form(self):
        """Return what was typed as the verb takes it."""
        typed, file = self.cleaned_data, self.cleaned_data["file"]
        content, name = (file.read(), file.name) if file else (b"", "")
        return PaperValues(typed["title"], typed["language"], typed["link"], content, name, typed["item"])


class PromiseForm(forms.Form):
    """What an office promised, and until when."""

    text = NotesField(
        label=gettext_lazy("What we promised"), max_length=1000, widget=_rows(3), help_text=gettext_lazy("In plain words; everybody reads it on the page of the event."),
        error_messages={"required": gettext_lazy("Write what was promised.")},
    )  # fmt: skip
    office = forms.ModelChoiceField(label=gettext_lazy("Responsible office"), queryset=Office.objects.order_by("-is_main", "name"), empty_label=None)
    due = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"))
    key = KeyField()


class StepForm(forms.Form):
    """How a promise goes on."""

    state = forms.ChoiceField(label=gettext_lazy("How it stands"))
    text = NotesField(
        label=gettext_lazy("What happened"), max_length=1000, widget=_rows(3),
        help_text=gettext_lazy("Everybody reads it, and whoever asked, followed or came gets it as a letter."),
        error_messages={"required": gettext_lazy("Write what happened, or why it changes.")},
    )  # fmt: skip
    due = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"))
    seen = forms.CharField(required=False, max_length=9, widget=forms.HiddenInput)
    key = KeyField()

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        gone_on = [choice for choice in Commitment.State.choices if choice[0] != Commitment.State.MADE or commitment.state == Commitment.State.MADE]
        self.fields["state"].choices = gone_on
