"""Opportunities, their shifts and roles, and who signed up."""

from volunteers.models.asks import Ask
from volunteers.models.cards import Card, OpportunityText
from volunteers.models.keep_posted import KeepPosted
from volunteers.models.opportunities import Opportunity
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp

__all__ = ["Ask", "Card", "KeepPosted", "Opportunity", "OpportunityText", "Shift", "ShiftRole", "SignUp"]
