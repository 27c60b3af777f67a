"""Opportunities: volunteer work, described once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from donations.models import Drive
from events.models import Event
from intake.history import tracked, tracked_links
from people.models import Interest, Office, PartnerOrganization, Requirement
from places.models import Neighborhood


class OpportunityQuerySet(models.QuerySet):
    """Opportunities, as the office speaks of them."""

    def open(self):
        """Published and not called off."""
        return self.filter(state=Opportunity.State.PUBLISHED)

    def public(self):
        """Reachable by a visitor, called off ones included: a cancelled page says so instead of vanishing."""
        return self.filter(state__in=[Opportunity.State.PUBLISHED, Opportunity.State.CANCELLED, Opportunity.State.CLOSED])


@tracked()
class Opportunity(models.Model):
    """Volunteer work described once (what); its shifts say when."""

    class Kind(models.TextChoices):
        SHIFTS = "shifts", _("in shifts")
        OPEN_ENDED = "open_ended", _("open-ended")
        REMOTE = "remote", _("remote")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("called off")
        CLOSED = "closed", _("closed")

    translated_fields = ("title", "summary", "bring", "safety")
    personal_fields = {
        "contact_name": "as long as the opportunity",
        "contact_email": "as long as the opportunity",
        "contact_phone": "as long as the opportunity",
    }
    plain_fields = (
        "id", "office", "partner", "title", "slug", "summary", "bring", "safety", "kind", "state", "reason", "interests", "languages_wanted", "neighborhood", "leads",
        "minimum_age", "with_adult", "guardian_consent", "approval", "waiver", "requirements", "family_friendly", "urgent", "drive", "event",
        "source", "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="opportunities")
    partner = models.ForeignKey(PartnerOrganization, verbose_name=_("partner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="opportunities")
    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=170, unique=True)
    summary = models.TextField(_("text"))
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    safety = models.TextField(
        _("safety instructions"),
        blank=True,
        default="",
        db_default="",
        help_text=_("What people must know before they come: shoes, tools, heat, whom to ask for help."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SHIFTS)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    reason = models.CharField(_("reason for calling it off"), max_length=300, blank=True)
    interests = models.ManyToManyField(Interest, verbose_name=_("interests"), blank=True, related_name="opportunities")
    languages_wanted = ArrayField(models.CharField(max_length=12), verbose_name=_("languages spoken there"), default=list, blank=True)
    neighborhood = models.ForeignKey(
        Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="opportunities"
    )
    leads = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("leads"), blank=True, related_name="led_opportunities")
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = PhoneNumberField(_("contact phone"), blank=True)
    contact_email = models.EmailField(_("contact email"), blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), null=True, blank=True)
    with_adult = models.BooleanField(_("younger people may come with an adult"), default=False)
    guardian_consent = models.BooleanField(
        _("under 18 only with a guardian’s consent"), default=True, db_default=True, help_text=_("Asked on the form where there is a minimum age.")
    )
    approval = models.BooleanField(
        _("the office approves people first"),
        default=False,
        db_default=False,
        help_text=_("A place is kept until then; whoever is approved once need not ask again."),
    )
    waiver = models.ForeignKey(
        Requirement, verbose_name=_("agreement to sign"), null=True, blank=True, on_delete=models.PROTECT, related_name="+", limit_choices_to={"kind": "waiver"}
    )
    requirements = models.ManyToManyField(
        Requirement, verbose_name=_("requirements"), blank=True, related_name="opportunities", limit_choices_to=~models.Q(kind="waiver"),
        help_text=_("For every role; a place is kept until they are met."),
    )  # fmt: skip
    family_friendly = models.BooleanField(_("good for families"), default=False)
    urgent = models.BooleanField(_("urgent"), default=False)
    drive = models.ForeignKey(
        Drive, verbose_name=_("for the drive"), null=True, blank=True, on_delete=models.SET_NULL, related_name="opportunities",
        help_text=_("Staffing a table, sorting, driving: it is shown on the page of the drive too."),
    )  # fmt: skip
    event = models.ForeignKey(
        Event, verbose_name=_("for the event"), null=True, blank=True, on_delete=models.SET_NULL, related_name="opportunities",
        help_text=_("Setting up, welcoming, interpreting: it is shown on the page of the event too."),
    )  # fmt: skip
    source = models.CharField(max_length=120, blank=True, editable=False, help_text="Where an imported record comes from.")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("volunteers:opportunity", args=[self.slug])


@tracked_links("OpportunityLeadChange")
class OpportunityLead(Opportunity.leads.through):
    """Who leads which opportunity: they see only their own."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_links("OpportunityInterestChange")
class OpportunityInterest(Opportunity.interests.through):
    """Which interests an opportunity needs."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()


@tracked_links("OpportunityRequirementChange")
class OpportunityRequirement(Opportunity.requirements.through):
    """What an opportunity requires of people."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()
