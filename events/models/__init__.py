"""Events with their boards, people, supports, questions, records and promises."""

from events.models.agenda import AgendaItem, Paper, Speaker
from events.models.boards import Board, BoardMember
from events.models.commitments import Commitment, CommitmentStep, Follower
from events.models.edits import EventEdit
from events.models.events import Event, EventCoHost, EventLead
from events.models.invitations import Invitation
from events.models.kits import KitLoan, KitType
from events.models.plans import EngagementPlan, NoticePosting
from events.models.proposals import Proposal
from events.models.questions import Question, Remark
from events.models.records import EventRecord, Feedback, Figure, Photo, RecordOrganization
from events.models.registrations import DoorCount, DoorLink, Registration
from events.models.series import EventSeries
from events.models.signs import DoorSign, DoorTry
from events.models.supports import AccommodationRequest, LeadTime, Support, SupportKind

__all__ = [
    "AccommodationRequest", "AgendaItem", "Board", "BoardMember", "Commitment", "CommitmentStep", "DoorCount", "DoorLink", "DoorSign", "DoorTry", "EngagementPlan",
    "Event", "EventCoHost", "EventEdit", "EventLead", "EventRecord", "EventSeries", "Feedback", "Figure", "Follower", "Invitation", "KitLoan", "KitType", "LeadTime",
    "NoticePosting", "Paper", "Photo", "Proposal", "Question", "RecordOrganization", "Registration", "Remark", "Speaker", "Support", "SupportKind",
]  # fmt: skip
