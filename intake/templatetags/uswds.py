"""What the form pack in templates/uswds/ asks about a field."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

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


def look_of(widget: forms.Widget) -> tuple[str, str]:
    """The kind of control and its class in the design system."""
    return next((kind, css_class) for widget_class, kind, css_class in LOOKS if isinstance(widget, widget_class))


@register.filter
def kind(field: BoundField) -> str:
    """Which control the field is: input, textarea, select, checkbox, checkboxes, radios, several, file or hidden."""
    return look_of(field.field.widget)[0]


@register.filter
def control(field: BoundField) -> SafeString:
    """The control alone, with the design system's class added to its own."""
    css_class = " ".join(filter(None, (look_of(field.field.widget)[1], field.field.widget.attrs.get("class"))))
    return field.as_widget(attrs={"class": css_class})


@register.filter
def target(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the control, or the first of a group."""
    grouped = kind(field) in {"checkboxes", "radios", "several"}
    return f"{field.auto_id}_0" if grouped else field.auto_id
