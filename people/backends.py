"""What a staff user may do: the roles of their offices, nothing else."""

from django.contrib.auth.backends import ModelBackend

from people import access


class OfficeRoleBackend(ModelBackend):
    """Signs in with email and password; permissions come from roles in offices, not from groups or rows of the database."""

    def _get_user_permissions(self, user_obj):
        return access.all_permissions(user_obj)

    def _get_group_permissions(self, user_obj):
        return set()

    def has_perm(self, user_obj, perm, obj=None):
        """Without a record: in any office. With a record: in the office it belongs to."""
        if obj is None:
            return super().has_perm(user_obj, perm)
        return user_obj.is_active and access.allows(user_obj, perm, access.office_id_of(obj))
