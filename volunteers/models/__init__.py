"""Opportunities, their shifts and roles, who signed up, imports, what is needed at the site, hours, thanks and letters."""

from volunteers.models.asks import Ask
from volunteers.models.cards import Card, OpportunityText
from volunteers.models.hours import HoursEntry, Tally
from volunteers.models.imports import Import
from volunteers.models.keep_posted import KeepPosted
from volunteers.models.opportunities import Opportunity
from volunteers.models.series import Series
from volunteers.models.service_letters import ServiceLetter
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp
from volunteers.models.site import Headcount, SiteLink
from volunteers.models.stand_ins import StandIn
from volunteers.models.thanks import Recognition

__all__ = [
    "Ask",
    "Card",
    "Headcount",
    "HoursEntry",
    "Import",
    "KeepPosted",
    "Opportunity",
    "OpportunityText",
    "Recognition",
    "Series",
    "ServiceLetter",
    "Shift",
    "ShiftRole",
    "SignUp",
    "SiteLink",
    "StandIn",
    "Tally",
]
