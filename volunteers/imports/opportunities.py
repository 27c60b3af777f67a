"""Rows that are opportunities, each with a shift or without one."""

from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from people.models import PartnerOrganization
from sharing.imports import names
from sharing.imports.plan import Plan, beside, differences, names_of
from volunteers.actions import opportunities
from volunteers.imports.times import TIMES, Times
from volunteers.models import Opportunity, ShiftRole

# Column → field, of what is copied as it stands.
PLAIN = {
    "title": "title", "text": "summary", "kind": "kind", "bring": "bring", "safety": "safety", "minimum age": "minimum_age", "urgent": "urgent",
    "family friendly": "family_friendly", "contact": "contact_name", "contact phone": "contact_phone", "contact email": "contact_email",
}  # fmt: skip
SOURCE = "import "
_TEXTS_OF_TIMES = (*TIMES, "place", "places")


def source_of(key):
    """Return what an opportunity with this id of its owner's remembers."""
    return f"{SOURCE}{key}"


class Opportunities:
    """Makes the plan of a table of opportunities; an opportunity is known again by its id, else by its title."""

    def __init__(self, table, *, office, by, now):
        self.plan, self.office, self.by, self.now = Plan(table), office, by, now
        self.neighborhoods, self.partners = names.neighborhoods(), names.partners(office)
        self.times = Times(self.plan, names.venues(), by, now)
        known = list(Opportunity.objects.filter(office=office).select_related("neighborhood", "partner"))
        self.by_source = {one.source: one for one in known if one.source.startswith(SOURCE)}
        self.by_title = {}
        for one in known:
            self.by_title.setdefault(comparison_key(one.title), []).append(one)
        self.in_table, self.new, self.new_partners = {}, [], {}

    def make(self, beat) -> Plan:
        """Return the plan; `beat(rows)` is called now and then."""
        self.times.learn([one.pk for one in self.by_source.values()] + [one.pk for same in self.by_title.values() for one in same])
        self.plan.take_rows(self._take, beat)
        self.plan.steps.insert(0, lambda: self._save_new(beat))
        return self.plan

    def _take(self, row):
        values = self._values(row)
        key = row.values.get("id") or comparison_key(row.values["title"])
        if key in self.in_table:
            opportunity, first = self.in_table[key]
            self._check_same(row, first)
        else:
            opportunity = self._known(row) or self._begin(row, values)
            self.in_table[key] = (opportunity, row)
            if opportunity.pk:
                self._compare(row, opportunity, values)
        if opportunity.kind == Opportunity.Kind.SHIFTS:
            if any(name in row.values for name in TIMES):
                self.times.take(row, opportunity)
        elif any(name in row.values for name in TIMES):
            raise Refused(_("Open-ended and remote work has no shifts. Leave this cell empty, or write “shifts” as the kind."), field="date")

    def _values(self, row):
        values = {field: row.values[column] for column, field in PLAIN.items() if column in row.values}
        values["summary"] = row.values["text"]
        if "neighborhood" in row.values:
            values["neighborhood"] = beside("neighborhood", self.neighborhoods.find, row.values["neighborhood"])
        if "partner" in row.values:
            values["partner"] = self._partner(row.values["partner"])
        return values

    def _partner(self, name):
        key = comparison_key(name)
        if key not in self.partners:
            self.partners[key] = self.new_partners[key] = PartnerOrganization(office=self.office, name=name)
        return self.partners[key]

    def _known(self, row):
        if "id" in row.values:
            return self.by_source.get(source_of(row.values["id"]))
        same = self.by_title.get(comparison_key(row.values["title"]), [])
        if len(same) > 1:
            raise Refused(_("Several opportunities have this title. Give each an id of its own."), field="title")
        return same[0] if same else None

    def _begin(self, row, values):
        opportunity = Opportunity(office=self.office, state=Opportunity.State.DRAFT, **values)
        opportunity.source = source_of(row.values["id"]) if "id" in row.values else ""
        self.new.append((opportunity, row.values.get("places")))
        self.plan.note(row, "new", lambda: opportunity.title)
        return opportunity

    def _check_same(self, row, first):
        for column in row.values:
            if column not in _TEXTS_OF_TIMES and row.values[column] != first.values.get(column, row.values[column]):
                raise Refused(_("Row %(row)s says something else about the same opportunity.") % {"row": first.number}, field=column)

    def _compare(self, row, opportunity, values):
        changes = differences(opportunity, values)
        if "kind" in changes:
            raise Refused(_("This opportunity is there already, as another kind. The kind does not change."), field="kind")
        if not changes:
            self.plan.same += 1
            return
        self.plan.note(row, "changed", lambda: f"{opportunity.title}: {names_of(Opportunity, changes)}")
        self.plan.steps.append(lambda: self._save(opportunity, changes))

    def _save(self, opportunity, changes):
        for name, value in changes.items():
            setattr(opportunity, name, value)
        opportunities.describe(opportunity=opportunity, by=self.by, now=self.now)

    def _save_new(self, beat):
        PartnerOrganization.objects.bulk_create(self.new_partners.values())
        _give_addresses([opportunity for opportunity, _places in self.new])
        for start in range(0, len(self.new), 1000):
            some = self.new[start : start + 1000]
            for opportunity, _places in some:
                opportunity.partner_id = opportunity.partner and opportunity.partner.pk
            Opportunity.objects.bulk_create([opportunity for opportunity, _places in some])
            free = [(one, places) for one, places in some if one.kind != Opportunity.Kind.SHIFTS]
            ShiftRole.objects.bulk_create([ShiftRole(opportunity=one, capacity=places) for one, places in free])
            beat(start)
        self.times.make(beat)


def _give_addresses(opportunities):
    """Give each an address (slug) that nobody has; one query."""
    taken = set(Opportunity.objects.annotate(name=F("slug")).values_list("slug", flat=True))
    for opportunity in opportunities:
        base = slugify(opportunity.title)[:150] or "opportunity"
        number, free = 1, base
        while free in taken:
            number += 1
            free = f"{base}-{number}"
        taken.add(free)
        opportunity.slug = free
