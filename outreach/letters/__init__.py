"""Letters of outreach, rendered from rows when they are sent."""
