"""Counted links of the weekly email: one short address for each thing of an issue, the same for all of its readers."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from outreach.campaign_texts import own_path
from outreach.digest.entries import Shelf
from outreach.models import DigestIssue, DigestLink
from sharing import prompts
from sharing.models import TrackedLink


def count(issue: DigestIssue, wanted: Iterable[str], now: datetime) -> None:
    """Make the counted links that are missing of these things (refs); what leads away from the portal has none. Constant statements for any number."""
    missing = set(wanted) - set(issue.links.values_list("ref", flat=True))
    if not missing:
        return
    targets = {one.ref: path for one in Shelf(missing, now).entries().values() if (path := own_path(one.address))}
    channel = prompts.channel_of(prompts.DIGEST, issue.pk)
    TrackedLink.objects.bulk_create([TrackedLink(target=path, channel=channel) for path in sorted(set(targets.values()))], ignore_conflicts=True)
    known = dict(TrackedLink.objects.filter(target__in=targets.values(), channel=channel).values_list("target", "pk"))
    rows = [DigestLink(issue=issue, ref=ref, link_id=known[path]) for ref, path in sorted(targets.items())]
    DigestLink.objects.bulk_create(rows, ignore_conflicts=True)


class Ways:
    """The addresses that letters of some issues lead through: read once for all of them, written once a language."""

    def __init__(self, issues: Iterable[int], refs: Iterable[str]):
        links = DigestLink.objects.filter(issue__in=issues, ref__in=set(refs)).values_list("issue", "ref", "link__code")
        self._codes = {(issue, ref): code for issue, ref, code in links}
        self._written: dict[tuple[str, str], str] = {}

    def of(self, issue: int, ref: str) -> str:
        """Return the full counted address of a thing in the active language, empty where it has none."""
        code = self._codes.get((issue, ref))
        if code is None:
            return ""
        key = code, get_language() or settings.LANGUAGE_CODE
        if key not in self._written:
            self._written[key] = prompts.address(code)
        return self._written[key]
