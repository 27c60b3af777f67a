"""“Write to these people”: typed, looked at as it will be read, and sent once."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import words
from events.actions import notes
from events.desk.handled import back, done, fetch
from intake.admin import desk_page
from languages import formats
from mailing.models import Message
from mailing.note_forms import NoteForm
from mailing.writing import previews
from people.access import staff_page

_WRITE = "events.write_to_event"


@staff_page(_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """The form; then the note as the first of them will read it, with who gets it how and who does not; then it is sent."""
    event = fetch(request, pk, _WRITE)
    act = request.POST.get("act", "")
    form = NoteForm(request.POST or None)
    if not form.is_valid() or act == "change":
        return _page(request, event, form, status=422 if form.errors else 200)
    if act == "send" and (sent := done(form, lambda: notes.write(event=event, by=request.user, now=timezone.now(), **form.cleaned_data))):
        messages.success(request, ngettext("The note is on its way to %(n)s person.", "The note is on its way to %(n)s people.", sent) % {"n": sent})
        return back(pk)
    if form.errors:
        return _page(request, event, form, status=422)
    reached = notes.reached(event=event, with_waitlist=form.cleaned_data["with_waitlist"])
    return _page(request, event, form, reached=reached, preview=_preview(reached, form.cleaned_data))


def _page(request, event, form, *, status=200, **more):
    about = {"of": event, "when": formats.plain(words.when(event)), "back": reverse("admin:events_event_change", args=[event.pk])}
    return desk_page(request, "admin/desk/note.html", title=_("Write to the people of this event"), status=status, form=form, **about, **more)


def _preview(reached, typed):
    """Return (name, subject, text) as the first reader will see it; looking at it stores nothing."""
    if not reached.people:
        return None
    first = reached.people[0]
    values = {"subject": typed["subject"], "text": typed["text"]}
    letter = Message(
        person=first.person, office=first.person.office, kind=notes.KIND, about=first.ref, language=first.language, values=values, due=timezone.now()
    )
    written = previews.of_message(letter)
    return written and (first.person.name, written[0], written[1])
