"""How volunteering answers for what a person holds: told to the floors below, which know no names."""
