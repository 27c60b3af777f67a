"""Two people at the same record: the second is told who changed what meanwhile; nothing is overwritten, nothing typed is lost.

A change form carries, signed, the values it was shown with. Before it is saved the record and the rows below it are locked and read
again: where one differs from what was shown, the form comes back. What its reader did not touch then shows the new value, what both
changed shows theirs with the other one beside it, and saving again saves what stands there.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core import signing
from django.db.models import Model, QuerySet
from django.forms import CheckboxInput, ModelForm, MultiWidget
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from intake.admin import steps_of
from intake.refusal import Refused

FIELD = "seen"
_SALT = "intake.fresh"
_MAIN = ""


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed meanwhile; `typed` is empty where the reader of the form left it alone."""

    form: ModelForm
    name: str
    now: str
    typed: str
    is_touched: bool


class NothingOverwritten:
    """For a `VerbAdmin`: call `check_fresh` first in `save_model`; the change form has to include `admin/intake/_seen.html`."""

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        request.formsets = formsets
        return formsets, inlines

    def also_seen(self, request, obj):
        """Return {words for what: version} of further records that saving this form writes to."""
        return {}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk:
            forms = _forms(context["adminform"].form, [one.formset for one in context["inline_admin_formsets"]])
            context["seen"] = _token(request, forms, lambda: self.also_seen(request, obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def check_fresh(self, request, form):
        """Raise Refused when what the form was shown with has changed; the record stays locked until the end of the transaction."""
        _check(request, form, request.formsets, lambda: self.also_seen(request, form.instance))


def token_of(request, form):
    """Return what a page with one ModelForm carries in a hidden field named `FIELD`, as a change form does."""
    return _token(request, _forms(form, []), dict)


def check_fresh(request, form):
    """Raise Refused when the record of a page with one ModelForm has changed since it was shown; it stays locked until the end of the transaction.

    A page that was shown before there was a record is told of the one that somebody else has begun.
    """
    _check(request, form, [], dict)


def _token(request, forms, also):
    """What was shown first is what counts until the reader has been told of a change."""
    sent = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if sent and not getattr(request, "told_of_changes", False):
        return sent
    stored = _stored(forms) if sent else {key: form.instance for key, form in forms.items()}
    shown = {key: {name: plain(value) for name, value in _values(form, stored[key]).items()} for key, form in forms.items() if key in stored}
    return signing.dumps({"at": timezone.now().isoformat(), "forms": shown, "also": also()}, salt=_SALT, compress=True)


def _check(request, form, formsets, also_seen):
    seen = _seen(request)
    if seen is None:
        return
    forms = _forms(form, formsets)
    stored = _stored(forms, lock=True)
    found = [one for key, row in forms.items() if key in stored for one in _differences(row, stored[key], seen["forms"].get(key, {}))]
    also = [what for what, version in also_seen().items() if what in seen["also"] and seen["also"][what] != version]
    if found or also:
        request.POST = _with_the_new_values(request.POST, found)
        request.told_of_changes = True
        raise _refusal(form, found, also, datetime.fromisoformat(seen["at"]))


def _seen(request):
    """Return what the form was shown with; None for a form that does not say."""
    try:
        return signing.loads(request.POST.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return None


def _forms(form, formsets):
    """Return the form of the record and those of the rows below it that are stored, by a key of their own."""
    rows = {
        f"{formset.prefix}:{row.instance.pk}": row for formset in formsets for row in formset.initial_forms if isinstance(row, ModelForm) and row.instance.pk
    }
    return {_MAIN: form, **rows}


def _stored(forms, *, lock=False):
    """Return the records behind the forms as they are stored now, by key; locked where asked, the rows first as every verb does."""
    found = {}
    models = dict.fromkeys(type(form.instance) for form in forms.values())
    for model in reversed(models):
        keys = {form.instance.pk: key for key, form in forms.items() if type(form.instance) is model}
        rows = model._base_manager.filter(pk__in=keys).order_by("pk")
        found |= {keys[row.pk]: row for row in (rows.select_for_update(of=("self",), no_key=True) if lock else rows)}
    return found


def _values(form, record):
    """Return what a form of this kind shows of a record, by field."""
    fresh = form if record is form.instance else type(form)(instance=record, prefix=form.prefix)
    return {name: fresh.get_initial_for_field(field, name) for name, field in fresh.fields.items()}


def _differences(form, record, seen):
    for name, value in _values(form, record).items():
        if name in seen and plain(value) != seen[name]:
            typed = plain(form.cleaned_data.get(name))
            if typed != plain(value):
                yield Difference(form, name, value, typed, typed != seen[name])


def plain(value):
    """Return a value of a field so that it can be kept as JSON and compared."""
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, (list, tuple, set, QuerySet)):
        return sorted(plain(one) for one in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(second=0, microsecond=0).isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


# --- What the reader is told -------------------------------------------------------------------------------------------------


def _refusal(form, found, also, since):
    lines = [_line(one, form) for one in found]
    lines += [Refused(_("%(what)s was changed meanwhile too, and would be changed by this.") % {"what": what}) for what in also]
    told = _("While you were writing, %(who)s changed this. Nothing was overwritten, and what you wrote is still here. Look at both, then save again.")
    return Refused(told % {"who": _who([one.form.instance for one in found] or [form.instance], since)}, code="stale", and_also=lines)


def _who(records, since):
    """Return who changed these records since then, and when last: “Dan (10:04 a.m.)”."""
    steps = [step for record in {(type(one), one.pk): one for one in records}.values() for step in _meanwhile(steps_of(record), since)]
    if not steps:
        return _("somebody")
    names = list(dict.fromkeys(step.who or _("somebody") for step in steps))
    return f"{', '.join(names)} ({date_format(timezone.localtime(max(step.at for step in steps)), 'TIME_FORMAT')})"


def _meanwhile(steps, since):
    """The changes since then; the last one where its transaction began before the form was shown and ended after it."""
    return [step for step in steps if step.at > since] or steps[:1]


def _line(one, form):
    field = one.form.fields[one.name]
    words = {"label": field.label or one.name, "now": _in_words(field, one.now), "typed": _in_words(field, one.form.cleaned_data.get(one.name))}
    if one.form is not form:
        words["label"] = f"{one.form.instance}: {words['label']}"
    told = (
        _("%(label)s: it is “%(now)s” now, you wrote “%(typed)s”.")
        if one.is_touched
        else _("%(label)s: it is “%(now)s” now; you left it alone, so it is filled in.")
    )
    return Refused(told % words, field=one.name if one.form is form and one.is_touched else None)


def _in_words(field, value):
    """Return a value as its reader knows it: the words of a choice, not its number."""
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple, QuerySet)):
        return ", ".join(_in_words(field, one) for one in value)
    if isinstance(value, time):
        return date_format(value, "TIME_FORMAT")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    key = str(getattr(value, "pk", value))
    choices = {str(choice): label for choice, label in getattr(field, "choices", ())}
    return str(choices.get(key, value))


def _with_the_new_values(post, found):
    """Return what was sent, with the new value wherever its sender left the field alone."""
    post = post.copy()
    for one in found:
        if not one.is_touched:
            _fill(post, one.form.add_prefix(one.name), one.form.fields[one.name], one.now)
    return post


def _fill(post, key, field, value):
    widget = field.widget
    if isinstance(widget, MultiWidget):
        for number, (part, piece) in enumerate(zip(widget.widgets, widget.decompress(value), strict=True)):
            post[f"{key}_{number}"] = part.format_value(piece) or ""
    elif isinstance(widget, CheckboxInput):
        post.setlist(key, ["on"] if value else [])
    elif isinstance(value, (list, tuple, QuerySet)):
        post.setlist(key, [str(getattr(item, "pk", item)) for item in value])
    else:
        with override(None):
            shown = widget.format_value(field.prepare_value(value))
        post[key] = (shown[0] if isinstance(shown, list) and shown else shown) or ""
