"""“Write to these people”: typed, looked at as it will be read, and sent once."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from intake.refusal import Refused
from languages import formats
from mailing.models import Message
from mailing.note_forms import NoteForm
from mailing.writing import previews
from people.access import staff_page
from volunteers.actions import notes
from volunteers.desk.reach import fetch
from volunteers.letters.notes import KIND
from volunteers.models import Shift


@staff_page("volunteers.write_to_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """The form; then the note as the first of them will read it, with who gets it how and who does not; then it is sent."""
    shift = fetch(Shift.objects.select_related("opportunity__office", "venue"), request.user, "volunteers.write_to_shift", pk)
    act = request.POST.get("act", "")
    form = NoteForm(request.POST or None)
    if not form.is_valid() or act == "change":
        return _page(request, shift, form, status=422 if form.errors else 200)
    if act == "send" and (sent := _send(request, shift, form)):
        messages.success(request, ngettext("The note is on its way to %(n)s person.", "The note is on its way to %(n)s people.", sent) % {"n": sent})
        return redirect("admin:roster", pk)
    if form.errors:
        return _page(request, shift, form, status=422)
    reached = notes.reached(shift=shift, with_waitlist=form.cleaned_data["with_waitlist"])
    return _page(request, shift, form, reached=reached, preview=_preview(reached, form.cleaned_data))


def _page(request, shift, form, *, status=200, **more):
    about = {"of": shift.opportunity, "when": formats.when(shift), "back": reverse("admin:roster", args=[shift.pk])}
    return desk_page(request, "admin/desk/note.html", title=_("Write to the people of this shift"), status=status, form=form, **about, **more)


def _send(request, shift, form):
    try:
        return notes.write(shift=shift, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return 0


def _preview(reached, typed):
    """Return (name, subject, text) as the first reader will see it; looking at it stores nothing."""
    if not reached.people:
        return None
    first = reached.people[0]
    values = {"subject": typed["subject"], "text": typed["text"]}
    letter = Message(person=first.person, office=first.person.office, kind=KIND, about=first.ref, language=first.language, values=values, due=timezone.now())
    words = previews.of_message(letter)
    return words and (first.person.name, words[0], words[1])
