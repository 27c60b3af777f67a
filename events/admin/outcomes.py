"""Records, promises, kits and proposals on the staff site: lists to search, with their history, and their words in other languages.

What stands in a record is written at the desk; kits are added and changed here.
"""

from django.contrib import admin
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Commitment, CommitmentStep, EventRecord, Figure, KitLoan, KitType, Paper, Photo, Proposal
from events.models.records import RecordOrganization
from intake.admin import ReadOnly, RecordAdmin, RefusableForm, VerbAdmin
from intake.fresh import NothingOverwritten
from intake.refusal import Refused
from languages.admin import Translated
from people.access import OfficeScoped
from people.admin.words_only import WordsOnly


class _OfEvent(WordsOnly):
    """What belongs to an event: its office's staff see it, and who leads the event; its words in other languages are written here."""

    office_path = "event__office"
    leads_path = "event__leads"
    list_select_related = ("event",)


class _ToDesk:
    """A list whose rows lead to the desk, where things are done."""

    def has_module_permission(self, request):
        return request.user.has_perm(self._permission("view"))


def _link(name, pk, words):
    return format_html('<a href="{}">{}</a>', reverse(f"admin:{name}", args=[pk]), words)


@admin.register(EventRecord)
class EventRecordAdmin(_ToDesk, _OfEvent):
    """The records of all events; each is written at the desk."""

    list_display = ("event", "headcount", "online_headcount", "minutes_state", "published_at", "desk")
    list_filter = ("minutes_state",)
    search_fields = ("event__title",)
    ordering = ("-event__starts",)
    linked_histories = ((RecordOrganization, "eventrecord", "partnerorganization"),)
    fields = readonly_fields = (
        "event", "desk", "headcount", "online_headcount", "present", "notes", "minutes_state", "approved_at", "votes", "recording_link", "captions_link",
        "published_at", "told_at",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("at the desk"))
    def desk(self, record):
        return _link("event_record", record.event_id, _("Write the record"))


@admin.register(Figure)
class FigureAdmin(_OfEvent):
    search_fields = ("name", "event__title")
    fields = readonly_fields = ("event", "name", "number")


@admin.register(Photo)
class PhotoAdmin(_OfEvent):
    search_fields = ("description", "event__title")
    fields = readonly_fields = ("event", "description", "consent", "consented_on", "created_at")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(Paper)
class PaperAdmin(_OfEvent):
    search_fields = ("title", "event__title")
    fields = readonly_fields = ("event", "title", "link", "file_name", "language", "created_at")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(Commitment)
class CommitmentAdmin(_ToDesk, _OfEvent):
    """What was promised, those due first; how a promise goes on is said at the desk."""

    list_display = ("text", "event", "office", "due", "state", "desk")
    list_filter = ("state", ("office", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("event", "office")
    search_fields = ("text", "event__title")
    fields = readonly_fields = ("event", "desk", "office", "text", "due", "state", "created_at")

    @admin.display(description=gettext_lazy("at the desk"))
    def desk(self, commitment):
        return _link("promise", commitment.pk, _("Say how it goes on"))


@admin.register(CommitmentStep)
class CommitmentStepAdmin(_OfEvent):
    office_path = "commitment__event__office"
    leads_path = "commitment__event__leads"
    list_select_related = ("commitment",)
    search_fields = ("text", "commitment__text")
    fields = readonly_fields = ("commitment", "state", "text", "at")


class KitForm(RefusableForm):
    """A kit and how many of it the office owns."""

    class Meta:
        model = KitType
        fields = ("office", "name", "contents", "owned", "kept_at")


@admin.register(KitType)
class KitTypeAdmin(NothingOverwritten, Translated, OfficeScoped, VerbAdmin):
    """Kits and tools: what is in them, how many there are, and where they are kept."""

    form = KitForm
    list_display = ("name", "owned", "kept_at", "office", "days")
    list_filter = (("office", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "contents")
    change_form_template = "admin/events/seen_change_form.html"
    fields = ("office", "name", "contents", "owned", "kept_at")

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        """A kit does not move to another office."""
        return ("office",) if obj else ()

    def save_model(self, request, obj, form, change):
        """The database refuses to own fewer than are lent on some day."""
        if change:
            self.check_fresh(request, form)
        try:
            with transaction.atomic():
                super().save_model(request, obj, form, change)
        except IntegrityError as error:
            if "one_kit_per_office_and_name" in str(error):
                raise Refused(_("The office has a kit of this name already."), field="name") from error
            if "kits_fit" not in str(error) and "would be lent" not in str(error):
                raise
            raise Refused(_("More of it are lent or kept on some day. Look at the kits by day first."), field="owned") from error

    @admin.display(description=gettext_lazy("by day"))
    def days(self, kit):
        return format_html('<a href="{}">{}</a>', reverse("admin:kit_calendar"), _("All kits by day"))


@admin.register(KitLoan)
class KitLoanAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Everything that was lent, to search and to see its history."""

    office_path = "event__office"
    leads_path = "event__leads"
    list_display = ("kit", "quantity", "event", "since", "until", "state", "missing")
    list_filter = ("state", ("kit", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("kit", "event")
    search_fields = ("kit__name", "event__title")
    ordering = ("-since", "-id")
    fields = ("kit", "event", "desk", "quantity", "since", "until", "state", "returned", "missing", "note", "by")
    readonly_fields = ("desk",)

    @admin.display(description=gettext_lazy("at the desk"))
    def desk(self, loan):
        return _link("event_kits", loan.event_id, _("Kits of the event"))


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Every proposal, to search and to see its history; it is answered at the desk."""

    list_display = ("title", "kind", "day", "state", "due", "owner", "desk")
    list_filter = ("state", "kind")
    list_select_related = ("owner",)
    search_fields = ("title", "organization", "person__name")
    ordering = ("-id",)
    fields = (
        "title",
        "kind",
        "desk",
        "day",
        "other_days",
        "how_many",
        "tools",
        "neighborhood",
        "state",
        "event",
        "owner",
        "due",
        "replied_at",
        "language",
        "created_at",
    )
    readonly_fields = ("desk",)

    @admin.display(description=gettext_lazy("at the desk"))
    def desk(self, proposal):
        return _link("proposal", proposal.pk, _("See and answer it"))
