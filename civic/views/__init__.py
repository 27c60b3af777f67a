"""Pages that gather from every floor."""
