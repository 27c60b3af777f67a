"""Tags of drives."""
