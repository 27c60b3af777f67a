"""Inviting by letter: typed, looked at as each language will read it, with who gets none and why; then sent once."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events import words
from events.actions import invitations as verbs
from events.desk.handled import done
from events.desk.people_reach import fetch
from events.forms.invitations import WriteForm
from events.letters.invitation_letters import KIND
from events.models import Event, Invitation
from intake.admin import desk_page
from mailing.models import Message
from mailing.writing import previews
from people.access import staff_page

_PERMISSION = "events.change_invitation"


@staff_page(_PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk):
    """The form; then whom it reaches and how the letter reads; then it is sent."""
    event = fetch(Event.objects.select_related("office", "venue"), request.user, _PERMISSION, pk)
    act, form = request.POST.get("act", ""), WriteForm(request.POST or None, event=event)
    if not form.is_valid() or act == "change":
        return _page(request, event, form, status=422 if form.errors else 200)
    typed = form.cleaned_data
    if act == "send" and (sent := done(form, lambda: _send(request, event, form))):
        messages.success(request, ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", sent) % {"n": sent})
        return redirect("admin:event_invitations", pk)
    if form.errors:
        return _page(request, event, form, status=422)
    guests = verbs.sort(event=event, guests=form.guests, now=timezone.now())
    names = dict(settings.LANGUAGES)
    rows = [(guest, names.get(guest.language, guest.language)) for guest in guests.written]
    return _page(request, event, form, guests=guests, rows=rows, letters=_previews(event, guests.written, typed["words"]))


def _send(request, event, form):
    typed = form.cleaned_data
    return verbs.write(event=event, guests=form.guests, words=typed["words"], key=typed["key"], by=request.user, now=timezone.now())


def _page(request, event, form, *, status=200, **more):
    return desk_page(
        request, "events/desk/write_invitations.html", title=_("Invite by letter"), status=status, event=event, form=form, when=words.when(event),
        where=words.where(event), **more,
    )  # fmt: skip


def _previews(event, guests, own_words):
    """Return (language, subject, text) as the first reader of each language will see it; looking at it stores nothing."""
    first = {}
    for guest in guests:
        first.setdefault(guest.language, guest)
    names = dict(settings.LANGUAGES)
    found = []
    for language, guest in first.items():
        with transaction.atomic():
            shown = Invitation.objects.create(event=event, name=guest.name, language=language, words=own_words)
            letter = Message(office=event.office, kind=KIND, about=shown.ref, language=language, due=timezone.now())
            written = previews.of_message(letter)
            transaction.set_rollback(True)
        found += [(names.get(language, language), written[0], written[1])] if written else []
    return found
