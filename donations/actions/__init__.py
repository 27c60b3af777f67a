"""Verbs: what happens to drives, pledges, pick-ups and goods."""
