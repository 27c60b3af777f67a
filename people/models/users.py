"""Users: email addresses that can sign in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.history import tracked


class UserManager(BaseUserManager):
    """Makes users; an address is kept in lower case."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


@tracked(without=["last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """An email address that can sign in: a staff member, or a resident who wants to stay signed in."""

    personal_fields = {"email": "as long as the account", "name": "as long as the account", "last_login": "as long as the account"}
    plain_fields = ("id", "password", "is_superuser", "is_staff", "is_active", "joined_at", "groups", "user_permissions")

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name or self.email

    def get_short_name(self):
        return self.name or self.email
