"""Floor 5: events and public meetings, from the notice to the notes."""
