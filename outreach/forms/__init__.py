"""Shapes of what people and staff type."""
