"""Questions that everybody reads, on the staff site: their words in other languages; all else happens on the page of the event."""

from django.contrib import admin

from events.admin.of_event import OfEvent
from events.models import Question
from people.admin.words_only import WordsOnly


@admin.register(Question)
class QuestionAdmin(OfEvent, WordsOnly):
    """What was asked in public words and what was answered; never who asked, or in which words."""

    list_display = ("public_text", "event", "state")
    search_fields = ("public_text", "event__title")
    fields = readonly_fields = ("event", "public_text", "state", "answer", "answered_by", "answered_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "answered_by")
