"""What needs somebody today: notes that are missing, promises that are due, proposals to answer, kits that should be back."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.needs_today.drawers import Drawer, Row
from events import kit_days, proposal_words
from events.models import Commitment, Event, Proposal
from languages import formats
from people.access import scope


def missing_notes(user, permission, now):
    """Events that are over and not reported, the longest ago first."""
    over = Event.objects.filter(state__in=[Event.State.PUBLISHED, Event.State.HELD], ends__lte=now).select_related("venue")
    over = scope(over, user, permission, leads_path="leads").order_by("ends", "pk")

    def row(event):
        return Row(str(event), reverse("admin:event_record", args=[event.pk]), formats.plain(formats.weekday_date(event.local_starts)))

    return Drawer(_("Events without notes"), _("Every event that is over has its notes."), over, row)


def due_promises(user, permission, now):
    """Promises whose day has come and that are neither kept nor dropped."""
    due = Commitment.objects.filter(state__in=Commitment.OPEN, due__lte=timezone.localdate(now)).select_related("event", "office")
    due = scope(due, user, permission, office="event__office", leads_path="event__leads").order_by("due", "pk")

    def row(promise):
        return Row(str(promise), reverse("admin:promise", args=[promise.pk]), _("until %(day)s") % {"day": formats.weekday_date(promise.due)})

    return Drawer(_("Promises that are due"), _("No promise is due."), due, row)


def proposals_to_answer(user, permission, now):
    """Proposals and invitations that wait for an answer, the soonest due first."""
    waiting = scope(Proposal.objects.waiting(), user, permission).order_by("due", "pk")

    def row(proposal):
        by = _("answer by %(day)s") % {"day": formats.weekday_date(proposal.due)} if proposal.due else ""
        return Row(proposal_words.title(proposal), reverse("admin:proposal", args=[proposal.pk]), by)

    return Drawer(_("Proposals to answer"), _("No proposal waits for an answer."), waiting, row, reverse("admin:proposals"))


def late_kits(user, permission, now):
    """Kits that are out and should have come back."""
    late = scope(kit_days.late(timezone.localdate(now)), user, permission, office="event__office", leads_path="event__leads")

    def row(loan):
        until = _("until %(day)s") % {"day": formats.weekday_date(loan.until)}
        return Row(f"{loan}, {loan.event}", f"{reverse('admin:event_kits', args=[loan.event_id])}#loan-{loan.pk}", until)

    return Drawer(_("Kits that should be back"), _("Every kit that was due is back."), late, row)
