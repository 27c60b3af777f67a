"""Floor 2: persons, users, offices, consent."""
