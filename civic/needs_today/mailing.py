"""What needs somebody today: calls and letters."""

from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.needs_today.drawers import Drawer, Row
from languages import formats
from mailing.desk.words import answer_in_words, state_in_words
from mailing.models import CallTask, Message
from people.access import EVERYWHERE, offices_where, scope

FAILED_WITHIN = timedelta(days=30)
_NOT_APART = Q(person=None) | Q(person__apart="")  # who comes to a sensitive event is named here as little as in the lists behind these drawers


def to_call(user, permission, now):
    """People to call, the most urgent first."""
    tasks = scope(CallTask.objects.filter(result="").select_related("person"), user, permission).order_by(F("due").asc(nulls_last=True), "pk")
    of_people = offices_where(user, "people.view_person")
    if of_people is not EVERYWHERE:
        tasks = tasks.filter(_NOT_APART | Q(office__in=of_people))
    url = reverse("admin:calls")

    def row(task):
        by = _("call by %(day)s, %(time)s") % {"day": formats.weekday_date(task.due), "time": formats.clock(task.due)} if task.due else ""
        return Row(task.person.name if task.person else str(task.number), f"{url}#call-{task.pk}", by)

    return Drawer(_("To call"), _("Nobody waits for a call."), tasks, row, url)


def failed_letters(user, permission, now):
    """Letters that did not arrive."""
    letters = Message.objects.unsettled().filter(_NOT_APART, created_at__gt=now - FAILED_WITHIN).select_related("person").defer("text", "html")
    letters = scope(letters, user, permission).order_by("-created_at", "-pk")

    def row(letter):
        who = letter.person.name if letter.person else letter.to
        return Row(who, reverse("admin:mailing_message_change", args=[letter.pk]), answer_in_words(letter) or state_in_words(letter))

    return Drawer(_("Letters that failed"), _("No letter needs you."), letters, row)
