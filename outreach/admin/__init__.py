"""Outreach on the staff site."""
