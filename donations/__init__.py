"""Donation drives: what is needed, where to bring it or have it fetched, what came and where it went."""
