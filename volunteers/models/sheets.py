"""Sign-in sheets on paper: what a blank line became when it was keyed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from volunteers.models.shifts import Shift
from volunteers.models.sign_ups import SignUp
from volunteers.models.site import Headcount


@tracked()
class SheetLine(models.Model):
    """One blank line of a printed sheet: the person who signed there, or how many came without a name; empty when it was taken back."""

    personal_fields = {}
    plain_fields = ("id", "shift", "line", "sign_up", "headcount", "keyed_by", "keyed_at")

    shift = models.ForeignKey(Shift, verbose_name=_("shift"), on_delete=models.CASCADE, related_name="sheet_lines")
    line = models.PositiveIntegerField(_("line"), help_text="Its code is computed from this number and the shift.")
    sign_up = models.ForeignKey(SignUp, verbose_name=_("sign-up"), null=True, on_delete=models.SET_NULL, related_name="sheet_lines")
    headcount = models.ForeignKey(Headcount, verbose_name=_("people without a name"), null=True, on_delete=models.SET_NULL, related_name="sheet_lines")
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("keyed by"), null=True, on_delete=models.SET_NULL, related_name="+")
    keyed_at = models.DateTimeField(_("keyed"))

    class Meta:
        verbose_name = _("line of a sign-in sheet")
        verbose_name_plural = _("lines of sign-in sheets")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "line"], name="one_row_per_line_of_a_sheet"),
            models.CheckConstraint(condition=Q(sign_up=None) | Q(headcount=None), name="a_line_is_a_person_or_a_headcount"),
        ]

    def __str__(self):
        return f"line {self.line}"

    @property
    def is_free(self):
        """Nobody is noted for it, or what was noted is taken back."""
        return self.sign_up_id is None and self.headcount_id is None
