"""Ask the right people: whom the portal would ask for a shift that is short of people, why, and what they would read; then one press."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.admin import desk_page
from intake.form_keys import new_key
from intake.refusal import Refused
from mailing.registry import kind_named
from mailing.writing.rendering import HIDDEN, Writer
from people.access import staff_page
from people.models import Person
from volunteers.actions import asks
from volunteers.desk.reach import fetch
from volunteers.keeping import asks as asked
from volunteers.matching import twelve
from volunteers.models import Ask, ShiftRole

_ROLES = ShiftRole.objects.select_related("opportunity__office", "shift__venue")


class WhomForm(forms.Form):
    """How many, and how far to look; read from the address."""

    n = forms.IntegerField(label=gettext_lazy("How many people"), min_value=1, max_value=twelve.MOST, required=False)
    far = forms.BooleanField(label=gettext_lazy("Also people who live farther away"), required=False)
    anybody = forms.BooleanField(label=gettext_lazy("Also people without the skill or the language"), required=False)

    def clean_n(self):
        return self.cleaned_data["n"] or twelve.TWELVE


class AskForm(forms.Form):
    """Who is ticked."""

    person = forms.TypedMultipleChoiceField(coerce=int, required=False)
    key = forms.CharField(max_length=43)

    def __init__(self, data):
        super().__init__(data)
        ids = [one for one in data.getlist("person") if one.isascii() and one.isdigit() and len(one) < 19]
        self.fields["person"].choices = [(one, one) for one in ids]


@dataclass(frozen=True)
class Told:
    """What the people asked would read."""

    subject: str
    text: str


@require_safe
@staff_page("volunteers.add_ask")
def whom(request, pk):
    """The people, each ticked, with the reasons; the letter; and the button. Nothing goes before it is pressed."""
    role = fetch(_ROLES, request.user, "volunteers.add_ask", pk)
    now, form = timezone.now(), WhomForm(request.GET or None, initial={"n": twelve.TWELVE})
    why_not = _why_not(role, now)
    values = form.cleaned_data if form.is_valid() else {"n": twelve.TWELVE, "far": False, "anybody": False}
    found, letter = [], None
    if not why_not and not form.errors:
        wanted = twelve.wanted_for(role, far=values["far"], anybody=values["anybody"])
        found, letter = twelve.candidates(wanted, now=now, most=values["n"]), told(role)
    return desk_page(
        request, "volunteers/desk/ask.html", title=_("Ask the right people"), status=422 if form.errors else 200, role=role, form=form, values=values,
        candidates=found, letter=letter, why_not=why_not, key=new_key(), asks=_asked_already(role), roster_url=reverse("admin:roster", args=[role.shift_id]) if role.shift_id else "",
    )  # fmt: skip


def _why_not(role, now):
    try:
        asks.check_may_ask(role, now)
    except Refused as refusal:
        return refusal.sentence
    return ""


def told(role):
    """Return the letter as it would be written today, in the language of this page; whose name it bears, and its link, are left open."""
    someone = Ask(shift_role=role, person=Person(name=_("(their name)"), office=role.opportunity.office))
    letter = asked.context(None, someone)
    letter.personal["url"] = HIDDEN
    words = Writer().write(kind_named("ask"), letter, office=role.opportunity.office, language=get_language())
    return Told(words.subject, words.text)


def put_asked(roles):
    """Put on each role how many were asked and what they answered, in words; one query."""
    counts = {}
    for role, answer, number in Ask.objects.filter(shift_role__in=roles).values_list("shift_role", "answer").annotate(Count("pk")).order_by():
        counts.setdefault(role, {})[answer] = number
    for role in roles:
        found = counts.get(role.pk, {})
        numbers = {"coming": found.get(Ask.Answer.COMING, 0), "no": found.get(Ask.Answer.NOT_THIS_TIME, 0), "open": found.get(Ask.Answer.NONE, 0)}
        words = _("People asked: %(all)s. Coming: %(coming)s. Not this time: %(no)s. No answer: %(open)s.")
        role.asked_words = words % {"all": sum(found.values()), **numbers} if found else ""


def _asked_already(role):
    return list(Ask.objects.filter(shift_role=role).select_related("person", "asked_by").order_by("-asked_at", "pk")[:200])


@require_POST
@staff_page("volunteers.add_ask")
def send(request, pk):
    """Ask whoever is ticked, once."""
    role = fetch(_ROLES, request.user, "volunteers.add_ask", pk)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _back(request, role, _("Please look at the list again and press the button once more."))
    persons = form.cleaned_data["person"]
    try:
        count = asks.ask(shift_role=role, persons=persons, by=request.user, key=form.cleaned_data["key"], now=timezone.now())
    except Refused as refusal:
        return _back(request, role, refusal.sentence)
    said = ngettext("%(count)s person is asked.", "%(count)s people are asked.", count) % {"count": count}
    left_out = len(set(persons)) - count
    if left_out:
        said += " " + ngettext("%(count)s person could not be asked any more.", "%(count)s people could not be asked any more.", left_out) % {"count": left_out}
    messages.success(request, said)
    return redirect("admin:roster", role.shift_id)


def _back(request, role, refused):
    messages.error(request, refused)
    return redirect("admin:ask_people", role.pk)
