"""Rows that are needs of drives; items that are not known yet are added."""

from django.utils.translation import gettext as _

from donations import need_rules
from donations.actions import needs
from donations.models import Drive, Item, Need
from intake.refusal import Refused
from intake.text import comparison_key
from sharing.imports import names
from sharing.imports.plan import Plan, beside, differences, names_of

PLAIN = {"number": "target", "cap": "is_capped", "priority": "priority", "note": "note"}  # column → field
COLUMNS = {field: column for column, field in PLAIN.items()} | {"item": "item"}
MOST_ROWS = 32_767  # what `order` holds


def drives(office):
    """The drives of an office that are not reported, by title and by address."""
    known = Drive.objects.filter(office=office).exclude(state=Drive.State.REPORTED)
    return names.Names(known, lambda one: one.title, lambda one: one.slug, unknown=_("This office has no drive “%(name)s” that is not reported yet."))


class Needs:
    """Makes the plan of a table of needs; a need is known again by its drive and item, so the same file twice adds nothing."""

    def __init__(self, table, *, office, by, now):
        self.plan, self.office, self.by, self.now = Plan(table), office, by, now
        self.drives = drives(office)
        self.items = {comparison_key(item.name): item for item in Item.objects.filter(office=office)}
        known = Need.objects.filter(drive__office=office).exclude(drive__state=Drive.State.REPORTED).select_related("drive", "item")
        self.known = {(need.drive_id, need.item_id): need for need in known}
        self.in_table, self.new_items, self.changed = {}, [], []

    def make(self, beat) -> Plan:
        """Return the plan; `beat(rows)` is called now and then."""
        self.plan.take_rows(self._take, beat)
        self.plan.steps[:0] = [self._hold, lambda: Item.objects.bulk_create(self.new_items)]
        return self.plan

    def _hold(self):
        """Lock what will change by id, as every promise does, whatever the order of the rows."""
        list(Need.objects.select_for_update().filter(pk__in=self.changed).order_by("pk").values_list("pk"))

    def _take(self, row):
        drive = beside("drive", self.drives.find, row.values["drive"])
        item = self._item(row)
        first = self.in_table.setdefault((drive.pk, comparison_key(item.name)), row.number)
        if first != row.number:
            raise Refused(_("Row %(row)s has the same item of this drive.") % {"row": first}, field="item")
        values = {field: row.values[column] for column, field in PLAIN.items() if column in row.values}
        need = self.known.get((drive.pk, item.pk)) if item.pk else None
        if need:
            self._compare(row, need, values)
        else:
            self._begin(row, drive, item, values)

    def _item(self, row):
        name, unit = row.values["item"], row.values.get("unit", "")
        key = comparison_key(name)
        if key not in self.items:
            self.items[key] = Item(office=self.office, name=name, unit=unit)
            self.new_items.append(self.items[key])
        item = self.items[key]
        if unit and unit != item.unit:
            said = _("This item is counted in “%(unit)s”. Change that on the page of the item, or leave this cell empty.")
            raise Refused(said % {"unit": item.unit or _("pieces")}, field="unit")
        return item

    def _begin(self, row, drive, item, values):
        need = Need(drive=drive, order=min(row.number, MOST_ROWS), **values)
        self.plan.note(row, "new", lambda: f"{drive}: {values['target']} × {item}")
        self.plan.steps.append(lambda: self._add(need, item))

    def _add(self, need, item):
        need.item = item  # it may have been made a moment ago
        needs.add(need=need, by=self.by, now=self.now)

    def _compare(self, row, need, values):
        changes = differences(need, values)
        if not changes:
            self.plan.same += 1
            return
        after = {"target": need.target, "is_capped": need.is_capped, **changes}
        beside("number", need_rules.check_target, after["target"], columns=COLUMNS, is_capped=after["is_capped"], stored=need)
        self.plan.note(row, "changed", lambda: f"{need.drive}, {need}: {names_of(Need, changes)}")
        self.changed.append(need.pk)
        self.plan.steps.append(lambda: self._change(need, changes))

    def _change(self, need, changes):
        for name, value in changes.items():
            setattr(need, name, value)
        needs.change(need=need, by=self.by, now=self.now)
