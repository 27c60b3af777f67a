"""Topics, with their texts in other languages; and who agreed to which of them, when, to which words."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin
from languages.admin import LanguageFilter, Translated
from outreach.consent import source_in_words
from outreach.models import Subscription, Topic
from people.access import OfficeScoped


@admin.register(Topic)
class TopicAdmin(Translated, OfficeScoped, RecordAdmin):
    """A topic is closed, never deleted: consents to it stay known. Once somebody has agreed to it, it stays what it is about and whose it is."""

    list_display = ("name", "kind", "office", "in_digest", "is_open", "readers")
    list_filter = ("kind", "is_open")
    list_select_related = ("office",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request):
        standing = Subscription.objects.standing().filter(topic=OuterRef("pk")).order_by().values("topic").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(standing=Coalesce(Subquery(standing), 0))

    def get_readonly_fields(self, request, obj=None):
        return ("office", "kind") if obj and obj.subscriptions.exists() else ()

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("subscribed"))
    def readers(self, topic):
        return topic.standing


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Consents are made by residents, or at the desk for somebody on the phone, and ended there; nothing is typed over."""

    office_path = "topic__office"
    list_display = ("reader", "topic", "state", "from_where", "confirmed_at", "ended_at", "ended")
    list_filter = ("state", "topic", LanguageFilter, "ended")
    list_select_related = ("person", "topic")
    search_fields = ("person__email__exact", "person__name__istartswith")
    search_help_text = _("A whole email address, or the beginning of a name.")
    ordering = ("-id",)
    fields = (
        "person", "topic", "state", "language", "consent_version", "from_where", "entered_by", "asked_at", "confirmed_at", "ended_at", "ended",
    )  # fmt: skip
    readonly_fields = fields
    change_list_template = "admin/outreach/subscription/change_list.html"
    change_form_template = "admin/outreach/subscription/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(person__apart="")

    @admin.display(description=_("person"), ordering="person__name")
    def reader(self, subscription):
        return subscription.person.called

    @admin.display(description=_("where it came from"), ordering="source")
    def from_where(self, subscription):
        return source_in_words(subscription.source)
