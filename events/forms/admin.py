"""The forms of events on the staff site: shape only; what may be is decided by the verbs they call."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bookings.time_forms import TimesForm
from events import event_rules
from events.models import AgendaItem, Board, Event, EventSeries, LeadTime, Support, SupportKind
from intake.admin import RecordForm, RefusableForm
from intake.day_lists import DaysField, sensible
from intake.refusal import Refused
from intake.slugs import free_slug
from languages.names import language_names
from people.leads import ChoosesLeads

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
_DAY = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


class EventForm(ChoosesLeads, TimesForm):
    """What an event is; its address makes itself from the title. A new one may come again, one of a series is changed alone or with the later ones."""

    names_in_verbs = {"ends": "end", "starts": "start", "until": "repeat_until"}

    slug = forms.SlugField(label=_("Address"), required=False, max_length=170, help_text=_("Leave empty: it makes itself from the title."))
    languages = forms.MultipleChoiceField(label=_("Languages spoken there"), required=False, widget=forms.CheckboxSelectMultiple)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Of the place, or of whoever invites to an online event."))
    rule = forms.ChoiceField(label=_("Comes again"), required=False, choices=[("", _("once")), *EventSeries.Rule.choices])
    repeat_until = forms.DateField(
        label=_("Until"), required=False, help_text=_("The last day, where it comes again. The later ones are drafts like this one."), **_DAY
    )
    days_off = DaysField(
        label=_("Not on"), help_text=_("Days that are left out, where it comes again: 2026-12-24, 2026-12-31."), widget=forms.TextInput(attrs={"size": 24})
    )
    scope = forms.ChoiceField(
        label=_("Change"), required=False, initial="this", widget=forms.RadioSelect,
        choices=[("this", _("only this event")), ("following", _("this event and the later ones of its series"))],
        help_text=_("Registrations stay. Where the time, the place or the way to join changes, everyone is asked again. Events that were changed by themselves stay as they are."),
    )  # fmt: skip

    class Meta:
        model = Event
        fields = ()  # the admin names them
        widgets = {name: forms.Textarea(attrs={"rows": rows, "cols": 80}) for name, rows in [("purpose", 2), ("text", 8), ("decision", 3), ("bring", 2)]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            self.fields["languages"].choices = language_names().items()
        if "time_zone" in self.fields:
            self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in dict.fromkeys([settings.TIME_ZONE, self.instance.time_zone, *ZONES])]
            self.fields["time_zone"].initial = settings.TIME_ZONE

    def clean_slug(self):
        among = Event.objects.exclude(pk=self.instance.pk)
        typed = self.cleaned_data["slug"]
        if typed in Event.NOT_EVENTS:
            raise forms.ValidationError(_("This address belongs to another page. Choose another one."))
        return typed or free_slug(self.cleaned_data.get("title", ""), among=among, otherwise="event", never=Event.NOT_EVENTS)

    def clean_time_zone(self):
        """The times below are read on this zone's clock."""
        zone = self.cleaned_data["time_zone"]
        if zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("Choose one of the zones."))
        self.instance.time_zone = zone
        return zone

    def clean_request_deadline(self):
        return sensible(self.cleaned_data["request_deadline"])

    def clean_repeat_until(self):
        return sensible(self.cleaned_data["repeat_until"])

    def clean(self):
        values = super().clean()
        self._clean_series(values)
        checks = [lambda: event_rules.check_openness(values), lambda: event_rules.check_age(values)]
        if {"date", "start", "end"} <= set(values):
            self.instance.starts, self.instance.ends = self.moments()
            checks.append(lambda: event_rules.check_times(self.instance.starts, self.instance.ends))
        for check in checks:
            try:
                check()
            except Refused as refusal:  # here already: the database's own rule has no words for people
                self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
        return values

    def _clean_series(self, values):
        if values.get("rule") and not values.get("repeat_until") and "repeat_until" not in self.errors:
            self.add_error("repeat_until", _("Say until when it comes again."))
        if values.get("repeat_until") and not values.get("rule"):
            self.add_error("rule", _("Say how often it comes again."))
        if values.get("days_off") and not values.get("rule"):
            self.add_error("days_off", _("Only an event that comes again leaves days out."))

    @property
    def is_for_following(self):
        """The change is for the later events of the series too."""
        return self.cleaned_data.get("scope") == "following"

    @property
    def moves(self):
        """The day or the time of day was changed."""
        return bool({"date", "start", "end"} & set(self.changed_data))


class _LanguageForm(forms.ModelForm):
    """A row with one of the city's languages, or none."""

    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("Of an interpreter."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", "—"), *language_names().items()]


class SupportForm(_LanguageForm):
    """What is provided; only an interpreter has a language."""

    class Meta:
        model = Support
        fields = ("kind", "language", "note", "used")

    def clean(self):
        values = super().clean()
        if values.get("language") and values.get("kind") != SupportKind.INTERPRETER:
            self.add_error("language", _("Only an interpreter has a language. Leave it empty here."))
        return values

    def validate_constraints(self):
        """The row above says it in words; that one kind stands twice is said here."""
        support = self.instance
        same = Support.objects.filter(event=support.event_id, kind=support.kind, language=support.language).exclude(pk=support.pk)
        if support.event_id and not self.errors and same.exists():
            self.add_error("kind", _("This stands in the list already."))


class AgendaForm(forms.ModelForm):
    """A point of the agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "text", "minutes", "presented_by", "asks_decision", "order")
        widgets = {"text": forms.Textarea(attrs={"rows": 2, "cols": 60})}


class BoardForm(RefusableForm):
    """A board; its address makes itself from the name."""

    slug = forms.SlugField(label=_("Address"), required=False, max_length=170, help_text=_("Leave empty: it makes itself from the name."))

    class Meta:
        model = Board
        fields = ()  # the admin names them
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4, "cols": 80})}

    def clean_slug(self):
        among = Board.objects.exclude(pk=self.instance.pk)
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("name", ""), among=among, otherwise="board")


class LeadTimeForm(RecordForm):
    """How many working days ahead an office has to know of one kind of support."""

    class Meta:
        model = LeadTime
        fields = ()  # the admin names them
        help_texts = {"kind": _("“Something else” stands for whatever is not listed.")}
