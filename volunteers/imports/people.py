"""Rows that are people the office knows."""

from datetime import datetime

from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from people.models import Person
from sharing.imports import names
from sharing.imports.plan import Plan, beside, differences, names_of

PLAIN = {"phone": "phone", "address": "address", "reached by": "channel"}


class People:
    """Makes the plan of a table of people; a person is known again by name with address, else with number. Who was forgotten is nobody's match."""

    def __init__(self, table, *, office, by, now: datetime):
        self.plan, self.office = Plan(table), office
        self.neighborhoods, self.languages = names.neighborhoods(), names.languages()
        rows = table.right()
        known = Person.objects.known().filter(office=office).select_related("neighborhood")
        emails = {row.values["email"] for row in rows if "email" in row.values}
        phones = {row.values["phone"] for row in rows if "email" not in row.values and "phone" in row.values}
        self.known = {("email", one.email, one.name_key): one for one in _in_chunks(known, "email", emails)}
        self.known |= {("phone", str(one.phone), one.name_key): one for one in _in_chunks(known.filter(email=""), "phone", phones)}
        self.in_table, self.new = {}, []

    def make(self, beat) -> Plan:
        """Return the plan; `beat(rows)` is called now and then."""
        self.plan.take_rows(self._take, beat)
        self.plan.steps.insert(0, lambda: self._save_new(beat))
        return self.plan

    def _take(self, row):
        by = "email" if "email" in row.values else "phone"
        if by not in row.values:
            raise Refused(_("Write an email address or a phone number: without one this person would be added again each time."), field="email")
        values = self._values(row)
        key = (by, row.values[by], comparison_key(row.values["name"]))
        first = self.in_table.setdefault(key, row.number)
        if first != row.number:
            raise Refused(_("Row %(row)s has the same person.") % {"row": first}, field="name")
        if values.get("channel") == Person.Channel.EMAIL and by == "phone":
            raise Refused(_("Without an email address nobody can be reached by email."), field="reached by")
        person = self.known.get(key)
        if person:
            self._compare(row, person, values)
        else:
            self._begin(row, by, values)

    def _values(self, row):
        values = {field: row.values[column] for column, field in PLAIN.items() if column in row.values}
        for column, known in (("neighborhood", self.neighborhoods), ("language", self.languages)):
            if column in row.values:
                values[column] = beside(column, known.find, row.values[column])
        if "language" in values:
            values["language"] = values["language"].code
        return values

    def _begin(self, row, by, values):
        values.setdefault("channel", Person.Channel.EMAIL if by == "email" else Person.Channel.PHONE)
        name = row.values["name"]
        self.new.append(Person(office=self.office, name=name, name_key=comparison_key(name), email=row.values.get("email", ""), **values))
        self.plan.note(row, "new", lambda: name)

    def _compare(self, row, person, values):
        changes = differences(person, values)
        if not changes:
            self.plan.same += 1
            return
        self.plan.note(row, "changed", lambda: f"{person.name}: {names_of(Person, changes)}")
        if "phone" in changes:
            changes["phone_confirmed_at"] = None
        self.plan.steps.append(lambda: _save(person, changes))

    def _save_new(self, beat):
        for start in range(0, len(self.new), 1000):
            Person.objects.bulk_create(self.new[start : start + 1000])
            beat(start)


def _save(person, changes):
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=list(changes))


def _in_chunks(people, field, values):
    wanted = sorted(values)
    for start in range(0, len(wanted), 5000):
        yield from people.filter(**{f"{field}__in": wanted[start : start + 5000]})
