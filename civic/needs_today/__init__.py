"""What needs a staff member today: drawers with a count, the first rows, and where to go; a file for each floor. One query a drawer."""

from civic.needs_today import donations, event_outcomes, events, mailing, outreach, volunteers

MAKERS = [
    ("volunteers.view_shift", volunteers.unfilled),
    ("mailing.make_calls", mailing.to_call),
    ("mailing.view_message", mailing.failed_letters),
    ("donations.change_pickuprequest", donations.pick_ups_to_decide),
    ("donations.change_dropofflocation", donations.unchecked_locations),
    ("donations.change_arrangement", donations.gifts_to_answer),
    ("events.change_eventrecord", event_outcomes.missing_notes),
    ("events.change_commitment", event_outcomes.due_promises),
    ("events.view_proposal", event_outcomes.proposals_to_answer),
    ("events.change_kitloan", event_outcomes.late_kits),
    ("volunteers.change_signup", volunteers.waiting_requests),
    ("volunteers.change_signup", volunteers.open_needs),
    ("volunteers.view_signup", volunteers.unanswered_offers),
    ("volunteers.view_signup", volunteers.unanswered_changes),
    ("volunteers.change_hoursentry", volunteers.waiting_hours),
    ("events.publish_event", events.in_review),
    ("outreach.approve_campaign", outreach.campaigns_in_review),
    ("events.change_event", events.unposted_notices),
    ("events.change_event", events.undecided_edits),
    ("events.change_accommodationrequest", events.waiting_requests),
    ("events.change_question", events.questions),
    ("events.change_registration", events.waiting_for_guardians),
]


def drawers_for(user, *, now):
    """Return the drawers a staff member may open."""
    return [make(user, permission, now) for permission, make in MAKERS if user.has_perm(permission)]
