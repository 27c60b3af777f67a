"""Stand-ins: people who want to take another's place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from mailing.models import AccessLink
from people.models import Person
from volunteers.models.sign_ups import SignUp


class StandInQuerySet(models.QuerySet):
    """Stand-ins, as the verbs speak of them."""

    def waiting(self):
        """Their address is not proved yet: the place is still the other person's."""
        return self.filter(state=StandIn.State.WAITING)


@tracked(without=["link"])
class StandIn(models.Model):
    """Somebody who opened the link that another shared; the place passes over whole when the address is proved, to the first who does."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not confirmed yet")
        CAME_IN = "came_in", _("has taken the place")
        TOO_LATE = "too_late", _("was too late")
        NOT_NEEDED = "not_needed", _("is on the list already")
        REFUSED = "refused", _("was refused")

    personal_fields = {}
    plain_fields = ("id", "sign_up", "person", "link", "language", "state", "took", "created_at")

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="stand_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stand_ins")
    link = models.ForeignKey(AccessLink, null=True, on_delete=models.SET_NULL, related_name="stand_ins", help_text="The proof of address it waits for.")
    language = models.CharField(max_length=12, default="en")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    took = models.OneToOneField(SignUp, null=True, on_delete=models.SET_NULL, related_name="stood_in_by", help_text="The sign-up they got.")
    created_at = models.DateTimeField()

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [models.UniqueConstraint(fields=["sign_up", "person"], condition=models.Q(state="waiting"), name="one_waiting_stand_in_per_person")]

    def __str__(self):
        return f"stand-in {self.pk}"

    @property
    def ref(self):
        """The stand-in's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
