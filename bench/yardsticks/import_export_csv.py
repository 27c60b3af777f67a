"""django-import-export writes the same table of sign-ups: the same columns, read with the same joins."""

from import_export import fields, resources

from volunteers.models import SignUp

COLUMNS = {
    "opportunity": "shift_role__opportunity__title", "from": "shift__starts", "to": "shift__ends", "role": "shift_role__name", "name": "person__name",
    "how many": "party_size", "state": "state", "language": "language", "phone": "person__phone", "email": "person__email", "notes": "notes",
}  # fmt: skip


class SignUpTable(resources.ModelResource):
    """Its own way: one Field a column, formulas escaped when the file is made."""

    class Meta:
        model = SignUp
        fields = ()


for title, attribute in COLUMNS.items():
    SignUpTable.fields[title] = fields.Field(attribute=attribute, column_name=title)


def make(rows):
    """Return the whole file of so many rows."""
    found = SignUp.objects.order_by("-id").select_related("person", "shift_role__opportunity", "shift").only(*COLUMNS.values())[:rows]
    return SignUpTable().export(found).csv
