"""Thanks: who reached which milestone, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Person

FIRST_TIME = 0
MILESTONES = (FIRST_TIME, 10, 25, 50, 100, 250, 500)  # hours


@tracked()
class Recognition(models.Model):
    """A milestone that one person reached: their first time, or so many hours; each is thanked for once."""

    personal_fields = {}
    plain_fields = ("id", "person", "milestone", "reached_on", "thanked", "created_at")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="recognitions")
    milestone = models.PositiveSmallIntegerField(_("milestone"), help_text=_("In hours; 0 is the first time."))
    reached_on = models.DateField(_("reached on"), help_text=_("The last day that counted."))
    thanked = models.BooleanField(_("a letter was owed"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(fields=["person", "milestone"], name="one_milestone_of_a_kind_per_person"),
            models.CheckConstraint(condition=models.Q(milestone__in=MILESTONES), name="milestone_is_known"),
        ]

    def __str__(self):
        return str(self.milestone)
