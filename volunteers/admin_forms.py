"""The forms of the staff site: shape only; what may be is decided by the verbs they call."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from bookings.time_forms import TimesForm
from intake.admin import RefusableForm
from intake.day_lists import DaysField, sensible
from intake.shown_rows import ShownRows
from languages.names import language_names
from people.leads import ChoosesLeads
from places.models import Venue
from volunteers.actions import series, shifts
from volunteers.actions.copies import free_slug
from volunteers.models import Opportunity, Series, Shift, ShiftRole

NEXT_SHIFTS = 25  # one page of rows; Django takes 500 fields a form


class OpportunityForm(ChoosesLeads, RefusableForm):
    """What an opportunity is; its address makes itself from the title."""

    slug = forms.SlugField(label=_("Address"), required=False, max_length=170, help_text=_("Leave empty: it makes itself from the title."))
    languages_wanted = forms.MultipleChoiceField(label=_("Languages spoken there"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Opportunity
        exclude = ()
        widgets = {"summary": forms.Textarea(attrs={"rows": 8, "cols": 80})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "languages_wanted" in self.fields:
            self.fields["languages_wanted"].choices = language_names().items()

    def clean_slug(self):
        return free_slug(self.cleaned_data["slug"] or self.cleaned_data.get("title", ""), of=self.instance)


class _TimesForm(TimesForm):
    """A date and two times of a shift."""

    def _move(self, by, now):
        if not {"date", "start", "end", "venue"} & set(self.changed_data):
            return
        starts, ends = self.moments()
        moved = shifts.move(shift=self.instance, starts=starts, ends=ends, venue=self.cleaned_data["venue"], by=by, now=now)
        for name in self._moving:
            setattr(self.instance, name, getattr(moved, name))

    @property
    def _moving(self):
        """What a move decides; a window that was typed on the same page stays as it was typed."""
        return ["starts", "ends", "sequence", *([] if self._is_window_typed else shifts.WINDOW)]

    @property
    def _is_window_typed(self):
        return bool(set(shifts.WINDOW) & set(self.changed_data))


class PlainShiftForm(_TimesForm):
    """A plain shift is five fields: date, from, to, place, places; a new one may repeat weekly."""

    places = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("Empty: any number."),
        widget=forms.NumberInput(attrs={"min": 0}),
    )
    rule = forms.ChoiceField(label=_("Comes again"), required=False, choices=[("", _("once")), *Series.Rule.choices])
    repeat_until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The last day, where it comes again."),
    )

    days_off = DaysField(
        label=_("Not on"), help_text=_("Days that are left out, where it comes again: 2026-12-24, 2026-12-31."), widget=forms.TextInput(attrs={"size": 24})
    )

    class Meta:
        model = Shift
        fields = ("venue",)
        help_texts = {"venue": _("Not in the list? Add it with the plus sign.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        for name in ("rule", "repeat_until", "days_off"):
            self.fields[name].widget = forms.HiddenInput()
            self.fields[name].disabled = True
        capacities = [role.capacity for role in self._roles]
        self.initial["places"] = None if None in capacities else sum(capacities)
        if len(capacities) != 1:
            self.fields["places"].disabled = True
            self.fields["places"].help_text = _("This shift has several roles: change their places on the page of the shift.")

    def clean_repeat_until(self):
        return sensible(self.cleaned_data["repeat_until"])

    def clean(self):
        values = super().clean()
        if values.get("rule") and not values.get("repeat_until") and "repeat_until" not in self.errors:
            self.add_error("repeat_until", _("Say until when it comes again."))
        if values.get("repeat_until") and not values.get("rule") and "rule" not in self.errors:
            self.add_error("rule", _("Say how often it comes again."))
        if values.get("days_off") and not values.get("rule"):
            self.add_error("days_off", _("Only a shift that comes again leaves days out."))
        return values

    def apply(self, *, opportunity, by, now):
        """Plan the shift, or move it and change its places. Raises Refused."""
        values = self.cleaned_data
        if not self.instance.pk:
            shifts.plan(
                opportunity=opportunity, day=values["date"], start=values["start"], end=values["end"], places=values["places"], venue=values["venue"],
                repeat_until=values["repeat_until"], rule=values["rule"], exceptions=values["days_off"], by=by, now=now,
            )  # fmt: skip
            return
        self._move(by, now)
        if "places" in self.changed_data:
            shifts.change_places(shift_role=self._roles[0], places=values["places"], by=by, now=now)

    @cached_property
    def _roles(self):
        return list(self.instance.roles.all())


class ShiftFormSet(ShownRows):
    """The next shifts that are not called off."""

    most = NEXT_SHIFTS

    def shown(self, rows):
        return rows.upcoming(timezone.now())

    def offered(self):
        return {"venue": self._venues}

    @cached_property
    def _venues(self):
        return [("", "—"), *((venue.pk, f"{venue.name}, {venue.address}") for venue in Venue.objects.only("name", "address"))]


class ShiftForm(_TimesForm):
    """A shift on its own page: when, where, whom to ask; in a series, for it alone or from it on."""

    scope = forms.ChoiceField(
        label=_("Change"), required=False, initial="this", widget=forms.RadioSelect,
        choices=[("this", _("only this shift")), ("following", _("this shift and the following ones of its series"))],
        help_text=_("Sign-ups stay. Where the time or place changes, everyone is asked again, once. Shifts that were changed by themselves stay as they are."),
    )  # fmt: skip

    class Meta:
        model = Shift
        fields = ("venue", "notes", *shifts.WINDOW, "late_hours", "contact_name", "contact_phone", "contact_email")
        help_texts = {
            "sign_up_opens": _("Empty: at once. Staff can sign people up before. When the shift moves it moves along, unless you change it too."),
            "sign_up_closes": _("Empty: when the shift begins. When the shift moves it moves along, unless you change it too."),
        }

    def clean_sign_up_opens(self):
        return sensible(self.cleaned_data["sign_up_opens"])

    def clean_sign_up_closes(self):
        return sensible(self.cleaned_data["sign_up_closes"])

    def clean(self):
        """Sign-up that opens when the shift has begun is a slip of the finger; a window that nobody typed moves along."""
        values = super().clean()
        opens, day, start = values.get("sign_up_opens"), values.get("date"), values.get("start")
        if self._is_window_typed and opens and day and start and opens >= datetime.combine(day, start, tzinfo=self.instance.zone):
            self.add_error("sign_up_opens", _("Sign-up would open after the shift begins. Choose an earlier time."))
        return values

    @property
    def is_for_following(self):
        """The change is for the later shifts of the series too."""
        return self.cleaned_data.get("scope") == "following"

    def apply(self, *, by, now):
        """Move the shift, or it and the following ones, when the time or place changed. Raises Refused."""
        if not self.is_for_following:
            self._move(by, now)
        elif {"date", "start", "end", "venue"} & set(self.changed_data):
            values = self.cleaned_data
            series.move_following(shift=self.instance, day=values["date"], start=values["start"], end=values["end"], venue=values["venue"], by=by, now=now)
            self.instance.refresh_from_db(fields=[*self._moving, "series"])


class RoleForm(RefusableForm):
    """What one can do in a shift, and how many fit."""

    class Meta:
        model = ShiftRole
        fields = ("name", "capacity", "waitlist", "requirement", "order")

    def apply(self, *, shift, by, now, is_for_following=False):
        """Store the role; its places change through the verb, so that nobody who has one loses it. Raises Refused."""
        role = self.instance
        if not role.pk:
            role.shift, role.opportunity = shift, shift.opportunity
            role.save()
            return
        shifts.describe_role(shift_role=role, by=by, now=now)
        if "capacity" in self.changed_data:
            change = series.change_places_following if is_for_following else shifts.change_places
            change(shift_role=role, places=self.cleaned_data["capacity"], by=by, now=now)
