"""Staff pages of outreach, mounted inside the admin site."""
