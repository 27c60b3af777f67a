"""What came of a weekly email: numbers over all of its readers, nobody by name."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from mailing.models import Message
from outreach.digest.readers import KIND
from outreach.digest.timing import WEEK
from outreach.models import DigestIssue, Subscription
from outreach.progress import Results


def results(issue: DigestIssue) -> Results:
    """Return how many of its readers left a topic in the week after it, and how often each of its links was followed; two queries."""
    got = Message.objects.filter(person=OuterRef("person"), about=issue.ref, kind=KIND)
    left = Subscription.objects.filter(Exists(got), topic__office=issue.office_id, ended_at__gte=issue.due, ended_at__lt=issue.due + WEEK)
    unsubscribed = left.exclude(state=Subscription.State.CONFIRMED).order_by().values("person").distinct().count()
    titles, links = _titles(issue), {}
    for one in issue.links.select_related("link"):  # two things may lead to one page: it is counted once
        links.setdefault(one.link_id, (titles.get(one.ref, one.link.target), one.link.followed))
    told = sorted(links.values(), key=lambda pair: -pair[1])
    return Results(unsubscribed, sum(followed for _title, followed in told), told)


def _titles(issue: DigestIssue) -> dict[str, str]:
    """What the things were called when the issue was made; of those that only single readers got, the page has to do."""
    kept = issue.contents.get("entries", {})
    return {one["ref"]: one["title"] for one in kept.get(get_language()) or kept.get(settings.LANGUAGE_CODE) or []}
