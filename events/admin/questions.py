"""Questions that everybody reads, on the staff site: their words in other languages; all else happens on the page of the event."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.of_event import OfEvent
from events.models import Question
from people.admin.words_only import WordsOnly


@admin.register(Question)
class QuestionAdmin(OfEvent, WordsOnly):
    """What was asked in public words and what was answered; never who asked, or in which words."""

    list_display = ("public_text", "event", "state", "desk")
    list_display_links = ("public_text", "event")
    search_fields = ("public_text", "event__title")
    fields = readonly_fields = ("event", "public_text", "state", "answer", "answered_by", "answered_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "answered_by")

    @admin.display(description=gettext_lazy("at the desk"))
    def desk(self, question):
        return format_html('<a href="{}">{}</a>', reverse("admin:event_questions", args=[question.event_id]), _("Questions of the event"))
