"""Floor 0: the city's languages and translated content."""
