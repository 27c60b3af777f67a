"""“Tell the 14 people?”: what changed, who would read it, the letter as they would read it, and yes or no."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from intake.admin import desk_page
from mailing.models import Message
from mailing.writing import previews
from people.access import staff_page
from volunteers import pending
from volunteers.actions import notices
from volunteers.desk.reach import fetch
from volunteers.models import Opportunity
from volunteers.told_states import CHANGED, MOVED

MOST_NOTICES = 500  # a series has 110 shifts


@staff_page("volunteers.change_shift")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request, pk):
    """The question with the letter; the answer counts for what was shown, and leads back to the opportunity."""
    opportunity = fetch(Opportunity.objects.select_related("office"), request.user, "volunteers.change_shift", pk)
    if request.method == "POST":
        return _decide(request, opportunity)
    left = pending.of_opportunity(opportunity, now=timezone.now())
    letters = left.asked or left.sure
    shown = [f"{notice}:{','.join(facts)}" for notice, facts in left.shown.items()]
    return desk_page(
        request, "volunteers/desk/changes.html", title=_title(left), opportunity=opportunity, left=left, shown=shown,
        people=left.people_asked if left.shown else left.people_sure, preview=_preview(letters[0]) if letters else None,
        shifts=len({one.sign_up.shift_id for one in letters}),
    )  # fmt: skip


def _title(left):
    if not left.shown:
        return _("What people are told")
    people = left.people_asked.count
    return ngettext("Tell the %(people)s person?", "Tell the %(people)s people?", people) % {"people": people}


def _decide(request, opportunity):
    says_yes = request.POST.get("act") == "yes"
    if says_yes or request.POST.get("act") == "no":
        decided = notices.decide(opportunity=opportunity, shown=_shown(request), tell=says_yes, by=request.user, now=timezone.now())
        _say(request, decided, says_yes)
        return redirect("admin:volunteers_opportunity_change", opportunity.pk)
    return redirect("admin:tell_changes", opportunity.pk)


def _say(request, decided, says_yes):
    if not decided:
        messages.info(request, _("That was decided already. Nothing was changed."))
    elif says_yes:
        messages.success(request, _("They will be told, each in one letter, ten minutes after the first change."))
    else:
        messages.success(request, _("Nobody is told of this."))


def _shown(request):
    """The notices and facts that the page showed; whatever else is sent means nothing."""
    found = {}
    for text in request.POST.getlist("shown")[:MOST_NOTICES]:
        number, _colon, facts = text.partition(":")
        if number.isascii() and number.isdecimal() and len(number) < 19:
            found[int(number)] = facts.split(",")
    return found


def _preview(letter):
    """Return (name, subject, text) as the first reader will see it; looking at it stores nothing."""
    sign_up = letter.sign_up
    message = Message(
        person=sign_up.person, office_id=sign_up.person.office_id, kind=MOVED if letter.asks else CHANGED, about=sign_up.ref, language=sign_up.language,
        values={"was": letter.was}, due=timezone.now(),
    )  # fmt: skip
    words = previews.of_message(message)
    return words and (sign_up.person.name, words[0], words[1])
