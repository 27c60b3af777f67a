"""Residents' pages of drives."""
