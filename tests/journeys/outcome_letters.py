"""One letter of every kind about what came of an event: owed by the verbs that really owe them."""

from datetime import timedelta

from django.utils import timezone

from events.actions import answers, commitments
from events.letters import followers as following
from events.letters import proposals as emails
from events.models import Follower, Proposal
from tests import makers
from tests.events import reporting


def about_outcomes(*, by, now):
    """What somebody hears of an event they came to, and of what they proposed."""
    event = reporting.over(days=2)
    came = reporting.came(event, "Ana", "ana-came@example.org")
    promise = commitments.make(event=event, office=event.office, text="We repair the light.", due=None, key=makers.key(), by=by, now=now)
    reporting.published(event)
    commitments.move(commitment=promise, state="done", text="The light is on.", due=None, seen="made", key=makers.key(), by=by, now=now)
    following.following(Follower.objects.get(event=event, person=came.person), now=now)
    values = {"office": event.office, "title": "Clean-up", "where": "Pond", "day": timezone.localdate(now) + timedelta(days=30), "due": timezone.localdate(now)}
    waits, asked = (Proposal.objects.create(person=makers.person(name, f"{name.lower()}-proposes@example.org"), **values) for name in ("Pia", "Quin"))
    emails.received(waits, now=now)
    answers.answer(proposal=asked, reply="We look at it.", by=by, now=now)
