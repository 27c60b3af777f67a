"""Floor 6: opportunities, shifts, sign-ups."""
