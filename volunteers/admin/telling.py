"""After an edit of a shift or an opportunity: staff read who is told when, and are asked about the rest."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages import formats
from volunteers import pending
from volunteers.models import ChangeNotice, Opportunity


class TellsChanges:
    """For the ModelAdmin of a shift or an opportunity."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.edited_at = timezone.now()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        opportunity = obj if isinstance(obj, Opportunity) else obj.opportunity
        _say_who_was_told(request, opportunity)
        left = pending.of_opportunity(opportunity, now=timezone.now())
        if left.sure:
            _say_who_will_be(request, opportunity, left)
        return HttpResponseRedirect(reverse("admin:tell_changes", args=[opportunity.pk])) if left.shown and answer.status_code == 302 else answer


def _say_who_will_be(request, opportunity, left):
    people = left.people_sure.count
    words = ngettext(
        "%(people)s person is told at %(time)s. Change it back before that, and nobody is told.",
        "%(people)s people are told at %(time)s. Change it back before that, and nobody is told.",
        people,
    ) % {"people": people, "time": formats.before_a_stop(formats.clock(timezone.localtime(left.goes_at)))}
    url = reverse("admin:tell_changes", args=[opportunity.pk])
    messages.info(request, format_html('{} <a href="{}">{}</a>', words, url, _("Read the letter")))


def _say_who_was_told(request, opportunity):
    """What begins within the hour is told at once: who has no email has to be called now."""
    at_once = ChangeNotice.objects.filter(opportunity=opportunity, closed_at__gte=request.edited_at, people__gt=0)
    for notice in at_once:
        words = ngettext(
            "It begins soon, so %(people)s person is told at once. Please call whoever may not read email in time.",
            "It begins soon, so %(people)s people are told at once. Please call whoever may not read email in time.",
            notice.people,
        ) % {"people": notice.people}
        url = reverse("admin:roster", args=[notice.shift_id]) if notice.shift_id else reverse("admin:opportunity_roster", args=[opportunity.pk])
        messages.warning(request, format_html('{} <a href="{}">{}</a>', words, url, _("Numbers on the roster")))
