"""One of each record of what came of an event, for the walk over all staff addresses."""

from django.utils import timezone

from events.models import Commitment, CommitmentStep, EventRecord, Figure, Paper, Photo, Proposal
from tests import meetings

DESK = {
    "event_record": "event", "publish_record": "event", "approve_minutes": "event", "publish_minutes": "event", "add_event_photo": "event", "event_photo": "photo",
    "take_photo_away": "photo", "add_event_paper": "event", "take_paper_away": "paper", "make_promise": "event", "promise": "commitment", "event_kits": "event",
    "change_kit": "kitloan", "hand_out_kit": "kitloan", "take_back_kit": "kitloan", "give_up_kit": "kitloan", "proposal": "proposal", "take_proposal": "proposal",
    "answer_proposal": "proposal", "accept_proposal": "proposal",
}  # fmt: skip


def all_of(event, *, person):
    """Return {name of its model: record}, all of one event."""
    kit = meetings.kit(office=event.office)
    promise = Commitment.objects.create(event=event, office=event.office, text="We repair the light.")
    return {
        "event": event, "kittype": kit, "kitloan": meetings.loan(kit, event_=event), "commitment": promise,
        "commitmentstep": CommitmentStep.objects.create(commitment=promise, state="made", text="We repair the light.", at=timezone.now()),
        "eventrecord": EventRecord.objects.create(event=event, notes="Notes"), "figure": Figure.objects.create(event=event, name="Bags", number=12),
        "photo": Photo.objects.create(event=event, content=b"\xff\xd8\xff", width=1, height=1, description="A pond", consent="nobody", consented_on="2026-10-10"),
        "paper": Paper.objects.create(event=event, title="Plan", link="https://example.org/plan"),
        "proposal": Proposal.objects.create(office=event.office, person=person, title="Clean-up", where="Pond", day="2027-05-08"),
    }  # fmt: skip
