"""Floor 3: calendar files, CSV out."""
