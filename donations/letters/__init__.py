"""What the letters of drives say."""
