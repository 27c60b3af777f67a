"""Which shift fits a person, and which people fit a shift."""
