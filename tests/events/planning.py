"""What tests of the staff's side of events share: a complete event that is still to come, whatever today is, and its change form."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from events.letters import standing
from events.models import AgendaItem, Event, Support
from languages.content import set_translation
from languages.models import Translation
from mailing.models import Message
from mailing.writing import previews
from tests import makers, meetings
from tests.staff.conftest import NEW_YORK, signed_in
from tests.staff.test_opportunity_admin import TRANSLATIONS, management


def at(days, hour=18):
    """A time of day so many days from today, on the clock of the place."""
    day = timezone.localtime(timezone.now(), NEW_YORK).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=NEW_YORK)


def complete(office, by, *, days=30, hour=18, **changes):
    """An event of which nothing is missing before it is published, in English and Spanish."""
    starts = at(days, hour)
    values = {
        "office": office,
        "officers": "no",
        "is_recorded": False,
        "languages": ["en"],
        "starts": starts,
        "published_at": timezone.now() - timedelta(days=1),
        **changes,
    }
    event = meetings.event(**values)
    event.leads.add(by)
    support = Support.objects.create(event=event, kind="food", note="vegetarian too")
    item = AgendaItem.objects.create(event=event, title="Safer crossings", minutes=30)
    for record, words in [
        (event, {"title": "Sesión", "purpose": "¿Qué debe ser más seguro?"}),
        (item, {"title": "Cruces más seguros"}),
        (support, {"note": "también vegetariana"}),
    ]:
        for field, text in words.items():
            set_translation(record=record, field=field, language="es", text=text, status=Translation.Status.VERIFIED, now=timezone.now())
    return Event.objects.select_related("office", "venue", "board").get(pk=event.pk)


def form_of(event, **changes):
    """What the change form of an event sends, with nothing below it changed."""
    local = event.local_starts
    supports, items = list(event.supports.all()), list(event.agenda.all())
    rows = management("supports", len(supports), len(supports)) | management("agenda", len(items), len(items)) | management(TRANSLATIONS, 0)
    for number, one in enumerate(supports):
        rows |= {
            f"supports-{number}-{name}": value
            for name, value in {"id": one.pk, "event": event.pk, "kind": one.kind, "note": one.note, "language": one.language}.items()
        }
    for number, one in enumerate(items):
        values = {"id": one.pk, "event": event.pk, "title": one.title, "minutes": one.minutes or "", "order": one.order}
        rows |= {f"agenda-{number}-{name}": value for name, value in values.items()}
    return {
        "title": event.title, "purpose": event.purpose, "kind": event.kind, "date": local.date(), "start": f"{local:%H:%M}", "end": f"{event.local_ends:%H:%M}",
        "mode": event.mode, "venue": event.venue_id or "", "neighborhood": event.neighborhood_id or "", "text": event.text, "decision": event.decision,
        "bring": event.bring, "languages": event.languages, "officers": event.officers, "is_recorded": "" if event.is_recorded is None else str(event.is_recorded),
        "waitlist": "on", "guardian_consent": "on", "capacity": event.capacity or "", "late_hours": event.late_hours, "time_zone": event.time_zone,
        "leads": [lead.pk for lead in event.leads.all()], "contact_name": event.contact_name, "contact_phone": event.contact_phone or "",
        "contact_email": event.contact_email, "online_link": event.online_link, "dial_in": event.dial_in or "", **rows, **changes,
    }  # fmt: skip


def change(user, event, **changes):
    """Send the change form of an event; follows to where it leads."""
    return signed_in(user).post(reverse("admin:events_event_change", args=[event.pk]), form_of(event, **changes), follow=True)


def due():
    """The letters that have not left yet, in the order in which they were owed."""
    return list(Message.objects.filter(state=Message.State.QUEUED).order_by("pk"))


def text_of(message):
    """Subject and text of a letter as it would leave now."""
    return previews.of_message(message)


def is_wanted(message, now=makers.NOW):
    """Whether a letter about how an event stands would still leave."""
    record = standing.load([message]).get(message.pk)
    return record is not None and standing.is_wanted(message, record, now)
