"""Every registration as a list, but those of sensitive events: their own staff see them on the page of the event."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Registration
from intake.admin import ReadOnly, RecordAdmin
from languages import formats
from languages.admin import LanguageFilter
from people.access import OfficeScoped


@admin.register(Registration)
class RegistrationAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Every registration, to search and to see its history; what is done to one is done on the page of its event."""

    office_path = "event__office"
    leads_path = "event__leads"
    list_display = ("person", "event", "when", "party_size", "state", "people")
    list_filter = ("state", "attends", LanguageFilter)
    list_select_related = ("person", "event")
    search_fields = ("person__name__istartswith", "event__title__istartswith")
    search_help_text = gettext_lazy("The beginning of a name or of a title.")
    ordering = ("-id",)
    fields = (
        "person", "event", "party_size", "children", "organization", "takes_part", "state", "until", "late", "language", "answer", "age_band", "checked_in_at",
        "entered_by", "created_at",
    )  # fmt: skip

    readonly_fields = ("takes_part",)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event__is_sensitive=False)

    @admin.display(description=gettext_lazy("takes part"))
    def takes_part(self, registration):
        return (Registration.Attends.ONLINE if registration.comes_online else Registration.Attends.IN_PERSON).label

    @admin.display(description=gettext_lazy("when"))
    def when(self, registration):
        return formats.when(registration.event)

    @admin.display(description=gettext_lazy("who comes"))
    def people(self, registration):
        return format_html('<a href="{}">{}</a>', reverse("admin:event_people", args=[registration.event_id]), _("See the list"))
