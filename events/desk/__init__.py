"""Staff pages of events, mounted inside the admin site."""
