"""What tests of proposals need: one that is typed, one that waits, and the plan of an event."""

from datetime import time, timedelta

from django.utils import timezone

from events.actions.answers import Plan
from events.models import Proposal
from mailing.models import Message
from tests import makers


def a_day(days=30):
    return timezone.localdate() + timedelta(days=days)


WISH = {"title": "Clean-up at the pond", "where": "Jamaica Pond", "neighborhood": "", "other_days": "", "how_many": "25", "text": "", "organization": ""}


def proposed(browser, path="/events/propose/", **typed):
    rest = (
        {**WISH, "day": a_day().isoformat(), "tools": "20 rakes"} if "propose" in path else {**WISH, "day": a_day().isoformat(), "organization": "Hill School"}
    )
    return browser.send(path, **{**rest, **typed})


def received(**changes):
    """A proposal that waits for the office."""
    values = {"title": "Clean-up at the pond", "where": "Jamaica Pond", "day": a_day(), "due": a_day(7), **changes}
    if "office" not in values:
        values["office"] = makers.office()
    if "person" not in values:
        values["person"] = makers.person("Vera", f"vera.{makers.key()[-6:]}@example.org", office=values["office"])
    return Proposal.objects.create(**values)


def plan(**changes):
    return Plan(**{"title": "Clean-up at the pond", "kind": "clean_up", "day": a_day(), "start": time(9), "end": time(12), "kits": {}, **changes})


def kinds():
    return sorted(Message.objects.exclude(state="cancelled").values_list("kind", flat=True))
