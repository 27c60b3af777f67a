"""Opportunities with their shifts on one page, shifts with their roles, all sign-ups as a list, hours and letters of service."""

from volunteers.admin.applications import ApplicationAdmin
from volunteers.admin.hours import HoursEntryAdmin, RecognitionAdmin, ServiceLetterAdmin, TallyAdmin
from volunteers.admin.opportunities import OpportunityAdmin
from volunteers.admin.shifts import ShiftAdmin, ShiftRoleAdmin
from volunteers.admin.sign_ups import SignUpAdmin

__all__ = [
    "ApplicationAdmin", "HoursEntryAdmin", "OpportunityAdmin", "RecognitionAdmin", "ServiceLetterAdmin", "ShiftAdmin", "ShiftRoleAdmin", "SignUpAdmin", "TallyAdmin",
]  # fmt: skip
