"""What pages show of places."""
