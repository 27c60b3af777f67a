"""Public pages of drives, and a donor's own."""
