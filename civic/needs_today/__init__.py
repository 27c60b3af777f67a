"""What needs a staff member today: drawers with a count, the first rows, and where to go; a file for each floor. One query a drawer."""

from dataclasses import replace

from django.utils import timezone

from civic.needs_today import donations, event_outcomes, events, mailing, outreach, volunteers
from intake import today

# Who may open it, what makes it, and in which list all of it stands, where it has no page of its own: told here too, for a list makes only its own drawers.
MAKERS = [
    ("volunteers.view_shift", volunteers.unfilled, "volunteers.shift"),
    ("mailing.make_calls", mailing.to_call, ""),
    ("mailing.view_message", mailing.failed_letters, "mailing.message"),
    ("donations.change_pickuprequest", donations.pick_ups_to_decide, "donations.pickuprequest"),
    ("donations.change_dropofflocation", donations.unchecked_locations, "donations.dropofflocation"),
    ("donations.change_arrangement", donations.gifts_to_answer, "donations.arrangement"),
    ("events.change_eventrecord", event_outcomes.missing_notes, "events.event"),
    ("events.change_commitment", event_outcomes.due_promises, "events.commitment"),
    ("events.view_proposal", event_outcomes.proposals_to_answer, ""),
    ("events.change_kitloan", event_outcomes.late_kits, "events.kitloan"),
    ("volunteers.change_signup", volunteers.waiting_requests, "volunteers.signup"),
    ("volunteers.change_signup", volunteers.open_needs, "volunteers.signup"),
    ("volunteers.view_signup", volunteers.unanswered_offers, "volunteers.signup"),
    ("volunteers.view_signup", volunteers.unanswered_changes, "volunteers.signup"),
    ("volunteers.change_hoursentry", volunteers.waiting_hours, "volunteers.hoursentry"),
    ("events.publish_event", events.in_review, "events.event"),
    ("outreach.approve_campaign", outreach.campaigns_in_review, "outreach.campaign"),
    ("events.change_event", events.unposted_notices, "events.event"),
    ("events.change_event", events.undecided_edits, "events.event"),
    ("events.change_accommodationrequest", events.waiting_requests, ""),
    ("events.change_question", events.questions, "events.question"),
    ("events.change_registration", events.waiting_for_guardians, "events.registration"),
]


def drawers_for(user, *, now):
    """Return the drawers a staff member may open."""
    return [_made(make, user, permission, now) for permission, make, _label in MAKERS if user.has_perm(permission)]


def in_list(user, model):
    """Return what of the rows of a model needs a staff member today, as (words, rows) by the names of the drawers."""
    label, now = model._meta.label_lower, timezone.now()
    makers = [(permission, make) for permission, make, of in MAKERS if of == label and user.has_perm(permission)]
    drawers = [_made(make, user, permission, now) for permission, make in makers]
    return {drawer.name: (drawer.title, drawer.queryset) for drawer in drawers}


def _made(make, user, permission, now):
    return replace(make(user, permission, now), name=make.__name__)


def register():
    """Let each list be filtered by what the home counts of it; called once when the portal starts."""
    today.register(in_list)
