"""The columns of each kind of table: their names, what else they are called, what is written in them, and an example."""

from django.utils.translation import gettext_lazy

from donations.imports import columns as of_drives
from sharing.imports import cells, columns
from volunteers.models import Import, Opportunity

KINDS = {
    "shifts": Opportunity.Kind.SHIFTS, "in shifts": Opportunity.Kind.SHIFTS, "onetime": Opportunity.Kind.SHIFTS, "one-time": Opportunity.Kind.SHIFTS,
    "open-ended": Opportunity.Kind.OPEN_ENDED, "ongoing": Opportunity.Kind.OPEN_ENDED, "remote": Opportunity.Kind.REMOTE,
}  # fmt: skip
CHANNELS = {"email": "email", "phone": "phone", "call": "phone", "letter": "letter"}


_WHEN = [
    columns.Column("date", gettext_lazy("Day of a shift. The same opportunity may stand in many rows, one for each shift."), cells.day, "2027-04-10", ("day",)),
    columns.Column("from", gettext_lazy("When the shift begins, on the clock of the city."), cells.clock, "9:00 a.m.", ("start", "starts", "begin")),
    columns.Column("to", gettext_lazy("When it ends."), cells.clock, "12:00 p.m.", ("end", "ends", "until")),
    columns.text("place", gettext_lazy("Name of a venue the portal knows."), 150, "Food Hall", ("venue", "location"), is_name=True),
    columns.Column(
        "places", gettext_lazy("How many fit. Empty: any number may come."), cells.whole(1, 100_000), "12", ("capacity", "vol_requests", "volunteers needed")
    ),
]
_CONTACT = [
    columns.text("contact", gettext_lazy("Whom to ask."), 120, "Carla Diaz", ("contact name",)),
    columns.Column("contact phone", gettext_lazy("Number of the contact."), cells.phone, "617-555-0142"),
    columns.Column("contact email", gettext_lazy("Address of the contact."), cells.email, "carla@example.org"),
]
OPPORTUNITIES = [
    columns.text("id", gettext_lazy("A number or code of your own that stays the same. By it a row is known again. Empty: by its title."), 60, "A-17", ("opportunity_id", "key", "number")),
    columns.text("title", gettext_lazy("What people read first."), 150, "Sort donated books", ("name", "opportunity"), required=True),
    columns.Column("text", gettext_lazy("What is done and for whom."), cells.paragraphs, "Sort the books of the spring drive.", ("summary", "description"), required=True),
    columns.Column("kind", gettext_lazy("shifts, open-ended or remote. Empty: shifts."), cells.one_of(KINDS), "shifts", ("recurrence_type", "type")),
    columns.text("bring", gettext_lazy("What to bring."), 300, "Closed shoes", ("what to bring",)),
    columns.Column("safety", gettext_lazy("What people must know before they come."), cells.paragraphs, "", ("safety instructions",)),
    columns.text("partner", gettext_lazy("Partner organization; a new name is added."), 150, "Food Bank", ("org_title", "organization", "organisation")),
    columns.text("neighborhood", gettext_lazy("Name of a neighborhood the portal knows."), 100, "Roxbury", ("area",), is_name=True),
    columns.Column("minimum age", gettext_lazy("In years."), cells.whole(0, 120), "16", ("min age", "age")),
    columns.Column("urgent", gettext_lazy("yes or no."), cells.yes_or_no, "no", ("is_priority", "priority")),
    columns.Column("family friendly", gettext_lazy("yes or no."), cells.yes_or_no, "yes", ("families",)),
    *_CONTACT,
    *_WHEN,
]  # fmt: skip
SHIFTS = [
    columns.text("opportunity", gettext_lazy("Title of an opportunity of this office, or the id it was imported with."), 150, "Sort donated books", ("opportunity_id", "title", "id"), required=True, is_name=True),
    *[columns.Column(one.name, one.words, one.read, one.example, one.also, one.name in {"date", "from", "to"}, one.is_name) for one in _WHEN],
    columns.text("notes", gettext_lazy("A line that everyone on the shift reads."), 300, "Use the side door"),
]  # fmt: skip
PEOPLE = [
    columns.text("name", gettext_lazy("First and last name."), 200, "Vera Volunteer", ("full name",), required=True),
    columns.Column("email", gettext_lazy("Email address. A row needs an address or a phone number: by it and the name a person is known again."), cells.email, "vera@example.org", ("email address", "e-mail")),
    columns.Column("phone", gettext_lazy("Phone number."), cells.phone, "617-555-0142", ("phone number", "telephone", "mobile")),
    columns.Column("reached by", gettext_lazy("email, phone or letter. Empty: by email where there is an address, else by phone."), cells.one_of(CHANNELS), "email", ("channel", "preferred channel")),
    columns.text("language", gettext_lazy("Language to write or call in, by its name or code."), 60, "Spanish", is_name=True),
    columns.text("address", gettext_lazy("Postal address."), 200, "1 Main Street", ("postal address",)),
    columns.text("neighborhood", gettext_lazy("Name of a neighborhood the portal knows."), 100, "Roxbury", ("area",), is_name=True),
]  # fmt: skip
OF_KIND = {
    Import.Kind.OPPORTUNITIES: OPPORTUNITIES, Import.Kind.SHIFTS: SHIFTS, Import.Kind.PEOPLE: PEOPLE, Import.Kind.NEEDS: of_drives.NEEDS,
    Import.Kind.LOCATIONS: of_drives.LOCATIONS,
}  # fmt: skip
PERMISSION = {
    Import.Kind.OPPORTUNITIES: "volunteers.add_opportunity", Import.Kind.SHIFTS: "volunteers.add_shift", Import.Kind.PEOPLE: "people.change_person",
    Import.Kind.NEEDS: "donations.add_need", Import.Kind.LOCATIONS: "donations.add_dropofflocation",
}  # fmt: skip
