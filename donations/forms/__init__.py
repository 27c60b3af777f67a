"""The shape of what is typed about drives; rules belong to the verbs."""
