"""Hours as staff look through them: approve, decline with a reason, put right; milestones and letters of service, to look at."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.admin import ReadOnly, RecordAdmin, RefusableForm, VerbAdmin
from intake.fields import LineField
from intake.refusal import Refused
from people.access import OfficeScoped
from volunteers import amounts
from volunteers.actions import hours
from volunteers.admin.words_only import WordsOnly
from volunteers.desk.reach import may, within
from volunteers.models import HoursEntry, Opportunity, Recognition, ServiceLetter, Tally
from volunteers.models.hours import A_DAY, MOST_THINGS

OFFERED = 50
SAID = ("day", "minutes", "made", "material", "note")


class OpportunityFilter(admin.SimpleListFilter):
    """The opportunities with hours, those written down last first: asking for all would read the whole table."""

    title = gettext_lazy("opportunity")
    parameter_name = "of"

    def lookups(self, request, model_admin):
        latest = within(HoursEntry.objects.order_by("-pk"), request.user, "volunteers.view_hoursentry").values_list("opportunity", flat=True)[:1000]
        numbers = list(dict.fromkeys(latest))[:OFFERED]
        titles = Opportunity.objects.in_bulk(numbers)
        return [(str(number), titles[number].title) for number in numbers]

    def queryset(self, request, queryset):
        wanted = self.value() or ""
        return queryset.filter(opportunity=int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else queryset


class HoursForm(RefusableForm):
    """What an entry says, to put right; whether it counts is said by the buttons above."""

    names_in_verbs = {"hours": "minutes"}

    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=A_DAY, help_text=gettext_lazy("Of each person."))
    made = forms.IntegerField(label=gettext_lazy("Things made"), required=False, min_value=0, max_value=MOST_THINGS)
    material = forms.IntegerField(label=gettext_lazy("Material given out"), required=False, min_value=0, max_value=MOST_THINGS)
    note = LineField(label=gettext_lazy("Note"), required=False, max_length=600)

    class Meta:
        model = HoursEntry
        fields = SAID

    def _get_validation_exclusions(self):
        # The fields above know their limits; what else the database refuses is said in words by the verb.
        return super()._get_validation_exclusions() | set(SAID)

    def work(self):
        """Return what was typed as the verb takes it; what this colleague does not see stays."""
        return hours.Work(**{name: self.cleaned_data.get(name, getattr(self.instance, name)) for name in SAID})


class ReasonForm(ActionForm):
    """The choice above the list, with the reason that goes to whoever is declined."""

    reason = forms.CharField(label=gettext_lazy("Reason, when hours are not counted:"), required=False, max_length=300)


@admin.register(HoursEntry)
class HoursEntryAdmin(OfficeScoped, VerbAdmin):
    form = HoursForm
    action_form = ReasonForm
    office_path = "opportunity__office"
    leads_path = "opportunity__leads"
    list_display = ("who", "opportunity", "day", "amount", "state")
    list_display_links = ("who", "day")
    list_filter = ("state", "recorded", ("day", admin.DateFieldListFilter), OpportunityFilter)
    list_select_related = ("person", "opportunity__tally")
    search_fields = ("person__name", "person__email__exact", "opportunity__title")
    ordering = ("-id",)
    actions = ("approve_chosen", "decline_chosen")
    change_form_template = "admin/volunteers/hoursentry/change_form.html"
    fields = (
        "who",
        "opportunity",
        "day",
        "minutes",
        "made",
        "material",
        "note",
        "state",
        "reason",
        "recorded",
        "entered_by",
        "decided_by",
        "decided_at",
        "created_at",
    )
    readonly_fields = ("who", "opportunity", "state", "reason", "recorded", "entered_by", "decided_by", "decided_at", "created_at")

    def get_fields(self, request, obj=None):
        """What somebody wrote about themselves is for staff who may also call them, in the office it was written to."""
        may_see = obj is not None and may(request.user, "people.view_contact", obj.opportunity)
        return [name for name in self.fields if may_see or name != "note"]

    def get_readonly_fields(self, request, obj=None):
        """Work on a shift has the shift's day."""
        return (*self.readonly_fields, "day") if obj and obj.sign_up_id else self.readonly_fields

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.state != HoursEntry.State.WITHDRAWN)

    def save_model(self, request, obj, form, change):
        hours.correct(entry=obj, work=form.work(), by=request.user, now=timezone.now())

    @admin.action(description=gettext_lazy("Approve: these hours count"), permissions=["change"])
    def approve_chosen(self, request, queryset):
        self._each(request, queryset, hours.approve)

    @admin.action(description=gettext_lazy("Do not count, with the reason"), permissions=["change"])
    def decline_chosen(self, request, queryset):
        reason = LineField(required=False).clean(request.POST.get("reason", "")[:300])
        self._each(request, queryset, hours.decline, reason=reason)

    def _each(self, request, queryset, verb, **what):
        """Each entry is a transaction of its own: what one refuses does not hold up the others."""
        done, refused = 0, []
        for entry in within(queryset.order_by("pk"), request.user, "volunteers.change_hoursentry"):
            try:
                verb(entry=entry, by=request.user, now=timezone.now(), **what)
                done += 1
            except Refused as refusal:
                refused.append(refusal.sentence)
        if done:
            messages.success(request, ngettext("%(number)s entry is done.", "%(number)s entries are done.", done) % {"number": done})
        for sentence in dict.fromkeys(refused):
            messages.error(request, sentence)

    @admin.display(description=gettext_lazy("who"), ordering="person__name")
    def who(self, entry):
        if entry.person_id:
            return entry.person.name or _("Somebody who was forgotten")
        return ngettext("%(number)s person without a name", "%(number)s people without names", entry.headcount) % {"number": entry.headcount}

    @admin.display(description=gettext_lazy("how much"), ordering="minutes")
    def amount(self, entry):
        return amounts.amount(entry.minutes, entry.made, entry.material, getattr(entry.opportunity, "tally", None))


@admin.register(Tally)
class TallyAdmin(WordsOnly):
    """What is counted, in other languages; the English words are changed on the page where hours are written down."""

    search_fields = ("made", "opportunity__title")
    fields = readonly_fields = ("opportunity", "made", "material")


@admin.register(Recognition)
class RecognitionAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Who reached what: made by the clock."""

    office_path = "person__office"
    list_display = ("person", "what", "reached_on", "thanked")
    list_filter = ("milestone", "thanked")
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email__exact")
    ordering = ("-id",)
    fields = readonly_fields = ("person", "what", "reached_on", "thanked")

    @admin.display(description=gettext_lazy("milestone"), ordering="milestone")
    def what(self, recognition):
        return amounts.duration(recognition.milestone * 60) if recognition.milestone else _("First time")


@admin.register(ServiceLetter)
class ServiceLetterAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Letters of service: issued on the page of a person or by the person, withdrawn here."""

    list_display = ("printed_code", "name", "first_day", "last_day", "hours", "issued_at", "revoked_at")
    list_filter = (("issued_at", admin.DateFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "code__exact")
    search_help_text = gettext_lazy("A name, or a whole code without hyphens.")
    ordering = ("-id",)
    fields = readonly_fields = (
        "printed_code",
        "office",
        "person",
        "name",
        "first_day",
        "last_day",
        "with_days",
        "hours",
        "issued_at",
        "issued_by",
        "revoked_at",
        "revoked_by",
    )
    change_form_template = "admin/volunteers/serviceletter/change_form.html"

    @admin.display(description=gettext_lazy("hours"), ordering="minutes")
    def hours(self, letter):
        return amounts.duration(letter.minutes)
