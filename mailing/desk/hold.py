"""The page on which all mail is held and let go: after a restore, and whenever nothing may leave."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from intake.refusal import Refused
from mailing import hold
from mailing.desk.forms import ReleaseForm
from mailing.kind_names import kind_in_words
from people.access import staff_page


@staff_page("people.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """Whether mail leaves; what would leave at once; and the one button there is to press."""
    held = hold.held()
    # Whoever restored a copy of another portal should not have to remember what it sent; where the portal moved, or somebody pressed the button, nothing has left.
    initial = {"sent_until": held.held_since} if held and held.why == held.Why.COPY else {}
    form = ReleaseForm(request.POST if request.method == "POST" and "release" in request.POST else None, initial=initial)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            said = _released(form) if form.is_bound else _held()
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence) if refusal.field else messages.error(request, refusal.sentence)
        else:
            messages.success(request, said)
        if not form.errors:
            return redirect("admin:mail_hold")
    due = [{**row, "kind": kind_in_words(row["kind"])} for row in hold.due(now=timezone.now())]
    return desk_page(request, "mailing/desk/hold.html", title=_("All mail"), status=422 if form.errors else 200, held=held, form=form, due=due)


def _held():
    hold.hold(now=timezone.now())
    return _("All mail is held.")


def _released(form):
    kept = hold.release(sent_until=form.cleaned_data["sent_until"], now=timezone.now())
    words = ngettext("Mail leaves again. %(letters)s letter stays behind.", "Mail leaves again. %(letters)s letters stay behind.", kept)
    return words % {"letters": kept} if kept else _("Mail leaves again.")
