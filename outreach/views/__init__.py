"""Public pages of outreach, and people’s own."""
