"""What visitors see of drives: the list, one drive with its needs and locations, what came of it."""
