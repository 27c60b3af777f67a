"""Floor 0: Refused, clean text, form keys."""
