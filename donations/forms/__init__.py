"""The shape of what is typed for a drive."""
