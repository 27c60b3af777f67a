"""Where a list of the staff site can be taken away as CSV."""

from django import template
from django.urls import reverse

from civic.tables import has_table

register = template.Library()


@register.simple_tag(takes_context=True)
def table_url(context, changelist, ending="csv"):
    """Return the address of the list as a table, as it is filtered, or nothing for who may not take it away."""
    model = changelist.model
    if not has_table(model, context["request"].user):
        return ""
    return reverse("admin:list_table", args=[model._meta.app_label, model._meta.model_name, ending]) + changelist.get_query_string()
