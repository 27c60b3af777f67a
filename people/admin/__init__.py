"""Offices, people, partners, interests, and what is required of people, in the staff site."""

from people.admin import people, requirements

__all__ = ["people", "requirements"]
