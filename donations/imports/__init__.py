"""Tables that become needs and drop-off locations of drives."""
