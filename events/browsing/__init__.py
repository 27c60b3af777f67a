"""What visitors see of events: the list, one event, a board, what is past; and the same for machines."""
