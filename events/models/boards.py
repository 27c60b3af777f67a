"""Boards that meet in public, and who sits on them for how long."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Office


@tracked()
class Board(models.Model):
    """A body that meets in public: its page lists members, meetings and minutes."""

    translated_fields = ("name", "purpose")
    personal_fields = {}
    plain_fields = ("id", "office", "name", "slug", "purpose", "rules", "posting_hours")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("address"), max_length=170, unique=True)
    purpose = models.TextField(_("what it is for"), blank=True)
    rules = models.URLField(_("the law or ordinance behind it"), blank=True)
    posting_hours = models.PositiveSmallIntegerField(
        _("notice is posted before a meeting (hours)"), default=48,
        help_text=_("Hours on weekdays that are no holidays, such as 48 in Massachusetts (M.G.L. c. 30A, s. 20)."),
    )  # fmt: skip

    class Meta:
        ordering = ["name"]
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("events:board", args=[self.slug])


@tracked()
class BoardMember(models.Model):
    """Somebody's term on a board; a public office is held under one's name."""

    personal_fields = {"name": "as long as the board; a member’s name is public"}
    plain_fields = ("id", "board", "role", "appointed_by", "since", "until")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=80, blank=True, help_text=_("Such as chair."))
    appointed_by = models.CharField(_("appointed by"), max_length=120, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="term_ends_after_it_begins")]

    def __str__(self):
        return f"{self.board}: {self.name}"
