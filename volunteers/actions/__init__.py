"""The verbs of volunteering: keyword-only, one transaction each, the actor a parameter."""
