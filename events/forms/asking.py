"""The shape of what is asked about an event: what would help, and a question in advance."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.accommodation_rules import LONGEST
from events.actions.accommodations import Wish
from events.actions.asking import Asker
from events.models import SupportKind
from events.question_rules import LONGEST_QUESTION
from intake.sensitive import NotesField
from languages.names import language_names
from mailing.forms import ContactForm

ASKED = ["support_kind", "support_language", "support"]
WHO = ["name", "email", "phone", "language", "own_device", "key"]


class AskingForm(ContactForm):
    """Who asks, and in which language we write back."""

    def __init__(self, *args, is_sensitive=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_sensitive:
            self.fields["name"].help_text = gettext("Any name will do.")

    def to_asker(self, default_language):
        """Return who asks, as the verbs take it."""
        typed = self.cleaned_data
        return Asker(name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"] or default_language)


class WishFields(forms.Form):
    """What would help somebody take part."""

    support_kind = forms.ChoiceField(
        label=_("What would help you take part?"), widget=forms.RadioSelect, choices=[(kind.value, capfirst(kind.label)) for kind in SupportKind],
        error_messages={"required": _("Choose what would help, or “something else”."), "invalid_choice": _("Choose what would help, or “something else”.")},
    )  # fmt: skip
    support_language = forms.ChoiceField(
        label=_("Language of the interpreter"), required=False, error_messages={"invalid_choice": _("Please choose one of the languages.")}
    )
    support = NotesField(
        label=_("Tell us more"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example how old the children are, or where you would start from. You do not have to say why you need it. Please write no card numbers."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["support_kind"].choices = [(kind.value, capfirst(str(kind.label))) for kind in SupportKind]
        self.fields["support_language"].choices = [("", gettext("Not needed, or another one")), *language_names().items()]

    def to_wish(self):
        """Return what was typed as the verbs take it; a language belongs to an interpreter only."""
        typed = self.cleaned_data
        language = typed["support_language"] if typed["support_kind"] == SupportKind.INTERPRETER else ""
        return Wish(kind=typed["support_kind"], text=typed["support"], language=language)


class SupportForm(WishFields, AskingForm):
    """What would help, and whom to answer."""

    field_order = [*ASKED, *WHO]


class EnterSupportForm(SupportForm):
    """Staff write it down for somebody on the phone, who may have neither an email address nor a number of their own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["own_device"]
        self.fields["support_kind"].label = gettext("What would help them take part?")
        self.fields["name"].label = gettext("Name")
        self.fields["phone"].help_text = gettext("Without an email address they are called: it becomes a line of the to-call list.")

    def clean(self):
        return forms.Form.clean(self)


class WorkedForm(forms.Form):
    """“Did it work?”"""

    worked = forms.ChoiceField(
        label=_("Did it work?"), widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))],
        error_messages={"required": _("Choose whether it worked."), "invalid_choice": _("Choose whether it worked.")},
    )  # fmt: skip
    note = NotesField(label=_("What was missing?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionForm(AskingForm):
    """A question in advance, and whom to answer."""

    question = NotesField(
        label=_("Your question"), max_length=LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("We put it into words for everybody before anything is public. Your name is never shown. Please write no card numbers."),
        error_messages={"required": _("Write your question.")},
    )  # fmt: skip
    field_order = ["question", *WHO]
