"""Opportunities, their shifts and roles, who signed up, and what is needed at the site."""

from volunteers.models.cards import Card, OpportunityText
from volunteers.models.opportunities import Opportunity
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp
from volunteers.models.site import Headcount, SiteLink

__all__ = ["Card", "Headcount", "Opportunity", "OpportunityText", "Shift", "ShiftRole", "SignUp", "SiteLink"]
