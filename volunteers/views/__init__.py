"""Public pages of volunteering, and a person's own."""
