"""Verbs of events: one transaction each."""
