"""What the letters of volunteering say, by noun."""
