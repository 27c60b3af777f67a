"""Rows that are drop-off locations of drives, with their hours; a place that is not known yet is added when its address stands there."""

from django.utils.translation import gettext as _

from donations import need_rules
from donations.actions import places
from donations.imports.needs import drives
from donations.models import Drive, DropOffLocation, Need
from intake.refusal import Refused
from intake.text import comparison_key
from places.models import Venue
from sharing.imports import names
from sharing.imports.plan import Plan, beside, differences, names_of

# Column → field, of what is copied as it stands.
PLAIN = {
    "instructions": "instructions", "appointment": "wants_appointments", "loading door": "loading_door", "storage limit": "storage_limit", "contact": "contact_name",
    "contact phone": "contact_phone", "contact email": "contact_email",
}  # fmt: skip


class Locations:
    """Makes the plan of a table of locations; one is known again by its drive and place, so the same file twice adds nothing."""

    def __init__(self, table, *, office, by, now):
        self.plan, self.by, self.now = Plan(table), by, now
        self.drives, self.venues, self.neighborhoods = drives(office), names.venues(), names.neighborhoods()
        of_office = {"drive__office": office}
        known = DropOffLocation.objects.filter(**of_office).exclude(drive__state=Drive.State.REPORTED)
        known = known.select_related("drive", "venue").prefetch_related("hours", "closures", "accepts")
        self.known = {(one.drive_id, one.venue_id): one for one in known}
        self.needs = {(need.drive_id, comparison_key(need.item.name)): need for need in Need.objects.filter(**of_office).select_related("item")}
        self.in_table, self.new_venues = {}, {}

    def make(self, beat) -> Plan:
        """Return the plan; `beat(rows)` is called now and then."""
        self.plan.take_rows(self._take, beat)
        self.plan.steps.insert(0, lambda: Venue.objects.bulk_create(self.new_venues.values()))
        return self.plan

    def _take(self, row):
        drive = beside("drive", self.drives.find, row.values["drive"])
        venue = self._venue(row)
        first = self.in_table.setdefault((drive.pk, venue.name, venue.address), row.number)
        if first != row.number:
            raise Refused(_("Row %(row)s has the same place for this drive.") % {"row": first}, field="place")
        values = {field: row.values[column] for column, field in PLAIN.items() if column in row.values}
        links = {"hours": row.values.get("hours"), "closed_days": row.values.get("closed on"), "accepts": self._accepts(row, drive)}
        location = self.known.get((drive.pk, venue.pk)) if venue.pk else None
        if location:
            self._compare(row, location, values, links)
        else:
            self._begin(row, drive, venue, values, links)

    def _venue(self, row):
        """Return the place: a known one, or a new one where its address stands there."""
        name, address = row.values["place"], row.values.get("address", "")
        key = comparison_key(f"{name}, {address}")
        known = self.venues.by_key.get(key) if address else None
        if known:
            return known
        if not address or comparison_key(name) in self.venues.by_key:
            venue = beside("place", self.venues.find, name)
            if address and comparison_key(venue.address) != comparison_key(address):
                said = _("The portal knows this place at %(address)s. Correct the address, or give the other place a name of its own.")
                raise Refused(said % {"address": venue.address}, field="address")
            return venue
        if key not in self.new_venues:
            area = beside("neighborhood", self.neighborhoods.find, row.values["neighborhood"]) if "neighborhood" in row.values else None
            zip_code, step_free = row.values.get("ZIP", ""), row.values.get("step-free")
            self.new_venues[key] = Venue(name=name, address=address, zip=zip_code, neighborhood=area, step_free=step_free)
        return self.new_venues[key]

    def _accepts(self, row, drive):
        if "accepts" not in row.values:
            return None
        found = [(name, self.needs.get((drive.pk, comparison_key(name)))) for name in row.values["accepts"]]
        unknown = [name for name, need in found if need is None]
        if unknown:
            said = _("“%(name)s” is not in the list of what this drive needs. Add it there first, or correct the name.")
            raise Refused(said % {"name": unknown[0]}, field="accepts")
        return [need for _name, need in found]

    def _begin(self, row, drive, venue, values, links):
        beside("drive", need_rules.check_changeable, drive)
        self.plan.note(row, "new", lambda: f"{drive}: {venue}")
        self.plan.steps.append(lambda: self._save(DropOffLocation(drive=drive, venue=venue, **values), links))

    def _compare(self, row, location, values, links):
        changes = differences(location, values)
        stand = {
            "hours": {(one.weekday, one.opens, one.closes) for one in location.hours.all()}, "closed_days": {one.day for one in location.closures.all()},
            "accepts": set(location.accepts.all()),
        }  # fmt: skip
        other = {name: rows for name, rows in links.items() if rows is not None and set(rows) != stand[name]}
        if not changes and not other:
            self.plan.same += 1
            return
        words = {"hours": _("hours"), "closed_days": _("closed days"), "accepts": _("accepted items")}
        what = ", ".join(part for part in [names_of(DropOffLocation, changes), *(words[name] for name in other)] if part)
        self.plan.note(row, "changed", lambda: f"{location.drive}, {location}: {what}")
        self.plan.steps.append(lambda: self._change(location, changes, other))

    def _change(self, location, changes, other):
        for name, value in changes.items():
            setattr(location, name, value)
        self._save(location, other)

    def _save(self, location, links):
        location.venue_id = location.venue.pk  # it may have been made a moment ago
        places.describe(location=location, by=self.by, now=self.now, **links)
