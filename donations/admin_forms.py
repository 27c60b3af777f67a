"""The forms of drives on the staff site: shape only; what may be is decided by the verbs they call."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from donations import hours_words, need_rules
from donations.actions import needs, places
from donations.models import Drive, DropOffLocation, Item, Need
from intake.admin import RefusableForm
from intake.day_lists import DaysField, sensible
from intake.refusal import Refused
from intake.shown_rows import ShownRows
from intake.slugs import free_slug
from people.leads import ChoosesLeads
from places.models import Venue


class DriveForm(ChoosesLeads, RefusableForm):
    """What a drive is; its address makes itself from the title."""

    slug = forms.SlugField(label=_("Address"), required=False, max_length=170, help_text=_("Leave empty: it makes itself from the title."))

    class Meta:
        model = Drive
        exclude = ()
        widgets = {name: forms.Textarea(attrs={"rows": rows, "cols": 80}) for name, rows in [("story", 8), ("not_accepted", 4), ("help_text", 4)]}

    def clean_slug(self):
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("title", ""), among=Drive.objects.exclude(pk=self.instance.pk), otherwise="drive")

    def clean_opens(self):
        return sensible(self.cleaned_data["opens"])

    def clean_closes(self):
        return sensible(self.cleaned_data["closes"])

    def clean(self):
        values = super().clean()
        if values.get("opens") and values.get("closes"):
            try:
                need_rules.check_times(values["opens"], values["closes"])
            except Refused as refusal:  # here already: the database's own rule about it has no words
                self.add_error(refusal.field, refusal.sentence)
        return values

    def validate_unique(self):
        """The verb says what is there already, beside the right field."""


class _Row(RefusableForm):
    """A row below a drive: its verb says what is there already, and what may not be, beside the right field."""

    def validate_unique(self):
        """Left to the verb."""

    def validate_constraints(self):
        """Left to the verb."""


class NeedForm(_Row):
    """An item that is wanted, and how many."""

    drop = forms.BooleanField(label=_("Take out"), required=False)

    class Meta:
        model = Need
        fields = ("item", "target", "is_capped", "priority", "note", "order")
        widgets = {"note": forms.TextInput(attrs={"size": 22})}

    def apply(self, *, drive, by, now):
        """Add the need, change it, or take it out. Raises Refused."""
        need, is_out = self.instance, self.cleaned_data.get("drop")
        if need.pk:
            (needs.drop if is_out else needs.change)(need=need, by=by, now=now)
        elif not is_out:
            need.drive = drive
            needs.add(need=need, by=by, now=now)


class HoursField(forms.CharField):
    """Hours as an office writes them; cleans to the same hours as the portal writes them."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 2000, **kwargs})

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def clean(self, value):
        try:
            return hours_words.write(hours_words.read(super().clean(value)))
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from None


def _days_in_words(days):
    return ", ".join(f"{day:%Y-%m-%d}" for day in days)


class LocationForm(_Row):
    """Where goods are brought, and when."""

    hours = HoursField(
        label=_("Hours"), required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 40}),
        help_text=_("A line for each: “Mon–Fri 9 a.m.–6 p.m.”, “Sat 10 a.m.–noon, 1 p.m.–4 p.m.”."),
    )  # fmt: skip
    closed_days = DaysField(
        label=_("Closed on"), help_text=_("Single days, whatever the hours say: 2026-11-26, 2026-12-25."), widget=forms.TextInput(attrs={"size": 40})
    )

    class Meta:
        model = DropOffLocation
        fields = (
            "venue", "instructions", "wants_appointments", "loading_door", "storage_limit", "contact_name", "contact_phone", "contact_email", "order", "accepts",
        )  # fmt: skip
        widgets = {"instructions": forms.Textarea(attrs={"rows": 3, "cols": 60}), "accepts": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        location = self.instance
        if location.pk:
            self.initial["hours"] = hours_words.write((row.weekday, row.opens, row.closes) for row in location.hours.all())
            self.initial["closed_days"] = _days_in_words(row.day for row in location.closures.all())
        if "accepts" in self.fields:
            self.fields["accepts"].queryset = Need.objects.filter(drive=location.drive_id).select_related("item")

    def clean_closed_days(self):
        """Keep the days as a text, as the page shows them, so that what two colleagues wrote can be compared."""
        self.days = self.cleaned_data["closed_days"]
        return _days_in_words(self.days)

    def apply(self, *, drive, by, now):
        """Store the location with its hours, closed days and accepted items. Raises Refused."""
        if not self.instance.pk:
            self.instance.drive = drive
        accepts = self.cleaned_data["accepts"] if "accepts" in self.fields else None
        places.describe(
            location=self.instance, hours=hours_words.read(self.cleaned_data["hours"]), closed_days=self.days, accepts=accepts, by=by, now=now
        )  # fmt: skip


class _Rows(ShownRows):
    """Rows below a drive; the same thing twice is told by the verb, beside the row."""

    def validate_unique(self):
        """Left to the verb."""


class NeedRows(_Rows):
    """The first needs of a drive; a page of its own lists them all."""

    most = 20

    def offered(self):
        return {"item": self._items}

    @cached_property
    def _items(self):
        office = {"office": self.instance.office_id} if self.instance.office_id else {}
        return [("", "—"), *Item.objects.filter(**office, pk__in=self.form.base_fields["item"].queryset.values("pk")).values_list("pk", "name")]


class LocationRows(_Rows):
    """The first locations of a drive; a page of its own lists them all."""

    most = 8

    def offered(self):
        return {"venue": self._venues}

    @cached_property
    def _venues(self):
        return [("", "—"), *((venue.pk, f"{venue.name}, {venue.address}") for venue in Venue.objects.only("name", "address"))]
