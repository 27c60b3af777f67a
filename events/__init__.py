"""Floor 5: events (its first model comes with the events)."""
