"""Groups: several people on one form, with one of them to speak to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from volunteers.models.sign_ups import SignUp


@tracked()
class Group(models.Model):
    """A sign-up of several people: the person of the sign-up is their contact; they wait, are offered and come whole. Names are optional."""

    personal_fields = {"names": "12 months after the shift", "name": "12 months after the shift"}
    plain_fields = ("id", "sign_up")

    sign_up = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="group")
    name = models.CharField(_("name of the group"), max_length=120)
    names = ArrayField(models.CharField(max_length=120), verbose_name=_("who comes"), default=list, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self):
        return self.name
