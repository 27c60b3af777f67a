"""Public pages of drives, a donor’s own, and those of the people at a location."""
