"""The shape of what residents type, by noun."""
