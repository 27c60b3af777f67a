"""Opportunities with their shifts on one page, shifts with their roles, and all sign-ups as a list."""

from volunteers.admin.opportunities import OpportunityAdmin
from volunteers.admin.shifts import ShiftAdmin, ShiftRoleAdmin
from volunteers.admin.sign_ups import SignUpAdmin

__all__ = ["OpportunityAdmin", "ShiftAdmin", "ShiftRoleAdmin", "SignUpAdmin"]
