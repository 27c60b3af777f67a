"""What staff type when they publish, postpone, move or cancel an event, and about its notice: shape only."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.day_lists import sensible
from intake.fields import LineField, PhoneField
from intake.form_keys import KeyField
from intake.links import LinkField
from places.models import Venue

MOST_REASON = 300
MOST_AT_ONCE = 200  # events
_DATE = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
_TIME = {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}


def _reason(**kwargs):
    return LineField(label=_("Why"), max_length=MOST_REASON, help_text=_("Everybody reads it, on the page and in the letters."), **kwargs)


class PublishForm(forms.Form):
    """What is missing, named one by one, and why it is published all the same; nothing to say where nothing is missing."""

    accepted = forms.MultipleChoiceField(label=_("What may be missing"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = LineField(label=_("Why it is published all the same"), max_length=150, required=False)

    def __init__(self, *args, gaps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accepted"].choices = [(gap.code, gap.words) for gap in gaps]
        if not gaps:
            del self.fields["accepted"], self.fields["reason"]


class WhenForm(forms.Form):
    """A day, two times and a place; an end at or before the beginning is on the next day."""

    date = forms.DateField(label=_("Date"), **_DATE)
    start = forms.TimeField(label=_("From"), **_TIME)
    end = forms.TimeField(label=pgettext_lazy("date", "To"), **_TIME)
    venue = forms.ModelChoiceField(label=_("Place"), queryset=Venue.objects.none(), required=False, empty_label=_("no place"))

    def __init__(self, *args, event, **kwargs):
        at = {"start": event.local_starts.time(), "end": event.local_ends.time(), "venue": event.venue_id}
        super().__init__(*args, initial={**at, **kwargs.pop("initial", {})}, **kwargs)
        self.event = event
        self.fields["venue"].queryset = Venue.objects.order_by("name")

    def clean_date(self):
        return sensible(self.cleaned_data["date"])

    def moments(self):
        """Return start and end on the clock of the event's place, from clean values."""
        values, zone = self.cleaned_data, self.event.zone
        last_day = values["date"] if values["end"] > values["start"] else values["date"] + timedelta(days=1)
        return datetime.combine(values["date"], values["start"], tzinfo=zone), datetime.combine(last_day, values["end"], tzinfo=zone)


class NewDateForm(WhenForm):
    """When and where it takes place instead; the reason that was given stays unless another is typed."""

    reason = _reason(required=False)
    field_order = ("reason", "date", "start", "end", "venue")


class PostponeForm(WhenForm):
    """Why it is postponed, and the new date where it is known."""

    reason = _reason()
    has_date = forms.BooleanField(label=_("The new date is known:"), required=False)
    field_order = ("reason", "has_date", "date", "start", "end", "venue")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("date", "start", "end"):
            self.fields[name].required = False

    def clean(self):
        values = super().clean()
        for name in ("date", "start", "end"):
            if values.get("has_date") and not values.get(name) and name not in self.errors:
                self.add_error(name, _("Say when it takes place, or untick that the new date is known."))
        if values.get("date") and not values.get("has_date") and "has_date" not in self.errors:
            self.add_error("has_date", _("You typed a date. Tick that the new date is known, or leave the date empty."))
        return values


class OnlineForm(forms.Form):
    """How people come in from home, and why it is moved."""

    reason = _reason()
    online_link = LinkField(label=_("Online link"), required=False)
    dial_in = PhoneField(label=_("Dial-in number"), required=False, help_text=_("For people without internet."))
    dial_in_code = LineField(label=_("Dial-in code"), max_length=30, required=False)


class OneOnlineForm(OnlineForm):
    """The same for one event, or for it and the later ones of its series."""

    with_following = forms.BooleanField(label=_("Also the later ones of its series"), required=False)

    def __init__(self, *args, following, **kwargs):
        super().__init__(*args, **kwargs)
        if following:
            self.fields["with_following"].help_text = _("%(number)s more, the last one on %(day)s.") % following
        else:
            del self.fields["with_following"]


class ManyOnlineForm(OnlineForm):
    """The same for many events at once: they get one link and number."""

    events = forms.ModelMultipleChoiceField(
        label=_("Which events"), queryset=None, widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Tick at least one event.")}
    )
    field_order = ("events", "reason", "online_link", "dial_in", "dial_in_code")

    def __init__(self, *args, events, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["events"].queryset = events
        self.fields["events"].label_from_instance = words


class CancelForm(forms.Form):
    """Why it is cancelled."""

    reason = _reason()


class CopyForm(forms.Form):
    """The day of the copy."""

    day = forms.DateField(label=_("Its day"), **_DATE)
    key = KeyField()

    def clean_day(self):
        return sensible(self.cleaned_data["day"])


class ExtendForm(forms.Form):
    """Until when a series goes on."""

    until = forms.DateField(label=_("A later last day"), help_text=_("The new events are drafts, as the last one is now."), **_DATE)

    def clean_until(self):
        return sensible(self.cleaned_data["until"])


class PostingForm(forms.Form):
    """Where and when a notice was posted, in which language."""

    where = LineField(label=_("Where"), max_length=150, help_text=_("Such as the board at City Hall, or a web address."))
    date = forms.DateField(label=_("Date"), **_DATE)
    time = forms.TimeField(label=_("Time"), **_TIME)
    language = forms.ChoiceField(label=_("Language"))
    key = KeyField()

    def __init__(self, *args, event, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.fields["language"].choices = languages

    def clean_date(self):
        return sensible(self.cleaned_data["date"])

    @property
    def posted_at(self):
        """When it was posted, on the clock of the event's place."""
        return datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"], tzinfo=self.event.zone)
