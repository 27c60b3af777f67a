"""django-import-export looks at a tenth of the same table, of opportunities alone: prints seconds and memory as one JSON line. Two of its columns name other records."""

import json
import time

from import_export import fields, resources, widgets
from tablib import Dataset

from bench import imports_process  # starts Django
from bench.timing import peak_mb
from people.models import PartnerOrganization
from places.models import Neighborhood
from volunteers.models import Opportunity

TENTH = imports_process.COUNT // 10


class OpportunityTable(resources.ModelResource):
    """As its documentation shows it: rows known by `source`, names looked up by foreign-key widgets."""

    source = fields.Field(attribute="source", column_name="id")
    slug = fields.Field(attribute="slug", column_name="id")
    title = fields.Field(attribute="title", column_name="title")
    summary = fields.Field(attribute="summary", column_name="text")
    partner = fields.Field(attribute="partner", column_name="partner", widget=widgets.ForeignKeyWidget(PartnerOrganization, "name"))
    neighborhood = fields.Field(attribute="neighborhood", column_name="neighborhood", widget=widgets.ForeignKeyWidget(Neighborhood, "name"))
    minimum_age = fields.Field(attribute="minimum_age", column_name="minimum age", widget=widgets.IntegerWidget())

    class Meta:
        model = Opportunity
        import_id_fields = ["source"]
        fields = ("source", "slug", "title", "summary", "partner", "neighborhood", "minimum_age")
        skip_unchanged = True

    def __init__(self, office):
        super().__init__()
        self.office = office

    def before_save_instance(self, instance, row, **kwargs):
        instance.office = self.office


def main():
    office, _user = imports_process.ground()
    PartnerOrganization.objects.bulk_create(PartnerOrganization(office=office, name=f"Partner {n}") for n in range(300))
    lines = imports_process.table().decode().splitlines(keepends=True)[: TENTH + 1]
    began = time.perf_counter()
    result = OpportunityTable(office).import_data(Dataset().load("".join(lines), format="csv"), dry_run=True)
    assert result.totals["new"] == TENTH, (result.totals, result.row_errors()[:1])
    print(json.dumps({"seconds": round(time.perf_counter() - began, 2), "mb": peak_mb()}))


if __name__ == "__main__":
    main()
