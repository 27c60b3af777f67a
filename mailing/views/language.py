"""“We will write to you in Spanish · change”: the language of a person, from the page of any one thing of theirs."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser
from mailing.reach import speaking
from people.things import keeper_of

LONGEST_NUMBER = 18  # digits of a bigint


class LanguageForm(forms.Form):
    """One of the finished languages."""

    language = forms.ChoiceField(
        label=gettext_lazy("We will write to you in"), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Please choose one of the languages.")),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, get_language_info(code)["name_local"]) for code in offered_codes()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def language(request, ref):
    """Show the languages, or take one: the same person is written to in it about everything. One 404 for what is foreign, expired or unknown."""
    keeper, record = _own(request, ref)
    form = LanguageForm(request.POST if request.method == "POST" else None, initial={"language": record.person.language})
    if form.is_valid():
        try:
            speaking.change(person=record.person, language=form.cleaned_data["language"], now=timezone.now())
        except Refused as refused:
            form.add_error("language", refused.sentence)
        else:
            messages.success(request, _("Done. We write to you in this language from now on."))
            return redirect(keeper.url(record.pk))
    context = {"form": form, "ref": ref, "back": keeper.url(record.pk)}
    return render(request, "mailing/language.html", context, status=422 if form.errors else 200)


def _own(request, ref):
    _label, _colon, number = ref.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise Http404
    try:
        keeper, pk = keeper_of(ref)
    except KeyError:
        raise Http404 from None
    record = next(iter(keeper.fetch([pk])), None)
    person = getattr(record, "person", None)
    return keeper, browser.own_or_404(request, record, person=person)
