"""What residents propose: a clean-up that somebody wants to run, and one invitation."""

from datetime import timedelta

from civic.seed.shifts import BOSTON
from events.models import Proposal
from people.models import Person

PROPOSED = [
    {"kind": "run", "title": "Clean-up at the pond", "where": "Jamaica Pond, boathouse", "how_many": 25, "tools": "20 rakes, gloves and bags"},
    {"kind": "invite", "title": "Talk with the eighth grade", "where": "12 School Street", "how_many": 28, "organization": "Hillside School (sample)"},
]


def plant_proposals(office, carla, now):
    """Make both; nothing here sends a letter."""
    today = now.astimezone(BOSTON).date()
    people = Person.objects.filter(office=office).exclude(email="").order_by("pk")[: len(PROPOSED)]
    for person, one in zip(people, PROPOSED, strict=False):
        Proposal.objects.create(office=office, person=person, day=today + timedelta(days=35), due=today + timedelta(days=5), owner=carla, **one)
