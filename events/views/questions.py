"""“Ask a question in advance”: asked by anybody, and a person's own page of it."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import question_words as own_words
from events import words
from events.actions import questions
from events.forms.asking import QuestionForm
from events.models import Question
from events.views import asking
from mailing import browser


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """Anybody asks, registered or not; nothing is public before staff have put it into words."""

    def verb(event, form, **common):
        return questions.ask_on_page(event=event, text=form.cleaned_data["question"], **common)

    return asking.ask(request, slug, form_class=QuestionForm, template="events/ask_question.html", verb=verb, own_page="events:question")


@never_cache
@require_safe
def detail(request, pk):
    """What was asked, what became of it, and the answer; one 404 for what is foreign, expired or unknown."""
    found = next(iter(own_words.fetch([pk])), None)
    browser.own_or_404(request, found, person=found and found.person)
    shown = own_words.put_public_words(found)
    event = found.event
    context = {
        "question": found, "event": event, "thing": own_words.thing(found), "look": own_words.look(found), "when": words.when(event),
        "where": words.where(event), "shown": shown, "is_public": found.state not in {Question.State.SUBMITTED, Question.State.DECLINED},
        "is_answered": own_words.is_answered(found), "contact_phone": event.contact_phone or event.office.phone,
    }  # fmt: skip
    return render(request, "events/question.html", context)
