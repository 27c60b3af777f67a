"""The further questions of a sign-up form: the age band, a guardian, children who come along, an agreement, a group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.consents import forms as guardians
from bookings.consents.forms import LONGEST_NAME
from bookings.forms import AgeField, ChildrenField
from intake.fields import LineField, ParagraphsField

ORDER = [
    "name", "email", "phone", "age", "guardian_name", "guardian_email", "guardian_phone", "guardian_language", "party_size", "children", "group_name", "group_names",
    "language", "notes", "agree", "own_device",
]  # fmt: skip


def add(form, questions, languages):
    """Put the questions on a form."""
    if questions.minimum_age:
        form.fields["age"] = AgeField(bands=questions.ages)
    if questions.asks_guardian:
        guardians.add(form, languages)
    if questions.asks_children:
        form.fields["children"] = ChildrenField(minimum_age=questions.minimum_age)
    if questions.is_group:
        _add_group(form)
    if questions.waiver:
        form.fields["agree"] = forms.BooleanField(
            label=_("I have read the agreement above and I agree to it"), help_text=_("Your name above counts as your signature."),
            error_messages={"required": _("Please read the agreement, and tick here if you agree to it.")},
        )  # fmt: skip


def _add_group(form):
    form.fields["group_name"] = LineField(
        label=_("Name of your group"), max_length=LONGEST_NAME, help_text=_("You are its contact person. The group waits and comes as a whole."),
        error_messages={"required": _("Enter a name, such as your school, club or family.")},
    )  # fmt: skip
    form.fields["group_names"] = ParagraphsField(
        label=_("Who comes, one name on each line"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You can leave this empty and tell us on the day."),
    )  # fmt: skip


def check(form, cleaned):
    """Say beside the fields what is missing for the age that was chosen."""
    guardians.check(form, cleaned)
    if "group_names" in form.fields and any(len(name) > LONGEST_NAME for name in names(cleaned)):
        form.add_error("group_names", _("One of these names is too long. Put each name on a line of its own."))


def names(cleaned):
    """Return the names of a group, one of each line."""
    return [line.strip() for line in (cleaned.get("group_names") or "").splitlines() if line.strip()]


def answers(form, questions, default_language):
    """Return what was answered, as the verb takes it."""
    typed = form.cleaned_data
    return {
        "age": typed.get("age", ""), "guardian": guardians.guardian(typed, default_language), "children": typed.get("children") or 0, "waiver": questions.waiver.pk if typed.get("agree") else None,
        "group_name": typed.get("group_name", ""), "group_names": tuple(names(typed)),
    }  # fmt: skip
