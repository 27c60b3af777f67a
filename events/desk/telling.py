"""“Tell the 14 people?”: what was edited of an announced event, who would read it, the letter as they would read it, and yes or no."""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import facts, people_told
from events.actions import telling
from events.desk.handled import CHANGE, back, fetch
from events.models import EventEdit
from intake.admin import desk_page
from intake.refusal import Refused
from mailing.models import Message
from mailing.writing import previews
from people.access import staff_page


@staff_page(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request, pk):
    """The question with the letter; the answer counts for what was shown."""
    event = fetch(request, pk)
    if request.method == "POST":
        return _decide(request, event)
    edit = EventEdit.objects.filter(event=event, closed_at=None).first()
    people = people_told.number(event)
    title = ngettext("Tell the %(people)s person?", "Tell the %(people)s people?", people) % {"people": people} if edit else _("What people are told")
    changed = [str(facts.ASKED[name]) for name in edit.facts if name in facts.ASKED] if edit else []
    return desk_page(
        request, "events/desk/tell.html", title=title, event=event, edit=edit, changed=changed, people=people, preview=edit and _preview(event, edit),
    )  # fmt: skip


def _decide(request, event):
    says_yes, number = request.POST.get("act") == "yes", request.POST.get("edit", "")
    if not (says_yes or request.POST.get("act") == "no") or not (number.isascii() and number.isdecimal() and len(number) < 19):
        return back(event.pk)
    try:
        told = telling.decide(
            event=event, edit_id=int(number), shown=request.POST.getlist("shown")[: len(facts.ASKED)], tell_them=says_yes, by=request.user, now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        _say(request, told, says_yes)
    return back(event.pk)


def _say(request, told, says_yes):
    if told is None:
        messages.info(request, _("That was decided already. Nothing was changed."))
    elif says_yes:
        messages.success(request, ngettext("The letter is on its way to %(n)s person.", "The letter is on its way to %(n)s people.", told) % {"n": told})
    else:
        messages.success(request, _("Nobody is told of this."))


def _preview(event, edit):
    """Return (name, subject, text) as the first reader will see it; looking at it stores nothing."""
    first = people_told.coming(event).select_related("person").order_by("pk").first() or people_told.only_asked(event).select_related("person").first()
    if first is None:
        return None
    language = getattr(first, "language", "") or first.person.language
    message = Message(
        person=first.person, office_id=first.person.office_id, kind=telling.CHANGED, about=first.ref, language=language, values={"facts": edit.facts}, due=timezone.now(),
    )  # fmt: skip
    words = previews.of_message(message)
    return words and (first.person.name, words[0], words[1])
