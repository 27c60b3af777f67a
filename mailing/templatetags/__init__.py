"""Template tags of the letters' floor."""
