"""Staff's lists of pledges, of what is arranged with donors, and of drop-off windows."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import seats
from donations import arrangement_words, codes, pledge_words, window_rules
from donations.actions import arrangements
from donations.models import Arrangement, Drive, DropOffLocation, DropOffWindow, Pledge
from intake.admin import ReadOnly, RecordAdmin, RefusableForm, VerbAdmin
from intake.day_lists import sensible
from intake.fresh import NothingOverwritten
from intake.phones import spoken_number
from intake.sensitive import NotesField
from languages import formats
from languages.admin import LanguageFilter
from people import access
from people.access import OfficeScoped

State = Arrangement.State


def may_see_contact(user, drive):
    """Tell whether somebody may see how to reach the donors of a drive."""
    if access.allows(user, "people.view_contact", drive.office_id):
        return True
    return access.scope(Drive.objects.filter(pk=drive.pk), user, "people.view_contact", leads_path="leads").exists()


class OfDrive:
    """What belongs to a drive is seen by its office and its leads; who gave it is found by name, how to reach them is for those who may."""

    office_path = "drive__office"
    leads_path = "drive__leads"
    for_callers = ("contact", "notes", "address")

    def get_fields(self, request, obj=None):
        """How to reach somebody, and what they wrote, is for staff who may also call them."""
        may_see = obj is not None and may_see_contact(request.user, obj.drive)
        return [name for name in self.fields if may_see or name not in self.for_callers]

    @admin.display(description=_("how to reach them"))
    def contact(self, record):
        return ", ".join(part for part in (record.person.email, spoken_number(record.person.phone)) if part) or "–"


@admin.register(Pledge)
class PledgeAdmin(OfDrive, ReadOnly, OfficeScoped, RecordAdmin):
    """Every pledge, to search and to see its history; promises on the phone are written down at the drive."""

    list_display = ("person", "drive", "items", "state", "expected_day", "location")
    list_filter = ("state", ("drive", admin.RelatedOnlyFieldListFilter), LanguageFilter)
    list_select_related = ("person", "drive", "location__venue")
    search_fields = ("person__name", "organization")
    ordering = ("-id",)
    change_form_template = "admin/donations/pledge/change_form.html"
    fields = (
        "person", "contact", "drive", "items", "state", "location", "expected_day", "time", "code", "organization", "thanks_agreed_at", "notes", "language", "until", "entered_by",
        "created_at",
    )  # fmt: skip
    readonly_fields = ("contact", "items", "time", "code")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("lines__need__item")

    @admin.display(description=_("items"))
    def items(self, pledge):
        return ", ".join(f"{line.quantity} × {line.need.item}" for line in pledge.lines.all())

    @admin.display(description=_("appointment"))
    def time(self, pledge):
        (fetched,) = pledge_words.fetch([pledge.pk])
        return pledge_words.when(fetched) if pledge_words.appointment(fetched) else "–"

    @admin.display(description=_("code to say there"))
    def code(self, pledge):
        return codes.spaced(codes.of(pledge.pk))


class AnswerForm(RefusableForm):
    """The office's answer; what the donor wrote is not changed here."""

    decision = forms.ChoiceField(
        label=_("decision"), required=False,
        choices=[("", _("not decided yet")), (State.AGREED, _("we take it")), (State.DECLINED, _("we cannot take it")), (State.DONE, _("it is done"))],
    )  # fmt: skip
    reply = NotesField(
        label=_("answer to the donor"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They get it by letter (or by a call) and see it on their page: which day, which door, whom to ask, or why not."),
    )  # fmt: skip
    names_in_verbs = {"state": "decision"}

    class Meta:
        model = Arrangement
        fields = ("owner", "reply")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.state in {State.AGREED, State.DECLINED, State.DONE} and "decision" in self.fields:
            self.initial["decision"] = self.instance.state


@admin.register(Arrangement)
class ArrangementAdmin(OfDrive, NothingOverwritten, OfficeScoped, VerbAdmin):
    """Large gifts and collection boxes: those to answer first stand on top."""

    form = AnswerForm
    list_display = ("kind", "drive", "donor", "state", "reply_by", "owner")
    list_filter = ("state", "kind", ("drive", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("drive", "person", "owner")
    search_fields = ("person__name", "organization")
    change_form_template = "admin/donations/arrangement/change_form.html"
    fields = ("kind", "drive", "donor", "contact", "what_is_offered", "address", "state", "reply_by", "replied_at", "owner", "decision", "reply")
    readonly_fields = ("kind", "drive", "donor", "contact", "what_is_offered", "address", "state", "reply_by", "replied_at")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Who answers is noted; a decision, or other words for one, goes to the donor."""
        self.check_fresh(request, form)
        now, decision = timezone.now(), form.cleaned_data.get("decision", "")
        if "owner" in form.changed_data:
            obj.save(update_fields=["owner", "changed_at"])
        if decision == State.DONE:
            arrangements.finish(arrangement=obj, by=request.user, now=now)
        elif decision or "reply" in form.changed_data:
            arrangements.answer(arrangement=obj, state=decision, reply=form.cleaned_data["reply"], by=request.user, now=now)

    @admin.display(description=_("who"))
    def donor(self, arrangement):
        return ", ".join(part for part in (arrangement.organization, arrangement.person.name) if part)

    @admin.display(description=_("what"))
    def what_is_offered(self, arrangement):
        return "\n".join(arrangement_words.what(arrangement)) or "–"


class WindowForm(RefusableForm):
    """From, to and how many fit, on the clock of the place."""

    class Meta:
        model = DropOffWindow
        fields = ("location", "starts", "ends", "capacity")

    def clean_starts(self):
        return sensible(self.cleaned_data["starts"])

    def clean_ends(self):
        return sensible(self.cleaned_data["ends"])

    def clean(self):
        values = super().clean()
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("This has to end after it begins."))
        if self.instance.pk and values.get("capacity") is not None and values["capacity"] < self.instance.taken:
            self.add_error("capacity", _("More people have an appointment already."))
        return values


@admin.register(DropOffWindow)
class DropOffWindowAdmin(OfficeScoped, VerbAdmin):
    """Times for drop-off appointments."""

    form = WindowForm
    office_path = "location__drive__office"
    leads_path = "location__drive__leads"
    list_display = ("location", "when", "capacity", "taken")
    list_filter = (("location__drive", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("location__venue",)
    fields = ("location", "starts", "ends", "capacity", "taken")
    readonly_fields = ("taken",)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Whoever has an appointment is not moved behind their back."""
        if change:
            window_rules.check_same_time(seats.lock(obj), obj)
        super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "location":
            mine = access.scope(
                DropOffLocation.objects.all(), request.user, "donations.change_dropoffwindow", office="drive__office", leads_path="drive__leads"
            )
            kwargs["queryset"] = mine.select_related("venue")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("when"), ordering="starts")
    def when(self, window):
        return formats.day_and_times(window.local_starts, window.local_ends)
