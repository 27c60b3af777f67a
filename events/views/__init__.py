"""Public pages of events, and people’s own."""
