"""What all change forms and lists of the staff site share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import models, transaction
from django.forms import ModelForm
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from intake import actors
from intake.fields import PhoneField
from intake.links import LinkField
from intake.refusal import Refused
from intake.today import TodayFilter

HISTORY_ROWS = 200
_WORDS = {"insert": gettext_lazy("added"), "update": gettext_lazy("changed"), "delete": gettext_lazy("deleted")}
MOST_COUNTED = 5_000


class CappedPaginator(Paginator):
    """Counts no further than anybody pages: a ledger of millions answers as fast as one of thousands."""

    @cached_property
    def count(self):
        return min(self._counted, MOST_COUNTED)

    @property
    def is_capped(self):
        """There are more than anybody pages through."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self):
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()


class RecordForm(ModelForm):
    """A change form that takes every phone number a person can have, as the public forms do."""

    def _get_validation_exclusions(self):
        # The model's own check refuses numbers that are possible but not yet assigned; `PhoneField` has read them already.
        phones = {name for name, field in self.fields.items() if isinstance(field, PhoneField)}
        return super()._get_validation_exclusions() | phones


class CheckedForm(RecordForm):
    """A change form that asks a rule of the verbs about some of its fields, so that no form takes what another one refuses."""

    checked: tuple[str, ...]  # the fields, each named as the rule names it
    rule: Callable[..., None]  # raises Refused

    def clean(self):
        values = super().clean()
        asked = {name: values.get(name) for name in self.checked}
        if all(asked.values()):
            try:
                self.rule(**asked)
            except Refused as refusal:
                for one in (refusal, *refusal.and_also):
                    self.add_error(one.field, one.sentence)
        return values


class RecordAdmin(admin.ModelAdmin):
    """A list without a full count, a missing record that is a plain 404, and a history that comes from the database's own triggers."""

    form = RecordForm
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    paginator = CappedPaginator
    actions = None
    history_template = "admin/intake/history.html"
    linked_histories: tuple = ()  # (proxy of a link table, its field that points here, its field that points there)

    def get_list_filter(self, request):
        """What needs somebody today stands first, where the home of staff counts rows of this list."""
        return (TodayFilter, *super().get_list_filter(request))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, PhoneNumberField):
            return PhoneField(label=capfirst(db_field.verbose_name), required=not db_field.blank, help_text=db_field.help_text)
        if isinstance(db_field, models.URLField):
            words = {"label": capfirst(db_field.verbose_name), "help_text": db_field.help_text}
            return LinkField(required=not db_field.blank, max_length=db_field.max_length, **words)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        """Take nothing from the address: a link must not fill a form."""
        return {}

    def history_view(self, request, object_id, extra_context=None):
        """Show who changed what, newest first."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("Who changed what: %(record)s") % {"record": record},
            "steps": steps_of(record, self.linked_histories),
            "record": record,
            "opts": self.opts,
        }
        return TemplateResponse(request, self.history_template, context)

    # The triggers keep the history; Django's own log would store names (`str(record)`) that must leave when a person is forgotten.
    def log_addition(self, request, record, message):
        return None

    def log_change(self, request, record, message):
        return None

    def log_deletions(self, request, queryset):
        return None

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404


class RefusableForm(RecordForm):
    """A form that can show, beside the right field, what a verb refused after the form itself was well shaped."""

    refusal = None
    # How the verbs name what this form calls otherwise.
    names_in_verbs: dict[str, str] = {}

    def clean(self):
        values = super().clean()
        for refusal in [self.refusal, *self.refusal.and_also] if self.refusal else []:
            if getattr(refusal, "prefix", None) == self.prefix:
                field = self.names_in_verbs.get(refusal.field, refusal.field)
                self.add_error(field if field in self.fields else None, refusal.sentence)
        return values


class VerbAdmin(RecordAdmin):
    """Saves through verbs: when one says no, nothing is stored and the form comes back with the sentence and all that was typed.

    Forms are `RefusableForm`s that get `request.refusal`; a refusal in a row of an inline carries that row's `prefix`.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form


def desk_page(request, template, *, title, status=200, **context):
    """Return a staff page in the frame of the admin."""
    return TemplateResponse(request, template, {**admin.site.each_context(request), "title": title, **context}, status=status)


class ReadOnly:
    """Staff look at these rows; verbs make them."""

    def has_add_permission(self, request, obj=None):  # an inline is asked with its parent
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@dataclass(frozen=True)
class Step:
    """One change: when, who (empty: a resident, or the portal itself), what, as (field, before, after)."""

    at: datetime
    who: str
    what: str
    fields: list


def steps_of(record, links=()):
    """Return the newest changes of a record and of its links, newest first; a query for each kind and one for the names."""
    if not hasattr(type(record), "pgh_event_models"):
        return []
    rows = list(record.changes.order_by("-pgh_id")[:HISTORY_ROWS])
    cuts = [(row, there) for proxy, here, there in links for row in _link_rows(proxy, here, there, record)]
    contexts = [row.pgh_context or {} for row in [*rows, *(row for row, _there in cuts)]]
    names = actors.names_of(contexts)
    whole = [row for row in rows if row.pgh_label in _WORDS]  # that a personal field changed is told by a row of its own, written in the same moment
    earlier = {row.pgh_id: before for row, before in zip(whole, whole[1:], strict=False)}
    steps = [_step(row, earlier.get(row.pgh_id), names) for row in rows] + [_link_step(row, there, names) for row, there in cuts]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _link_rows(proxy, here, there, record):
    return proxy.pgh_event_model.objects.filter(**{here: record.pk}).select_related(there).order_by("-pgh_id")[:HISTORY_ROWS]


def _link_step(row, there, names):
    other = getattr(row, there)
    label = capfirst(type(other)._meta.verbose_name)
    before, after = (_("nothing"), str(other)) if row.pgh_label == "insert" else (str(other), _("nothing"))
    return Step(row.pgh_created_at, actors.who(row.pgh_context, names), _("changed"), [(label, before, after)])


def _step(row, before, names):
    who = actors.who(row.pgh_context, names)
    if row.pgh_label in _WORDS:
        return Step(row.pgh_created_at, who, str(_WORDS[row.pgh_label]), _differences(before, row) if row.pgh_label == "update" else [])
    field = row.pgh_tracked_model._meta.get_field(row.pgh_label)
    return Step(row.pgh_created_at, who, _("changed"), [(capfirst(field.verbose_name), "•••", "•••")])


def _differences(before, row):
    if before is None:
        return []
    fields = [field for field in row._meta.fields if not field.name.startswith("pgh_")]
    pairs = [(field, getattr(before, field.attname), getattr(row, field.attname)) for field in fields]
    return [(_label(row, field), _value(field, old), _value(field, new)) for field, old, new in pairs if old != new]


def _label(row, field):
    return capfirst(row.pgh_tracked_model._meta.get_field(field.name).verbose_name)


def _value(field, value):
    """Return a value as staff read it; a moment on the clock of the city, as everywhere."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    return str(dict(field.flatchoices).get(value, value))


def _users(ids):
    """Colleagues by name; a resident who stays signed in reads as any resident."""
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=ids, is_staff=True)}


actors.register("user", _users)
