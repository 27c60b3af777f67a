"""Staff pages beyond change forms: the drive board, pick-up runs, goods."""
