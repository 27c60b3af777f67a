"""Importing tables on the desk: bring a file, see what it would do, import it or put it away; templates, and what each column means."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from openpyxl import Workbook

from intake.admin import desk_page
from intake.refusal import Refused
from people import access
from people.access import staff_page
from sharing.imports.plan import SHOWN
from volunteers.actions import imports
from volunteers.desk.import_forms import ImportForm
from volunteers.imports.columns import OF_KIND
from volunteers.models import Import

PERMISSION = "volunteers.add_import"
LATEST = 20
_IMPORTS = Import.objects.defer("content").select_related("office", "by")


@staff_page(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def all_imports(request):
    """Bring a file; and what was brought last."""
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if form.is_valid() and (record := _bring(request, form)):
        return redirect(record)
    latest = access.scope(_IMPORTS, request.user, PERMISSION).order_by("-pk")[:LATEST]
    return desk_page(
        request,
        "volunteers/imports/all.html",
        title=_("Import a table"),
        form=form,
        latest=latest,
        kinds=Import.Kind.choices,
        status=422 if form.errors else 200,
    )


def _bring(request, form):
    file = form.cleaned_data["file"]
    try:
        return imports.bring(
            office=form.cleaned_data["office"], kind=form.cleaned_data["kind"], name=file.name, content=file.read(imports.MOST_BYTES + 1),
            language=get_language(), by=request.user, now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


@staff_page(PERMISSION)
@require_safe
def one_import(request, pk):
    """How far one import is, what it would do or did, and what is wrong in which row and column."""
    record = _fetch(request, pk)
    things = record.made + record.changed
    press = ngettext("Import %(number)s entry", "Import %(number)s entries", things) % {"number": things}
    return desk_page(
        request, "volunteers/imports/one.html", title=record.file_name, record=record, press=press, shown=SHOWN,
        is_cut=record.wrong > SHOWN, kind_words=record.get_kind_display(),
    )  # fmt: skip


@staff_page(PERMISSION)
@require_POST
def start(request, pk):
    """Import what the page shows."""
    try:
        imports.start(record=_fetch(request, pk), by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("admin:import", pk)


@staff_page(PERMISSION)
@require_POST
def put_away(request, pk):
    """Forget the file."""
    if imports.put_away(record=_fetch(request, pk), by=request.user, now=timezone.now()):
        messages.success(request, _("The file is put away. Nothing of it was imported."))
    return redirect("admin:imports")


@staff_page(PERMISSION)
@require_safe
def columns(request, kind):
    """What each column means."""
    known = _columns(kind)
    return desk_page(request, "volunteers/imports/columns.html", title=_("Columns: %(kind)s") % {"kind": Import.Kind(kind).label}, columns=known, kind=kind)


@staff_page(PERMISSION)
@require_safe
def template(request, kind, ending):
    """A table to start from: the names of the columns and one row as an example."""
    known = _columns(kind)
    rows = [[column.name for column in known], [column.example for column in known]]
    if ending == "xlsx":
        content, content_type = _as_xlsx(rows), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        content, content_type = ("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{kind}.{ending}"'})


def _as_xlsx(rows):
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("1")
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def _columns(kind):
    if kind not in Import.Kind.values:
        raise Http404
    return OF_KIND[Import.Kind(kind)]


def _fetch(request, pk):
    return access.get_or_404(_IMPORTS, request.user, PERMISSION, pk=pk)
