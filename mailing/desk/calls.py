"""The to-call list: whom to call, by when, in which language, what to say; and what came of it."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.admin import desk_page
from intake.refusal import Refused
from languages.names import language_names
from mailing import calls
from mailing.desk.forms import CallResultForm
from mailing.models import CallTask
from mailing.writing.sender import written_language
from people import access
from people.access import staff_page

SIGNATURE = "\n-- \n"  # what follows is the letter's foot, not for the telephone
Result = CallTask.Result
SHOWN = 50  # the most urgent ones; the next come when these are done


@require_safe
@staff_page("mailing.make_calls")
def to_call(request):
    """The open calls of the user's offices, those due first."""
    found = list(_callable_by(request.user, access.scope(calls.open_calls(), request.user, "mailing.make_calls"))[: SHOWN + 1])
    names = language_names()
    results = calls.results_of(found)
    for task in found:
        task.language_name = names.get(task.language, task.language)
        task.said_in = written_language(task.language)  # nobody reads out Haitian Creole from an English text
        task.said_in_name = names.get(task.said_in, task.said_in)
        task.words = task.script.split(SIGNATURE)[0]
        task.results = [(result.value, _label(result)) for result in results[task.pk]]
    return desk_page(request, "mailing/desk/calls.html", title=_("To call"), tasks=found[:SHOWN], are_more=len(found) > SHOWN, now=timezone.now())


def _callable_by(user, found):
    """Whoever is known for one sensitive thing only is called by colleagues who may see the people of the office anyway."""
    offices = access.offices_where(user, "people.view_person")
    return found if offices is access.EVERYWHERE else found.filter(Q(person=None) | Q(person__apart="") | Q(office__in=offices))


def _label(result):
    labels = {
        Result.CONFIRMED: _("Reached and told"), Result.SAID_YES: _("Said yes"), Result.SAID_NO: _("Said no"), Result.NO_ANSWER: _("No answer"),
        Result.WRONG_NUMBER: _("Wrong number"),
    }  # fmt: skip
    return labels[result]


@staff_page("mailing.make_calls")
@require_POST
def note_result(request, pk):
    """Write down what came of a call."""
    task = access.get_or_404(_callable_by(request.user, CallTask.objects.all()), request.user, "mailing.make_calls", pk=pk)
    form = CallResultForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose what came of the call. The note may have 300 characters."))
        return redirect(f"{reverse('admin:calls')}#call-{pk}")
    try:
        calls.record_result(task=task, result=form.cleaned_data["result"], note=form.cleaned_data["note"], by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Noted. Thank you for calling."))
    return redirect("admin:calls")
