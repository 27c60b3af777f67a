"""Staff pages of letters and calls, mounted inside the admin site."""
