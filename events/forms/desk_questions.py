"""What staff type about questions in advance."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Question
from events.question_rules import LONGEST_QUESTION, LONGEST_REASON
from intake.fields import LineField
from intake.form_keys import KeyField
from intake.sensitive import NotesField
from people.models import Office

_NOT_ONE = {"required": _("Choose a question."), "invalid_choice": _("Choose a question of the same event that everybody reads already.")}


class AcceptForm(forms.Form):
    """The question in words for everybody."""

    public_text = NotesField(
        label=_("The question for everybody to read"), max_length=LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write it in words for everybody.")},
    )  # fmt: skip
    looked = forms.BooleanField(
        label=_("I have looked: no name stands in it, and nothing that points at one person."),
        error_messages={"required": _("Look at it first, and tick the box: everybody will read this.")},
    )


class MergeForm(forms.Form):
    """The question it is put together with."""

    into = forms.ModelChoiceField(label=_("Put together with"), queryset=Question.objects.none(), error_messages=_NOT_ONE)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others
        self.fields["into"].label_from_instance = lambda one: one.public_text[:80]


class DeclineForm(forms.Form):
    """Why it is not taken."""

    because = LineField(
        label=_("Why it is not taken; they are told in your words"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why, in a few words: they are told.")},
    )


class AnswerQuestionForm(forms.Form):
    """The answer for everybody, and who gives it."""

    answer = NotesField(
        label=_("Answer for everybody"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), error_messages={"required": _("Write the answer.")}
    )
    office = forms.ModelChoiceField(
        label=_("Answering office"), queryset=Office.objects.none(), error_messages={"required": _("Choose the office that answers.")}, empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.order_by("name")


class NoteQuestionForm(forms.Form):
    """A question from the phone or the room."""

    question = NotesField(
        label=_("Question"), max_length=LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": _("Write the question.")}
    )
    key = KeyField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].help_text = gettext("Without the name of who asked it.")
