"""Floor 5: donation drives (its first model comes with the drives)."""
