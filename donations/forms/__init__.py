"""The shape of what donors and staff type."""
