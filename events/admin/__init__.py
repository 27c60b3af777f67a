"""Events on the staff site."""
