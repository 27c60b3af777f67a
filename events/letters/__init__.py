"""Letters of events, rendered from rows when they are sent."""
