"""Staff pages about people and colleagues, mounted inside the admin site."""
