"""Opportunities, their shifts and roles, and who signed up."""

from volunteers.models.asks import Ask
from volunteers.models.cards import Card, OpportunityText
from volunteers.models.keep_posted import KeepPosted
from volunteers.models.opportunities import Opportunity
from volunteers.models.series import Series
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp
from volunteers.models.stand_ins import StandIn

__all__ = ["Ask", "Card", "KeepPosted", "Opportunity", "OpportunityText", "Series", "Shift", "ShiftRole", "SignUp", "StandIn"]
