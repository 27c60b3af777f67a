"""Opportunities, their shifts and roles, who signed up, imports, what is needed at the site, hours, thanks and letters."""

from volunteers.models.applications import Application
from volunteers.models.asks import Ask
from volunteers.models.cards import Card, OpportunityText
from volunteers.models.changes import ChangeNotice
from volunteers.models.check_in import CheckInPoint, CheckInTry
from volunteers.models.groups import Group
from volunteers.models.holds import Hold
from volunteers.models.hours import HoursEntry, Tally
from volunteers.models.imports import Import
from volunteers.models.keep_posted import KeepPosted
from volunteers.models.opportunities import Opportunity
from volunteers.models.reminders import NoEveningLetter, NoReminders, ReminderPlan
from volunteers.models.series import Series
from volunteers.models.service_letters import ServiceLetter
from volunteers.models.sheets import SheetLine
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.models.sign_ups import SignUp
from volunteers.models.site import Headcount, SiteLink
from volunteers.models.stand_ins import StandIn
from volunteers.models.thanks import Recognition

__all__ = [
    "Application",
    "Ask",
    "Card",
    "Group",
    "ChangeNotice",
    "CheckInPoint",
    "CheckInTry",
    "Headcount",
    "Hold",
    "HoursEntry",
    "Import",
    "KeepPosted",
    "NoEveningLetter",
    "NoReminders",
    "Opportunity",
    "OpportunityText",
    "Recognition",
    "ReminderPlan",
    "Series",
    "ServiceLetter",
    "SheetLine",
    "Shift",
    "ShiftRole",
    "SignUp",
    "SiteLink",
    "StandIn",
    "Tally",
]
