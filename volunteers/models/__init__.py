"""Opportunities, their shifts and roles, who signed up, and what is needed at the site."""

from volunteers.models.cards import Card, OpportunityText
from volunteers.models.opportunities import Opportunity
from volunteers.models.series import Series
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp
from volunteers.models.site import Headcount, SiteLink
from volunteers.models.stand_ins import StandIn

__all__ = ["Card", "Headcount", "Opportunity", "OpportunityText", "Series", "Shift", "ShiftRole", "SignUp", "SiteLink", "StandIn"]
