"""Every list of the staff site as CSV or for Excel: the columns of the list, as it is filtered, for colleagues who may take tables away."""

from datetime import datetime

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people import access
from people.access import OfficeScoped, staff_page
from sharing.tables import csv_response, excel_or_back

PERMISSION = "volunteers.export_signup"
LEFT_OUT = {"roster", "board", "desk", "people", "days", "decide", "subject", "address_hash"}  # links, what letters say, and what nobody can read
OWN_TABLE = {"volunteers.signup"}
READ_AT_ONCE = 500


def has_table(model, user):
    """Tell whether the list of a model can be taken away by this colleague."""
    return model._meta.label_lower not in OWN_TABLE and user.has_perm(PERMISSION)


@require_safe
@staff_page(PERMISSION)
def as_table(request, app, model, ending):
    """One list, as it is filtered, as CSV or for Excel."""
    model_admin = _admin_of(app, model)
    if not has_table(model_admin.model, request.user) or not model_admin.has_view_permission(request):
        raise PermissionDenied
    back = f"admin:{app}_{model}_changelist"
    try:
        found = model_admin.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:  # whatever cannot be meant leads back to the list, as it does there
        return redirect(f"{reverse(back)}?{ERROR_FLAG}=1")
    if isinstance(model_admin, OfficeScoped):
        found = access.scope(found, request.user, PERMISSION, office=model_admin.office_path, leads_path=model_admin.leads_path)
    columns = [name for name in model_admin.get_list_display(request) if name not in LEFT_OUT]
    header = [label_for_field(name, model_admin.model, model_admin) for name in columns]
    rows = ([_cell(name, record, model_admin) for name in columns] for record in found.iterator(READ_AT_ONCE))
    if ending == "csv":
        return csv_response(model, header, rows, by=request.user)
    return excel_or_back(request, model, header, rows, back=back)


def _admin_of(app, model):
    try:
        return admin.site.get_model_admin(apps.get_model(app, model))
    except (LookupError, admin.exceptions.NotRegistered):
        raise Http404 from None


def _cell(name, record, model_admin):
    field, _attr, value = lookup_field(name, record, model_admin)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value if field is None or value is None else display_for_field(value, field, "")
