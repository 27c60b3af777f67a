"""What needs somebody today: events, their notices, requests and questions."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.models import State
from civic.needs_today.drawers import Drawer, Row
from events import notices
from events.models import AccommodationRequest, Event, EventEdit, NoticePosting, Question, Registration
from languages import formats
from people.access import scope

OFFICE, LEADS = "event__office", "event__leads"
NOTICE_WITHIN = timedelta(days=14)  # longer than two days over any holidays


def in_review(user, permission, now):
    """Events that wait for whoever publishes them, the soonest first."""
    found = scope(Event.objects.filter(state=Event.State.IN_REVIEW), user, permission, leads_path="leads").order_by("starts", "pk")
    return Drawer(_("Events to publish"), _("No event waits to be published."), found, _event_row("publish_event"))


def unposted_notices(user, permission, now):
    """Public meetings of the next two weeks whose notice nobody has posted."""
    posted = NoticePosting.objects.filter(event=OuterRef("pk"), sequence=OuterRef("sequence"))
    soon = Event.objects.filter(state=Event.State.PUBLISHED, starts__gt=now, starts__lte=now + NOTICE_WITHIN)
    meetings = soon.filter(is_public_meeting=True) | soon.filter(board__isnull=False)
    found = scope(meetings.filter(~Exists(posted)), user, permission, leads_path="leads").select_related("office", "venue", "board").order_by("starts", "pk")

    def row(event):
        latest = notices.latest_posting(event)
        when = formats.plain(formats.day_and_clock(latest))
        note = _("late: it had to be posted by %(when)s") if latest < now else _("post it by %(when)s")
        return Row(str(event), reverse("admin:event_notice", args=[event.pk]), note % {"when": when})

    return Drawer(_("Notices to post"), _("Every notice of the next days is posted."), found, row)


def waiting_requests(user, permission, now):
    """What people asked for to take part, and nobody has answered; the soonest due first."""
    asked = AccommodationRequest.objects.waiting().to_come(now).select_related("event")
    asked = scope(asked, user, permission, office=OFFICE, leads_path=LEADS).order_by(F("due").asc(nulls_last=True), "pk")

    def row(one):
        by = _("answer by %(day)s") % {"day": formats.weekday_date(one.due)} if one.due else formats.plain(formats.day_and_clock(one.event.local_starts))
        return Row(f"{one.get_kind_display()}: {one.event}", reverse("admin:accommodations"), by)

    return Drawer(_("What would help people at an event"), _("Everybody who asked has an answer."), asked, row, reverse("admin:accommodations"))


def waiting_for_guardians(user, permission, now):
    """Places at events kept for young people until a guardian has agreed; the soonest to lapse first. Of sensitive events only their own page says who."""
    waiting = Registration.objects.filter(state=State.REQUESTED, link=None, event__is_sensitive=False).select_related("person", "event")
    waiting = scope(waiting, user, permission, office=OFFICE, leads_path=LEADS).order_by(F("until").asc(nulls_last=True), "pk")

    def row(one):
        page = f"{reverse('admin:event_people', args=[one.event_id])}#registration-{one.pk}"
        until = formats.plain(formats.day_and_clock(one.until.astimezone(one.event.zone))) if one.until else ""
        return Row(f"{one.person}: {one.event}", page, _("until %(when)s") % {"when": until} if until else "")

    return Drawer(_("Places at events that wait for a guardian"), _("No place waits for a guardian."), waiting, row)


def questions(user, permission, now):
    """Questions in advance that nobody has looked at, the soonest event first."""
    asked = Question.objects.to_moderate().select_related("event")
    asked = scope(asked, user, permission, office=OFFICE, leads_path=LEADS).order_by("event__starts", "pk")

    def row(one):
        return Row(str(one.event), reverse("admin:event_questions", args=[one.event_id]), formats.plain(formats.day_and_clock(one.event.local_starts)))

    return Drawer(_("Questions to look at"), _("Every question was looked at."), asked, row)


def undecided_edits(user, permission, now):
    """Announced events with an edit of which nobody has said whether people are told."""
    edits = EventEdit.objects.filter(event=OuterRef("pk"), closed_at=None)
    edited = Event.objects.filter(Exists(edits), starts__gt=now, state=Event.State.PUBLISHED)
    found = scope(edited, user, permission, leads_path="leads").order_by("starts", "pk")
    return Drawer(_("Edited: tell the people?"), _("Every edit of an event was decided."), found, _event_row("tell_event"))


def _event_row(page):
    """Return what makes a row of an event that leads to this page of it."""

    def row(event):
        return Row(str(event), reverse(f"admin:{page}", args=[event.pk]), formats.plain(formats.day_and_clock(event.local_starts)))

    return row
