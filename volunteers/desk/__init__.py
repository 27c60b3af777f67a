"""Staff pages beyond change forms, mounted inside the admin site."""
