"""Who leaves hands over first: the forms in which a colleague loses a role, or may not sign in any more."""

from django.forms import BaseInlineFormSet, ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from intake.admin import RecordForm
from intake.refusal import Refused
from people.handing_over import check_may_leave, check_somebody_lets_people_in
from people.models import OfficeRole


def _hand_over_first(user):
    """Raise ValidationError with the way to the page where it is handed over, while something is open."""
    try:
        check_may_leave(user)
    except Refused as refusal:
        door = format_html('<a href="{}">{}</a>', reverse("admin:hand_over", args=[user.pk]), _("Hand it over"))
        raise ValidationError(format_html("{} {}", refusal.sentence, door), code="owns") from None


def _leave_somebody(**who):
    """Raise ValidationError where nobody would be left who lets colleagues in."""
    try:
        check_somebody_lets_people_in(**who)
    except Refused as refusal:
        raise ValidationError(refusal.sentence, code=refusal.code) from None


class ColleagueForm(RecordForm):
    """A colleague: name, and whether they may sign in."""

    def clean_is_active(self):
        is_active = self.cleaned_data["is_active"]
        if self.instance.is_active and not is_active:
            _hand_over_first(self.instance)
            _leave_somebody(beside=self.instance)
        return is_active


class StaffFormSet(BaseInlineFormSet):
    """The roles in an office; a row that goes, or goes to somebody else, is refused while its colleague looks after something, and the last administrator's always."""

    def clean(self):
        super().clean()
        for form in self.initial_forms:
            before = (
                form.instance.user
                if form.instance.pk and "user" not in form.changed_data
                else form.fields["user"].queryset.filter(pk=form.initial["user"]).first()
            )
            if before and (form in self.deleted_forms or "user" in form.changed_data):
                _hand_over_first(before)
        if self.instance.is_main and self.has_changed() and not any(self.errors):
            _leave_somebody(administrators=list(self._administrators()))

    def _administrators(self):
        for form in self.forms:
            if form not in self.deleted_forms and form.cleaned_data.get("role") == OfficeRole.Role.ADMINISTRATOR:
                yield form.cleaned_data["user"]
