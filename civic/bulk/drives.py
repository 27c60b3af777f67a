"""Made-up drives: what they need and where, promises, goods, and all that hangs on them; the database's own sums are put right by whole tables."""

from civic.bulk.numbers import ids
from donations.models import (
    Arrangement,
    Donation,
    DonationLine,
    Drive,
    DropOffLocation,
    Item,
    LocationHours,
    Need,
    PickUpRequest,
    Pledge,
    PledgeLine,
    Stock,
    TurnedAway,
)  # fmt: skip
from people.models import Person
from places.models import Venue

NEEDS, LOCATIONS = 200, 50  # of each drive
TURNED_AWAY, PICK_UPS, ARRANGEMENTS = 200, 100, 20  # of each drive
LINES = 2  # of each pledge and each donation
DAYS = 20  # a drive opened so long ago, and closes so long from now


def add_drives(numbers, count, *, office, people, pledges, donations):
    """Add so many open drives, and so many pledges and donations that are spread over them."""
    if not count:
        return
    moment = f"now() - interval '{DAYS} days'"
    drive = {
        "title": "'Made-up Drive ' || n", "slug": f"'made-up-drive-' || ({_last(numbers, Drive)} + n)", "story": "'School begins soon.'", "for_whom": "'Children'",
        "state": "'open'", "opens": moment, "closes": f"now() + interval '{DAYS} days'", "time_zone": "'America/New_York'", "office_id": str(office.id),
        "help_text": "'At every school.'", "offers_pick_up": "true",
    }  # fmt: skip
    numbers.insert(Drive, count, drive)
    _needs_and_locations(numbers, count, office)
    _pledges(numbers, pledges, count, people)
    _donations(numbers, donations, count, people)
    _beside(numbers, count, people)
    _put_sums_right(numbers)


def _last(numbers, model):
    numbers.cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {model._meta.db_table}")
    return numbers.cursor.fetchone()[0]


def _needs_and_locations(numbers, drives, office):
    first = _last(numbers, Item)
    numbers.insert(Item, NEEDS, {"name": f"'Item ' || ({first} + n)", "office_id": str(office.id), "unit": "CASE n %% 3 WHEN 0 THEN 'packs' ELSE '' END"})
    need = {
        "drive_id": f"{numbers.first[Drive]} + n / {NEEDS}", "item_id": f"{numbers.first[Item]} + n %% {NEEDS}", "target": "400 + (n * 37) %% 900", "order": f"n %% {NEEDS}",
        "taken": "0", "reserved": "0", "received": "0",
    }  # fmt: skip
    numbers.insert(Need, drives * NEEDS, need)
    venues = ids(Venue)
    location = {
        "drive_id": f"{numbers.first[Drive]} + n / {LOCATIONS}", "venue_id": f"{venues}[1 + (n * 7) %% cardinality({venues})]", "order": f"n %% {LOCATIONS}",
        "state": "CASE n %% 10 WHEN 7 THEN 'full' WHEN 8 THEN 'paused' ELSE 'open' END", "checked_at": "now() - (n %% 30) * interval '1 hour'",
    }  # fmt: skip
    numbers.insert(DropOffLocation, drives * LOCATIONS, location)
    hours = {"location_id": f"{numbers.first[DropOffLocation]} + n / 6", "weekday": "n %% 6", "opens": "time '09:00'", "closes": "time '18:00'"}
    numbers.insert(LocationHours, drives * LOCATIONS * 6, hours)


def _of(numbers, model, drives, per_drive, salt):
    """Return SQL for a need or a location of the drive of row n."""
    return f"{numbers.first[model]} + (n %% {drives}) * {per_drive} + abs(hashint4((n * 3 + {salt})::int) %% {per_drive})"


def _person(numbers, people):
    return f"{numbers.first[Person]} + abs(hashint4((n + 29)::int) %% {max(1, people)})" if people else "NULL"


def _day(salt):
    return f"(abs(hashint4((n + {salt})::int) %% {DAYS}))"


def _pledges(numbers, count, drives, people):
    if not count or not people:
        return
    pledge = {
        "drive_id": f"{numbers.first[Drive]} + n %% {drives}", "person_id": _person(numbers, people), "state": _promised(),
        "location_id": f"CASE WHEN n %% 9 > 0 THEN {_of(numbers, DropOffLocation, drives, LOCATIONS, 5)} END",
        "expected_day": f"CASE WHEN n %% 7 > 0 THEN current_date - 6 + {_day(3)}::int END", "created_at": f"now() - {_day(11)} * interval '1 day'",
    }  # fmt: skip
    numbers.insert(Pledge, count, pledge)
    need = f"{numbers.first[Need]} + (n / {LINES} %% {drives}) * {NEEDS} + (n / {LINES} * 7 + n %% {LINES} * 53) %% {NEEDS}"
    line = {
        "pledge_id": f"{numbers.first[Pledge]} + n / {LINES}",
        "need_id": need,
        "quantity": "1 + n %% 5",
        "brought": "0",
        "state": _promised(f"(n / {LINES})"),
    }
    numbers.insert(PledgeLine, count * LINES, line)


def _promised(n="n"):
    return f"CASE {n} %% 10 WHEN 8 THEN 'withdrawn' WHEN 9 THEN 'lapsed' ELSE 'promised' END"


def _donations(numbers, count, drives, people):
    if not count:
        return
    came = f"now() - {_day(7)} * interval '1 day' - (n %% 600) * interval '1 minute'"
    donation = {
        "drive_id": f"{numbers.first[Drive]} + n %% {drives}", "location_id": _of(numbers, DropOffLocation, drives, LOCATIONS, 13),
        "source": "CASE n %% 4 WHEN 0 THEN 'organization' ELSE 'walk_in' END", "person_id": _person(numbers, people), "received_at": came,
        "organization": "CASE n %% 4 WHEN 0 THEN 'Neighbors ' || n %% 500 ELSE '' END",
    }  # fmt: skip
    numbers.insert(Donation, count, donation)
    need = f"{numbers.first[Need]} + (n / {LINES} %% {drives}) * {NEEDS} + (n / {LINES} * 11 + n %% {LINES} * 67) %% {NEEDS}"
    line = {
        "donation_id": f"{numbers.first[Donation]} + n / {LINES}",
        "need_id": need,
        "quantity": "1 + n %% 4",
        "unusable": "CASE n %% 40 WHEN 0 THEN 1 ELSE 0 END",
    }
    numbers.insert(DonationLine, count * LINES, line)


def _beside(numbers, drives, people):
    turned = {"location_id": _of(numbers, DropOffLocation, drives, LOCATIONS, 17), "reason": "(ARRAY['not_accepted', 'full', 'closed', 'condition'])[1 + n %% 4]",
              "what": "'Sofa ' || n", "at": f"now() - {_day(19)} * interval '1 day'"}  # fmt: skip
    numbers.insert(TurnedAway, drives * TURNED_AWAY, turned)
    if not people:
        return
    states = "(ARRAY['requested', 'scheduled', 'assigned', 'collected', 'missed'])[1 + n %% 5]"
    asked = {"drive_id": f"{numbers.first[Drive]} + n %% {drives}", "person_id": _person(numbers, people), "address": "n || ' Main Street'", "zip": "'02118'",
             "what": "'Six bags of coats'", "size": "'bags'", "stairs": "'none'", "state": states}  # fmt: skip
    numbers.insert(PickUpRequest, drives * PICK_UPS, asked)
    gift = {"drive_id": f"{numbers.first[Drive]} + n %% {drives}", "kind": "'large_gift'", "person_id": _person(numbers, people), "state": "'asked'",
            "reply_by": "current_date + (n %% 5 - 1)::int", "quantity": "500 + n"}  # fmt: skip
    numbers.insert(Arrangement, drives * ARRANGEMENTS, gift)


def _put_sums_right(numbers):
    """What triggers would have kept row by row: promised, received, stock."""
    need, line, given = Need._meta.db_table, PledgeLine._meta.db_table, DonationLine._meta.db_table
    first = [numbers.first[Need]]
    numbers.cursor.execute(
        f"UPDATE {need} w SET taken = s.number FROM (SELECT need_id, sum(quantity - brought) AS number FROM {line} WHERE need_id >= %s AND state = 'promised' GROUP BY 1) s "
        "WHERE s.need_id = w.id", first,
    )  # fmt: skip
    numbers.cursor.execute(
        f"UPDATE {need} w SET received = s.number FROM (SELECT need_id, sum(quantity) AS number FROM {given} WHERE need_id >= %s GROUP BY 1) s WHERE s.need_id = w.id", first
    )  # fmt: skip
    numbers.cursor.execute(
        f"INSERT INTO {Stock._meta.db_table} (location_id, need_id, quantity) SELECT d.location_id, l.need_id, sum(l.quantity - l.unusable) FROM {given} l "
        f"JOIN {Donation._meta.db_table} d ON d.id = l.donation_id WHERE l.need_id >= %s GROUP BY 1, 2", first,
    )  # fmt: skip
