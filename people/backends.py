"""What a staff user may do: the roles of their offices, nothing else."""

from allauth.account.auth_backends import AuthenticationBackend

from people import access


class OfficeRoleBackend(AuthenticationBackend):
    """Signs in with email and password; permissions come from roles in offices, not from groups or rows of the database."""

    def get_user_permissions(self, user_obj, obj=None):
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj, obj=None):
        return set()

    def get_all_permissions(self, user_obj, obj=None):
        return access.all_permissions(user_obj) if obj is None else access.permissions_for(user_obj, obj)

    def has_perm(self, user_obj, perm, obj=None):
        """Without a record: in any office. With a record: in the office it belongs to."""
        if obj is None and any(perm in granted for granted in access.grants(user_obj).values()):
            return True  # without asking what the user leads
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label):
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
