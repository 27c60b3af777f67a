"""What came of an event, in words in the active language: notes, figures, minutes, photos, papers and what was promised."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.models import AccommodationRequest, Commitment, CommitmentStep, Event, EventRecord, Paper, Photo, Support, SupportKind
from intake.links import is_public
from languages import formats
from languages.content import translated

Minutes = EventRecord.Minutes
_STATES = {Commitment.State.DONE: "good", Commitment.State.DROPPED: "bad", Commitment.State.UNDER_WAY: "wait", Commitment.State.CHANGED: "wait"}


@dataclass(frozen=True)
class Promise:
    """One promise with what happened since it was made, newest first."""

    commitment: Commitment
    office: Any
    state_words: str
    kind: str
    due: str
    steps: list[CommitmentStep]


@dataclass(frozen=True)
class Outcome:
    """What everybody may read of a reported event."""

    record: EventRecord
    counted: list[str]
    figures: list[Any]
    organizations: list[str]
    present: list[str]
    votes: list[str]
    supports: list[str]
    photos: list[Photo] = field(default_factory=list)

    @property
    def has_minutes(self) -> bool:
        """The minutes are there for everybody."""
        return self.record.minutes_state == Minutes.PUBLISHED and bool(self.record.minutes)

    @property
    def recording(self) -> str:
        """The link to the recording, where it may stand on a public page."""
        return self.record.recording_link if is_public(self.record.recording_link) else ""

    @property
    def captions(self) -> str:
        """The link to its captions, where it may stand on a public page."""
        return self.record.captions_link if is_public(self.record.captions_link) else ""


def of(event: Event) -> Outcome | None:
    """Return what came of an event, None as long as nothing is published. Constant queries."""
    record = EventRecord.objects.filter(event=event, published_at__isnull=False).prefetch_related("organizations").first()
    if record is None or event.state != Event.State.REPORTED:
        return None
    figures, photos = list(event.figures.all()), list(event.photos.defer("content"))
    language = get_language()
    translated([record], language)
    translated([*figures], language)
    translated([*photos], language)
    is_public = record.minutes_state == Minutes.PUBLISHED
    return Outcome(
        record=record, counted=counted(record), figures=figures, organizations=sorted(str(one) for one in record.organizations.all()),
        present=lines(record.present) if is_public or not record.minutes else [], votes=lines(record.votes) if is_public or not record.minutes else [],
        supports=[_("%(support)s: %(number)s used it") % {"support": str(one).capitalize(), "number": one.used} for one in event.supports.all() if one.used],
        photos=photos,
    )  # fmt: skip


def counted(record: EventRecord) -> list[str]:
    """Return how many were there, in words."""
    said = []
    if record.headcount:
        said.append(ngettext("%(n)s person was there.", "%(n)s people were there.", record.headcount) % {"n": formats.whole_number(record.headcount)})
    if record.online_headcount:
        online = ngettext("%(n)s person took part online or by phone.", "%(n)s people took part online or by phone.", record.online_headcount)
        said.append(online % {"n": formats.whole_number(record.online_headcount)})
    return said


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class SupportCount:
    """One kind of support: whether it was offered to everybody, how many asked for it, and how many used it (None: not counted)."""

    name: str
    is_offered: bool
    asked: int
    used: int | None


def supports(event: Event) -> list[SupportCount]:
    """Return the kinds of support that were offered at an event or asked for, as the office counts them; two queries."""
    asked = dict(
        AccommodationRequest.objects.proved().filter(event=event).exclude(state=AccommodationRequest.State.WITHDRAWN)
        .order_by("kind").values_list("kind").annotate(n=Count("pk"))
    )  # fmt: skip
    offered: dict[str, list[Support]] = {}
    for support in event.supports.all():
        offered.setdefault(support.kind, []).append(support)
    found = []
    for kind, label in SupportKind.choices:
        if kind in asked or kind in offered:
            used = [one.used for one in offered.get(kind, []) if one.used is not None]
            found.append(SupportCount(str(label), kind in offered, asked.get(kind, 0), sum(used) if used else None))
    return found


def promises(event: Event) -> list[Promise]:
    """Return what was promised at an event, those due first. Constant queries."""
    found = list(event.commitments.select_related("office").prefetch_related("steps"))
    language = get_language()
    translated(found, language)
    translated([step for one in found for step in one.steps.all()], language)
    offices = {one.office_id: one.office for one in found}
    translated(offices.values(), language, ["name"])
    return [
        Promise(
            commitment=one, office=offices[one.office_id], state_words=one.get_state_display(), kind=_STATES.get(one.state, "past"),
            due=formats.weekday_date(one.due) if one.due else "", steps=[step for step in one.steps.all() if step.state != Commitment.State.MADE][::-1],
        )
        for one in found
    ]  # fmt: skip


def papers(event: Event) -> list[Paper]:
    """Return the papers of an event, without what is in them; those of a point of the agenda stand with it."""
    return translated(event.papers.defer("content").select_related("item"), get_language())
