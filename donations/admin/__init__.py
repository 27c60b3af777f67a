"""Drives on the staff site: the drive with what it needs and where, and lists of all that was promised, brought, fetched and given on."""

from donations.admin import closed_days, drives, pick_ups, pledges

__all__ = ["closed_days", "drives", "pick_ups", "pledges"]
