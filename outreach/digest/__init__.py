"""The weekly email: when it is due, who reads it, what fits each reader, and how it is said."""
