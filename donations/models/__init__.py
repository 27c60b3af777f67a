"""Drives with their needs, where goods are brought or fetched, what was promised, what came and where it went."""

from donations.models.drives import Drive, DriveLead, Item, Need
from donations.models.goods import Correction, Donation, DonationLine, HandOver, HandOverLine, Stock
from donations.models.locations import (
    Appointment,
    DropOffLocation,
    DropOffWindow,
    LocationCheck,
    LocationClosure,
    LocationHours,
    LocationItem,
    LocationLink,
    TurnedAway,
)
from donations.models.pick_ups import PickUpRequest, PickUpRun, PickUpWindow, WindowNeighborhood
from donations.models.pledges import Arrangement, Pledge, PledgeLine

__all__ = [
    "Appointment", "Arrangement", "Correction", "Donation", "DonationLine", "Drive", "DriveLead", "DropOffLocation", "DropOffWindow", "HandOver", "HandOverLine",
    "Item", "LocationCheck", "LocationClosure", "LocationHours", "LocationItem", "LocationLink", "Need", "PickUpRequest", "PickUpRun", "PickUpWindow", "Pledge",
    "PledgeLine", "Stock", "TurnedAway", "WindowNeighborhood",
]  # fmt: skip
