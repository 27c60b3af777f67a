"""Floor 1: the city, its neighborhoods, ZIPs, holidays and venues."""
