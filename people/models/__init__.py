"""Offices, the users who sign in, and the people we know."""

from people.models.absences import Absence
from people.models.consents import GuardianConsent
from people.models.offices import Office, OfficeRole
from people.models.pairs import TwoPeople
from people.models.partners import Interest, InterestGroup, PartnerOrganization
from people.models.persons import Person
from people.models.profiles import Profile
from people.models.requirements import PersonRequirement, Requirement, WaiverText
from people.models.users import User

__all__ = [
    "Absence",
    "GuardianConsent",
    "Interest",
    "InterestGroup",
    "Office",
    "OfficeRole",
    "PartnerOrganization",
    "Person",
    "PersonRequirement",
    "Profile",
    "Requirement",
    "TwoPeople",
    "User",
    "WaiverText",
]
