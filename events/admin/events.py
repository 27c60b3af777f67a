"""Events with their agenda and what is provided on one page; what is done with them stands above the form."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from events import facts, people_told, words
from events.actions import events, series, telling
from events.admin.of_event import OfEvent, WithEvent
from events.forms.admin import AgendaForm, EventForm, SupportForm
from events.models import AgendaItem, Event, EventCoHost, EventEdit, EventLead, Support
from intake.admin import VerbAdmin
from intake.fresh import NothingOverwritten
from languages import formats
from languages.admin import Translated
from people.access import OfficeScoped
from people.admin.words_only import WordsOnly


class SupportInline(WithEvent, admin.TabularInline):
    model = Support
    form = SupportForm
    fields = ("kind", "language", "note", "used")
    verbose_name_plural = gettext_lazy("what is provided for everybody")


class AgendaInline(WithEvent, admin.StackedInline):
    model = AgendaItem
    form = AgendaForm
    fields = (("title", "minutes", "order"), "text", ("presented_by", "asks_decision"))


class WhenFilter(admin.SimpleListFilter):
    """Events to come, and those that are over."""

    title = gettext_lazy("when")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("coming", gettext_lazy("to come")), ("over", gettext_lazy("over"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        return {"coming": queryset.filter(ends__gt=now), "over": queryset.filter(ends__lte=now)}.get(self.value(), queryset)


@admin.register(Event)
class EventAdmin(NothingOverwritten, Translated, OfficeScoped, VerbAdmin):
    form = EventForm
    leads_path = "leads"
    list_display = ("title", "when", "where", "state", "kind", "filled", "office")
    list_filter = (WhenFilter, "state", "kind", "mode", ("board", admin.RelatedOnlyFieldListFilter), "neighborhood")
    list_select_related = ("office", "venue")
    search_fields = ("title", "purpose")
    ordering = ("-starts", "-id")
    filter_horizontal = ("leads", "co_hosts")
    inlines = (SupportInline, AgendaInline)
    readonly_fields = ("state", "reason", "gaps_accepted")
    change_form_template = "admin/events/event/change_form.html"
    linked_histories = ((EventLead, "event", "user"), (EventCoHost, "event", "partnerorganization"))
    fieldsets = [
        (None, {"fields": (
            "office", "title", "purpose", "kind", "board", "date", "start", "end", "mode", "venue", "neighborhood", "text", "decision", "bring", "state", "reason",
            "gaps_accepted",
        )}),
        (gettext_lazy("It comes again"), {"fields": ("rule", "repeat_until", "days_off", "scope")}),
        (gettext_lazy("Online and by phone"), {"fields": ("online_link", "dial_in", "dial_in_code", "test_link", "stream_link", "overflow_room")}),
        (gettext_lazy("What people want to know"), {"fields": ("languages", "officers", "is_recorded", "asks_id", "minutes_each")}),
        (gettext_lazy("Who can come"), {"fields": (
            "is_public_meeting", "is_sensitive", "invited_only", "capacity", "waitlist", "minimum_age", "with_adult", "guardian_consent", "takes_groups",
        )}),
        (gettext_lazy("Whom to ask"), {"fields": ("contact_name", "contact_phone", "contact_email", "leads", "co_hosts")}),
        (gettext_lazy("How it works"), {"classes": ["collapse"], "fields": ("request_deadline", "late_hours", "meets", "time_zone", "slug")}),
    ]  # fmt: skip

    def get_fieldsets(self, request, obj=None):
        """A new one has no state yet; only a new one can be told to come again, only one of a series has later ones."""
        left_out = {"scope"} if not (obj and obj.series_id) else set()
        left_out |= {"rule", "repeat_until", "days_off"} if obj else set(self.readonly_fields)
        left_out |= {name for name in ("reason", "gaps_accepted") if obj and not getattr(obj, name)}
        if not self.has_change_permission(request, obj):
            left_out |= {"rule", "repeat_until", "days_off", "scope", "date", "start", "end"}
        kept = [(name, {**more, "fields": [field for field in more["fields"] if field not in left_out]}) for name, more in self.fieldsets]
        if not self.has_change_permission(request, obj):
            kept[0][1]["fields"].insert(4, "when")
        return [(name, more) for name, more in kept if more["fields"]]

    def get_readonly_fields(self, request, obj=None):
        """An office does not change; an address neither, once people could read it."""
        fixed = ("office",) if obj else ()
        return (*self.readonly_fields, "when", *fixed, *(("slug",) if obj and obj.state in Event.ANNOUNCED else ()))

    def has_delete_permission(self, request, obj=None):
        return False

    def also_seen(self, request, obj):
        """A change for the whole series writes to the later ones too."""
        if request.method == "POST" and request.POST.get("scope") != "following":
            return {}
        return {f"{one}, {formats.weekday_date(one.local_starts)}": str(one.changed_at) for one in series.following(obj, timezone.now())}

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        if change:
            self.check_fresh(request, form)
            known = Event.objects.get(pk=obj.pk)
            request.before = (known.starts, facts.others(known))
        events.save(event=obj, by=request.user, now=now, alone=not form.is_for_following)

    def save_related(self, request, form, formsets, change):
        """What stands below is stored first: it is part of what people may have to be told, and of what comes again."""
        super().save_related(request, form, formsets, change)
        event, by, now, values = form.instance, request.user, timezone.now(), form.cleaned_data
        if not change:
            if values.get("rule"):
                series.repeat(event=event, rule=values["rule"], until=values["repeat_until"], exceptions=values["days_off"], by=by, now=now)
            return
        starts, others = request.before
        telling.note(event=event, names=set(facts.between(others, facts.others(event))), by=by, now=now)
        if form.is_for_following:
            series.share(event=event, before=starts, names=form.changed_data, moves=form.moves, by=by, now=now)

    def response_change(self, request, obj):
        answer = super().response_change(request, obj)
        edit = EventEdit.objects.filter(event=obj, closed_at=None).first()
        if _is_being_told(obj):
            _say_who_is_told(request, obj)
        return HttpResponseRedirect(reverse("admin:tell_event", args=[obj.pk])) if edit and answer.status_code == 302 else answer

    @admin.display(description=gettext_lazy("when"), ordering="starts")
    def when(self, event):
        return formats.plain(words.when(event)) if event.pk else ""

    @admin.display(description=gettext_lazy("where"))
    def where(self, event):
        return words.where(event)

    @admin.display(description=gettext_lazy("places taken"))
    def filled(self, event):
        return f"{event.taken} / {'∞' if event.capacity is None else event.capacity}"


def _is_being_told(event):
    return telling.waiting(event).filter(due__gt=timezone.now()).exists()


def _say_who_is_told(request, event):
    people = people_told.number(event)
    said = ngettext(
        "%(people)s person is told of the new time or place within ten minutes. Change it back before that, and nobody is told.",
        "%(people)s people are told of the new time or place within ten minutes. Change it back before that, and nobody is told.",
        people,
    ) % {"people": people}
    messages.info(request, format_html("{}", said))


class _WordsOfRow(OfEvent, WordsOnly):
    """The words of a row of an event in other languages; everything else about it is changed on the page of its event."""


@admin.register(Support)
class SupportAdmin(_WordsOfRow):
    search_fields = ("event__title",)
    fields = readonly_fields = ("event", "kind", "language", "note")


@admin.register(AgendaItem)
class AgendaItemAdmin(_WordsOfRow):
    search_fields = ("event__title", "title")
    fields = readonly_fields = ("event", "title", "text")
