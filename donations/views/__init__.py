"""Residents' pages of drives, and those of the people at a location."""
