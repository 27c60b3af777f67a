"""The letter of service: make one's own, print it; and the page where anyone checks one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.refusal import Refused
from languages.content import translated
from mailing import browser
from mailing.views.taking import come_back_tomorrow, say
from volunteers import amounts, service_letter_page, totals
from volunteers.actions import service_letters
from volunteers.forms.service_letters import CheckForm, OwnPeriodForm
from volunteers.models import ServiceLetter

SHOWN = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Choose for whom and from when to when; the letters made before stand below."""
    persons = browser.persons(request)
    if not persons:
        return redirect("my")
    request.is_own_page = True
    translated([person.office for person in persons], get_language(), ["name"])
    form = OwnPeriodForm(request.POST or None, persons=persons, initial=_whole_time(persons))
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        try:
            letter = service_letters.issue(person=form.chosen, **form.period(), by=None, now=timezone.now())
        except Refused as refused:
            status = say(form, refused)
        else:
            return redirect("hours:letter", letter.pk)
    made = ServiceLetter.objects.filter(person__in=persons, revoked_at=None).order_by("-pk")[:SHOWN]
    letters = [(letter, amounts.duration(letter.minutes), *map(service_letter_page.full_day, (letter.first_day, letter.last_day))) for letter in made]
    return come_back_tomorrow(render(request, "volunteers/hours/ask_letter.html", {"form": form, "letters": letters}, status=status))


def _whole_time(persons):
    """Everything that counts so far, from the first day on."""
    today = timezone.localdate()
    days = [line.day for line in totals.lines([person.pk for person in persons])]
    return {"first_day": min(days, default=today.replace(month=1, day=1)), "last_day": today, "person": str(persons[0].pk) if len(persons) == 1 else None}


@never_cache
@require_safe
def own(request, pk):
    """The letter, to print; for whoever has proved the address of the person it is about."""
    letter = ServiceLetter.objects.filter(person__in=browser.persons(request), pk=pk).select_related("office", "person").first()
    if letter is None:
        raise Http404
    request.is_own_page = True
    return printed(request, letter)


def printed(request, letter):
    """Return the page of a letter; above it, unprinted, whether it was withdrawn or the hours were corrected since."""
    done = totals.minutes_of([letter.person_id], first=letter.first_day, last=letter.last_day)[letter.person_id]
    context = {"page": service_letter_page.page(letter), "today": "" if done == letter.minutes else amounts.duration(done)}
    return render(request, "volunteers/hours/letter.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Anyone who holds a letter types its code and the last name on it; no name is ever shown."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "is_checked": form.is_valid()}
    if context["is_checked"]:
        answer = service_letters.check(**form.cleaned_data, now=timezone.now())
        context |= {"answer": answer, **(_said(answer) if answer and not answer.is_forgotten else {})}
    return render(request, "volunteers/hours/verify.html", context, status=422 if form.errors else 200)


def _said(answer):
    letter = answer.letter
    translated([letter.office], get_language(), ["name"])
    return {
        "office": letter.office.words.name, "issued": service_letter_page.full_day(timezone.localtime(letter.issued_at).date()), "hours": service_letter_page.in_all(letter),
        "first": service_letter_page.full_day(letter.first_day), "last": service_letter_page.full_day(letter.last_day),
        "today": amounts.duration(answer.minutes_today) if answer.has_changed else "",
    }  # fmt: skip
