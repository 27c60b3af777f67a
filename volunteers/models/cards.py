"""Cards: what the public lists show, one opportunity on one day, kept flat by the database itself."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from people.models import Office
from places.models import Neighborhood, Venue
from volunteers.models.opportunities import Opportunity


class OpportunityText(models.Model):
    """The words by which an opportunity is found: English, verified translations, interests and partner; kept by triggers."""

    personal_fields = {}
    plain_fields = ("opportunity", "search")

    opportunity = models.OneToOneField(Opportunity, primary_key=True, on_delete=models.CASCADE, related_name="words_to_search")
    search = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["search"], name="opportunity_text_search")]

    def __str__(self):
        return f"words of {self.opportunity_id}"


class CardQuerySet(models.QuerySet):
    """Cards, as a visitor asks for them."""

    def open(self):
        """At least one place is free and the day is not called off."""
        return self.filter(has_room=True, cancelled=False)


class Card(models.Model):
    """One opportunity on one day, or without a day when the work is open-ended; written by the database only."""

    personal_fields = {}
    plain_fields = (
        "id", "opportunity", "day", "starts", "ends", "time_zone", "shifts", "office", "neighborhood", "venue", "place", "title", "slug", "interests",
        "languages", "remote", "family_friendly", "step_free", "urgent", "has_room", "cancelled",
    )  # fmt: skip

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="cards")
    day = models.DateField(null=True, help_text="The local day at the place.")
    starts = models.DateTimeField(null=True, help_text="Of the first shift that day.")
    ends = models.DateTimeField(null=True, help_text="Of the last shift that day.")
    time_zone = models.CharField(max_length=50, blank=True)
    shifts = models.PositiveIntegerField(default=0)
    # The triggers copy office, neighborhood and venue from rows whose keys are checked already.
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    neighborhood = models.ForeignKey(Neighborhood, null=True, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    venue = models.ForeignKey(Venue, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    place = models.CharField(max_length=150, blank=True)
    title = models.CharField(max_length=150)
    slug = models.CharField(max_length=170)
    interests = ArrayField(models.BigIntegerField(), default=list)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    remote = models.BooleanField(default=False)
    family_friendly = models.BooleanField(default=False)
    step_free = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    has_room = models.BooleanField(default=True)
    cancelled = models.BooleanField(default=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "card"
        verbose_name_plural = "cards"
        constraints = [models.UniqueConstraint(fields=["opportunity", "day"], name="one_card_per_opportunity_and_day", nulls_distinct=False)]
        indexes = [
            models.Index(fields=["starts", "id", "ends"], name="card_starts"),
            models.Index(fields=["neighborhood", "starts", "id", "ends"], name="card_neighborhood_starts"),
            models.Index(fields=["id"], name="card_dateless", condition=models.Q(day=None)),
            models.Index(fields=["starts", "id"], name="card_remote", condition=models.Q(remote=True)),
            GinIndex(fields=["interests"], name="card_interests"),
            GinIndex(fields=["languages"], name="card_languages"),
        ]

    def __str__(self):
        return f"{self.title}, {self.day or 'any day'}"
