"""Staff's list of pick-ups."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.admin.pledges import OfDrive
from donations.models import PickUpRequest
from intake.admin import ReadOnly, RecordAdmin
from languages.admin import LanguageFilter
from people.access import OfficeScoped


@admin.register(PickUpRequest)
class PickUpAdmin(OfDrive, ReadOnly, OfficeScoped, RecordAdmin):
    """Every pick-up, to search and to see its history; it is decided and planned at its drive."""

    list_display = ("person", "drive", "neighborhood", "size", "state", "created_at", "desk")
    list_filter = ("state", ("drive", admin.RelatedOnlyFieldListFilter), LanguageFilter)
    list_select_related = ("person", "drive", "neighborhood")
    search_fields = ("person__name", "organization")
    ordering = ("-id",)
    fields = (
        "person", "contact", "drive", "desk", "organization", "address", "neighborhood", "what", "size", "stairs", "leave_outside", "notes", "state", "reason", "language",
        "entered_by", "created_at",
    )  # fmt: skip
    readonly_fields = ("contact", "desk")

    @admin.display(description=gettext_lazy("at the desk"))
    def desk(self, request):
        return format_html('<a href="{}">{}</a>', f"{reverse('admin:drive_board', args=[request.drive_id])}#pick-ups", _("How far it is"))
