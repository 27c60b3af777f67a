"""What a staff user may do: the roles of their offices."""

from django.contrib.auth.backends import ModelBackend


class OfficeRoleBackend(ModelBackend):
    """Permissions from the user's roles in offices."""
