"""What the letters about drives say: loaded for a whole chunk at once."""
