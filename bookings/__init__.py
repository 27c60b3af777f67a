"""Floor 4: seats and people on a list (abstract kernel)."""
