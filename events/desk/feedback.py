"""Feedback on the desk: what people said, one more from the phone, and the short address for paper."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Avg, Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import words
from events.actions import feedback as verbs
from events.desk import within
from events.forms.feedback import FeedbackForm
from events.models import Feedback
from intake import short_codes
from intake.admin import desk_page
from intake.phones import spoken_number
from intake.refusal import Refused
from languages import formats
from languages.content import translated
from languages.offer import offered_codes
from people.access import staff_page

VIEW, ADD = "events.view_feedback", "events.add_feedback"
SHOWN = 200
_FEW = 5  # answers: below this number no average is shown, for it would tell what one person said


@staff_page(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """What people said of one event; and one written down from the phone."""
    event = within.event(request, ADD if request.method == "POST" else VIEW, pk)
    form = FeedbackForm(request.POST or None)
    if form.is_valid() and _give(request, event, form):
        messages.success(request, _("It is written down, without a name."))
        return redirect("admin:event_feedback", pk)
    found = Feedback.objects.filter(event=event)
    return desk_page(
        request, "events/desk/feedback.html", title=_("Feedback"), status=422 if request.method == "POST" else 200, event=event, when=words.when(event),
        figures=_figures(found), said=found.exclude(text="").order_by("-pk")[:SHOWN], form=form, may_add=within.may(request.user, ADD, event),
        address=_address(event) if event.feedback_code else "",
    )  # fmt: skip


def _give(request, event, form):
    try:
        return verbs.give(
            event=event, source=Feedback.Source.PHONE, language=settings.LANGUAGE_CODE, browser=f"user:{request.user.pk}", by=request.user, now=timezone.now(),
            **form.typed,
        )  # fmt: skip
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return None


def _figures(found):
    """Return (label, words) of all answers; an average only of several."""
    sums = found.aggregate(all=Count("pk"), **{f"{act.__name__}_{name}": act(name) for act in (Avg, Count) for name in ("welcome", "heard")})
    averages = [(label, sums[f"Avg_{name}"], sums[f"Count_{name}"]) for name, label in (("welcome", _("I felt welcome")), ("heard", _("I was heard")))]
    return [(_("Answers"), formats.whole_number(sums["all"])), *((label, _average(value, number)) for label, value, number in averages)]


def _average(value, number):
    if number < _FEW:
        return _("fewer than %(n)s answers") % {"n": _FEW}
    return _("%(average)s of 5 (%(n)s answers)") % {"average": f"{value:.1f}", "n": formats.whole_number(number)}


def _address(event):
    return settings.SITE_URL + reverse("events:feedback_short", args=[event.feedback_code])


@staff_page(VIEW)
@require_POST
def make_code(request, pk):
    """Give the event its short address; then the sheet can be printed."""
    verbs.make_code(event=within.event(request, VIEW, pk), now=timezone.now())
    return redirect("admin:feedback_sheet", pk)


@staff_page(VIEW)
@require_safe
def sheet(request, pk):
    """The sheet to print and to lay out in the room: the question, the code to scan, and the address in words."""
    event = within.event(request, VIEW, pk)
    if not event.feedback_code:
        return redirect("admin:event_feedback", pk)
    return desk_page(
        request, "events/desk/feedback_sheet.html", title=_("How was it?"), event=event, address=_address(event), code=short_codes.spaced(event.feedback_code),
        texts=[_words_in(language, event) for language in dict.fromkeys([settings.LANGUAGE_CODE, *offered_codes()])],
    )  # fmt: skip


def _words_in(language, event):
    """Return what the sheet says in one language; a title that has no verified translation stays in English."""
    with translation.override(language):
        translated([event], language, ["title"])
        return {
            "language": language, "is_bidi": translation.get_language_bidi(), "heading": _("How was it?"), "title": event.words.title, "when": words.when(event),
            "how": _("Scan the code with your phone, or type the address. We do not ask who you are. No phone? Tell us: %(phone)s.")
            % {"phone": spoken_number(event.contact_phone or event.office.phone)},
        }  # fmt: skip
