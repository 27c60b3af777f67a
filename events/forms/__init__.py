"""Shapes of what people type about events."""
