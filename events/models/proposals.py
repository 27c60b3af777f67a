"""What residents propose: to run an event themselves, or to be visited."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked
from mailing.models import AccessLink
from people.models import Office, Person
from places.models import Neighborhood

_RETENTION = "12 months after the answer"


class ProposalQuerySet(models.QuerySet):
    """Proposals, as the office speaks of them."""

    def waiting(self):
        """From a proved address, or entered by staff, and not answered."""
        return self.filter(state=Proposal.State.RECEIVED, link=None)


@tracked(without=["link"])
class Proposal(models.Model):
    """“I’d like to run a clean-up”, or “come to our school”: staff make an event of it, or say why not."""

    class Kind(models.TextChoices):
        RUN = "run", _("wants to run an event")
        INVITE = "invite", _("invites us")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    personal_fields = dict.fromkeys(("organization", "title", "where", "text", "other_days", "tools", "reply"), _RETENTION)
    plain_fields = (
        "id", "office", "kind", "person", "neighborhood", "day", "how_many", "state", "event", "owner", "due", "replied_at", "language", "link", "entered_by",
        "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.RUN)
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="proposals")
    organization = models.CharField(_("school or organization"), max_length=150, blank=True)
    title = models.CharField(_("what"), max_length=150)
    text = models.TextField(_("more about it"), blank=True)
    where = models.CharField(_("where"), max_length=200)
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    day = models.DateField(_("day"))
    other_days = models.CharField(_("other days that would do, and the time of day"), max_length=200, blank=True)
    how_many = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    tools = models.CharField(_("which tools"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RECEIVED)
    event = models.ForeignKey(Event, verbose_name=_("event"), null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="proposals")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("in whose hands"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due = models.DateField(_("answer due"), null=True, blank=True)
    reply = models.TextField(_("the office’s answer"), blank=True)
    replied_at = models.DateTimeField(_("answered"), null=True, editable=False)
    language = models.CharField(_("language"), max_length=12, default="en")
    link = models.ForeignKey(
        AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="proposals", help_text="The proof of address it waits for."
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:proposal", args=[self.pk])

    @property
    def ref(self):
        """The proposal's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
