"""Before everybody sees an event: what is missing is named, and published all the same only with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events import event_rules
from events.actions import events
from events.models import Event
from intake.refusal import Refused
from tests import makers
from tests.events import planning
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def test_nothing_is_missing_of_a_complete_event(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    event.refresh_from_db()
    assert event_rules.gaps(event, NOW) == []
    assert events.publish(event=event, accepted=[], reason="", by=None, now=NOW).state == "published"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("venue", {"venue": None}),
        ("online_link", {"mode": "online"}),
        ("dial_in", {"mode": "hybrid", "online_link": "https://example.org/room"}),
        ("text", {"text": ""}),
        ("officers", {"officers": ""}),
        ("recorded", {"is_recorded": None}),
        ("languages", {"languages": []}),
        ("board", {"kind": "board"}),
    ],
)
def test_what_is_missing_is_held_back_until_it_is_named_with_a_reason(event, code, change):
    Event.objects.filter(pk=event.pk).update(state="draft", **change)
    event.refresh_from_db()
    assert code in [gap.code for gap in event_rules.gaps(event, NOW)]
    codes = [gap.code for gap in event_rules.gaps(event, NOW)]
    for accepted, reason in (([], "Soon"), (codes, ""), (codes, "   ")):
        with pytest.raises(Refused):
            events.publish(event=event, accepted=accepted, reason=reason, by=None, now=NOW)
    assert Event.objects.get().state == "draft"
    published = events.publish(event=event, accepted=codes, reason="It comes tomorrow", by=None, now=NOW)
    assert published.state == "published" and published.gaps_accepted.startswith("It comes tomorrow (")


def test_no_agenda_no_supports_no_lead_and_steps_are_missing_too(event):
    event.agenda.all().delete()
    event.supports.all().delete()
    event.leads.clear()
    event.venue.step_free = False
    event.venue.save()
    Event.objects.filter(pk=event.pk).update(is_public_meeting=True)
    event = Event.objects.select_related("venue", "office", "board").get()
    assert {"agenda", "supports", "leads", "steps"} <= {gap.code for gap in event_rules.gaps(event, NOW)}


def test_the_page_names_the_gaps_and_keeps_what_was_typed(carla, office):
    event = planning.complete(office, carla, state="draft", officers="", published_at=None)
    client, url = signed_in(carla), reverse("admin:publish_event", args=[event.pk])
    codes = [gap.code for gap in event_rules.gaps(event, timezone.now())]
    assert "It is not said whether police officers will be there." in client.get(url).text
    refused = client.post(url, {"accepted": codes, "reason": ""})
    assert refused.status_code == 422 and "Say why it is published" in refused.text
    assert client.post(url, {"accepted": ["officers", "nonsense"], "reason": "Soon"}).status_code == 422
    assert client.post(url, {"accepted": codes, "reason": "Soon"}).status_code == 302
    assert Event.objects.get().state == "published"


def test_a_draft_goes_to_review_and_back(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert events.submit(event=event, by=None, now=NOW).state == "in_review"
    assert events.submit(event=event, by=None, now=NOW).state == "in_review"
    assert events.back_to_draft(event=event, by=None, now=NOW).state == "draft"
    Event.objects.filter(pk=event.pk).update(state="published")
    with pytest.raises(Refused):
        events.submit(event=event, by=None, now=NOW)


def test_what_has_begun_is_not_published(event):
    Event.objects.filter(pk=event.pk).update(state="draft")
    with pytest.raises(Refused, match="begun"):
        events.publish(event=event, accepted=[], reason="", by=None, now=event.starts)
