"""What pages show of events."""
