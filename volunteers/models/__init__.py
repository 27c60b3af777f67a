"""Opportunities, their shifts and roles, who signed up, and hours."""

from volunteers.models.cards import Card, OpportunityText
from volunteers.models.hours import HoursEntry, Tally
from volunteers.models.opportunities import Opportunity
from volunteers.models.series import Series
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp
from volunteers.models.stand_ins import StandIn

__all__ = ["Card", "HoursEntry", "Opportunity", "OpportunityText", "Series", "Shift", "ShiftRole", "SignUp", "StandIn", "Tally"]
