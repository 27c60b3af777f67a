"""Fields of forms as the design system draws them.

Residents' forms are the pages that meet the rush, and a template per field is most of their cost: the common controls are therefore
written here, in one place, and the rare groups in templates/uswds/group.html.
"""

from collections.abc import Callable, Iterable

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits is taken, so the narrower widget stands before the wider.
LOOKS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.HiddenInput, "hidden", ""),
    (forms.MultipleHiddenInput, "hidden", ""),
    (forms.CheckboxInput, "checkbox", "usa-checkbox__input"),
    (forms.CheckboxSelectMultiple, "checkboxes", "usa-checkbox"),
    (forms.RadioSelect, "radios", "usa-radio"),
    (forms.MultiWidget, "several", "usa-input"),
    (forms.Select, "select", "usa-select"),
    (forms.Textarea, "textarea", "usa-textarea"),
    (forms.FileInput, "file", "usa-file"),
    (forms.Widget, "input", "usa-input"),
)
GROUPS = {"checkboxes", "radios", "several"}
INPUTS = ("text", "email", "number", "url", "password", "search", "tel", "hidden", "date", "time")
STOCK = {f"django/forms/widgets/{name}.html": "input" for name in INPUTS} | {
    f"django/forms/widgets/{name}.html": name for name in ("textarea", "select", "checkbox")
}
_looks: dict[type[forms.Widget], tuple[str, str]] = {}


def look_of(widget: forms.Widget) -> tuple[str, str]:
    """The kind of control and its class in the design system."""
    found = _looks.get(type(widget))
    if found is None:
        found = next((kind, css_class) for widget_class, kind, css_class in LOOKS if isinstance(widget, widget_class))
        _looks[type(widget)] = found
    return found


@register.filter
def kind(field: BoundField) -> str:
    """Which control the field is: input, textarea, select, checkbox, checkboxes, radios, several, file or hidden."""
    return look_of(field.field.widget)[0]


@register.filter
def target(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the control, or the first of a group."""
    return f"{field.auto_id}_0" if kind(field) in GROUPS else field.auto_id


@register.filter
def control(field: BoundField) -> SafeString:
    """The control alone, with the design system's class added to its own."""
    widget = field.field.widget
    own = widget.attrs.get("class")
    attrs = {"class": f"{look_of(widget)[1]} {own}" if own else look_of(widget)[1]}
    shape = STOCK.get(widget.template_name)
    if shape is None:
        return field.as_widget(attrs=attrs)
    attrs["id"] = widget.attrs.get("id") or field.auto_id
    attrs = widget.build_attrs(widget.attrs, field.build_widget_attrs(attrs, widget))
    return mark_safe(WRITERS[shape](widget, escaped(field.html_name), field.value(), attrs))  # noqa: S308  every part is escaped


def _attributes(attrs: dict[str, object]) -> str:
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in attrs.items() if value is not None and value is not False)


def _value(value: object) -> str:
    return "" if value is None else f' value="{escaped(value)}"'


def _input(widget: forms.TextInput, name: str, value: object, attrs: dict[str, object]) -> str:
    kind_of_input = attrs.pop("type", widget.input_type)
    return f'<input type="{kind_of_input}" name="{name}"{_value(widget.format_value(value))}{_attributes(attrs)}>'


def _textarea(widget: forms.Textarea, name: str, value: object, attrs: dict[str, object]) -> str:
    value = widget.format_value(value)
    # A browser drops the first line end, so there is always one that is not the resident's.
    return f'<textarea name="{name}"{_attributes(attrs)}>\n{"" if value is None else escaped(value)}</textarea>'


def _checkbox(widget: forms.CheckboxInput, name: str, value: object, attrs: dict[str, object]) -> str:
    ticked = " checked" if widget.check_test(value) else ""
    return f'<input type="checkbox" name="{name}"{_value(widget.format_value(value))}{_attributes(attrs)}{ticked}>'


def _select(widget: forms.Select, name: str, value: object, attrs: dict[str, object]) -> str:
    chosen = set(widget.format_value(value))
    several = " multiple" if widget.allow_multiple_selected else ""
    return f'<select name="{name}"{_attributes(attrs)}{several}>{_options(widget.choices, chosen)}</select>'


def _options(choices: Iterable, chosen: set[str]) -> str:
    return "".join(_option(value, label, chosen) for value, label in choices)


def _option(value: object, label: object, chosen: set[str]) -> str:
    if isinstance(label, (list, tuple)):
        return f'<optgroup label="{escaped(value)}">{_options(label, chosen)}</optgroup>'
    text = "" if value is None else str(value)
    return f'<option value="{escaped(text)}"{" selected" if text in chosen else ""}>{escaped(label)}</option>'


WRITERS: dict[str, Callable[..., str]] = {"input": _input, "textarea": _textarea, "checkbox": _checkbox, "select": _select}


@register.filter
def usa_field(field: BoundField) -> SafeString:
    """A whole field: label, hint, error, control."""
    look = kind(field)
    if look == "hidden":
        return control(field)
    if look in GROUPS:
        return render_to_string("uswds/group.html", {"field": field, "kind": look})
    name = f'for="{escaped(field.id_for_label)}">{escaped(field.label)}'
    if look == "checkbox":
        inner = f'{_error(field)}<div class="usa-checkbox">{control(field)}<label class="usa-checkbox__label" {name}</label></div>{_hint(field)}'
    else:
        inner = f'<label class="usa-label" {name}{optional(field)}</label>{_hint(field)}{_error(field)}{control(field)}'
    wrong = " usa-form-group--error" if field.errors else ""
    return mark_safe(f'<div class="usa-form-group{wrong}">{inner}</div>\n')  # noqa: S308  every part is escaped


@register.filter
def optional(field: BoundField) -> SafeString:
    """The word behind the label of what may stay empty; a field with the attribute one_of is one of several that are needed."""
    if field.field.required or getattr(field.field, "one_of", False):
        return mark_safe("")
    word = escaped(_("(optional)"))
    return mark_safe(f' <span class="optional">{word}</span>')  # noqa: S308


@register.simple_tag
def usa_form(form: forms.BaseForm) -> SafeString:
    """All fields of a form, one below the other."""
    return mark_safe("".join(usa_field(field) for field in form))  # noqa: S308  each field is safe


def _hint(field: BoundField) -> str:
    return f'<span class="usa-hint" id="{field.auto_id}_helptext">{field.help_text}</span>' if field.help_text else ""


def _error(field: BoundField) -> str:
    if not field.errors:
        return ""
    sentences = " ".join(escaped(error) for error in field.errors)
    word = escaped(_("Error:"))
    return f'<span class="usa-error-message" id="{field.auto_id}_error"><span class="only-heard">{word}</span> {sentences}</span>'
