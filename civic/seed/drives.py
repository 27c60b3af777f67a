"""The office's own drives: the Back to School Drive, finished and reported, and a running one, with promises and goods in them."""

from datetime import date, datetime, time, timedelta

from civic.seed.drive_words import FINISHED, INSTRUCTIONS, ITEMS, LOCATIONS, ORGANIZATIONS, PARTNERS, RUNNING, SORTING
from civic.seed.pick_ups import plant_pick_ups
from civic.seed.shifts import BOSTON, SATURDAY
from civic.seed.source import chance, number, pick
from civic.seed.translations import translation
from donations.actions import drives
from donations.models import (
    Donation,
    DonationLine,
    Drive,
    DropOffLocation,
    HandOver,
    HandOverLine,
    Item,
    LocationCheck,
    LocationHours,
    Need,
    Pledge,
    PledgeLine,
)  # fmt: skip
from languages.models import Translation
from people.models import PartnerOrganization, Person
from volunteers.models import Opportunity, Shift, ShiftRole

CLOSES, OPENS = time(18), time(9)
WEEKS, DAYS_LEFT = 6, 11
HOURS = [[(day, time(10), time(18)) for day in range(5)] + [(SATURDAY, time(9), time(14))], [(day, time(9), time(19)) for day in range(1, 6)]]
DONORS = 60


def plant_drives(office, venues, carla, now):
    """Make both drives, and a way to help with the running one."""
    items = {name: Item.objects.create(office=office, name=name, unit=unit) for name, unit, *_words in ITEMS}
    partners = [PartnerOrganization.objects.create(office=office, name=name, kind="nonprofit") for name in PARTNERS]
    places = [next(venue for venue in venues if venue.name == name) for name in LOCATIONS]
    people = list(Person.objects.filter(office=office).exclude(email="").order_by("pk")[:DONORS])
    finished = _finished(office, items, partners, places, now)
    running = _running(office, items, partners, places, people, finished, carla, now)
    _sorting(running, places[0], now)
    plant_pick_ups(running, now)
    _translate([(finished, FINISHED), (running, RUNNING)], items)


def last_day_of_the_finished(now):
    """Return the second Saturday of the last October that is far enough back: October 10 in 2026."""
    for year in (now.year, now.year - 1):
        day = date(year, 10, 8)
        day += timedelta(days=(SATURDAY - day.weekday()) % 7)
        if day < now.astimezone(BOSTON).date() - timedelta(days=14):
            return day
    raise AssertionError("one of the last two Octobers is over")


def _drive(office, partner, words, last_day, first_day, **more):
    return Drive.objects.create(
        office=office, partner=partner, slug=words["slug"], opens=datetime.combine(first_day, OPENS, tzinfo=BOSTON),
        closes=datetime.combine(last_day, CLOSES, tzinfo=BOSTON), arrange_from=100, offers_pick_up=True, offers_leave_outside=True,
        **{field: words[field][0] for field in ("title", "story", "for_whom", "not_accepted", "help_text")}, **more,
    )  # fmt: skip


def _equip(drive, words, items, places, checked):
    """Its needs and its two places, with their hours."""
    needs = [
        Need.objects.create(drive=drive, item=items[name], target=target, priority=priority, note=note, is_capped=target <= 150, order=order)
        for order, (name, target, priority, note) in enumerate(words["needs"])
    ]
    locations = []
    for order, (place, hours) in enumerate(zip(places, HOURS, strict=True)):
        made = DropOffLocation.objects.create(drive=drive, venue=place, order=order, instructions=INSTRUCTIONS[order][0], checked_at=checked[order])
        LocationHours.objects.bulk_create([LocationHours(location=made, weekday=day, opens=opens, closes=closes) for day, opens, closes in hours])
        LocationCheck.objects.bulk_create([LocationCheck(location=made, state=made.state, at=at) for at in (checked[order],) if at])
        locations.append(made)
    return needs, locations


def _finished(office, items, partners, places, now):
    last = last_day_of_the_finished(now)
    drive = _drive(office, partners[0], FINISHED, last, last - timedelta(weeks=WEEKS), state=Drive.State.OPEN)
    needs, locations = _equip(drive, FINISHED, items, places, [drive.closes, drive.closes])
    for turn in range(150):
        at = drive.opens + timedelta(days=1 + number("finished", turn) % (WEEKS * 7 - 2), hours=number("hour", turn) % 8)
        _bring(drive, needs, locations, at, turn, thanked=turn % 6 == 0, organization=turn % 6 == 0)
    _give_on(drive, locations, partners, drive.closes + timedelta(days=2))
    Donation.objects.filter(drive=drive).update(state=Donation.State.HANDED_OVER)
    helped = drive.closes + timedelta(days=10)
    Drive.objects.filter(pk=drive.pk).update(
        state=Drive.State.REPORTED, result=FINISHED["result"][0], people_helped=FINISHED["people_helped"], reported_at=helped
    )
    return Drive.objects.get(pk=drive.pk)


def _running(office, items, partners, places, people, finished, carla, now):
    today = now.astimezone(BOSTON).date()
    last = today + timedelta(days=DAYS_LEFT)
    last += timedelta(days=(SATURDAY - last.weekday()) % 7)
    drive = _drive(office, partners[0], RUNNING, last, today - timedelta(days=9), copied_from=finished)
    drive.leads.add(carla)
    needs, locations = _equip(drive, RUNNING, items, places, [now - timedelta(hours=2), now - timedelta(minutes=25)])
    locations[1].accepts.set(needs[1:])
    drives.open_drive(drive=drive, by=carla, now=now)
    for turn in range(24):
        at = now - timedelta(days=number("running", turn) % 8, hours=1 + number("hour", turn) % 5)
        _bring(drive, needs[1:] if turn % 2 else needs, locations[turn % 2 :][:1], at, f"now-{turn}", thanked=turn % 8 == 0, organization=turn % 8 == 0)
    for turn, person in enumerate(people[:32]):
        _promise(drive, needs, locations, person, today, last, turn)
    return drive


def _bring(drive, needs, locations, at, turn, *, thanked, organization):
    """Somebody walks in with one to three things."""
    name = pick(ORGANIZATIONS, "organization", turn) if organization else ""
    donation = Donation.objects.create(
        drive=drive, location=pick(locations, "place", turn), source=Donation.Source.ORGANIZATION if name else Donation.Source.WALK_IN, organization=name,
        thanks_agreed_at=at if thanked else None, received_at=at, state=Donation.State.SORTED,
    )  # fmt: skip
    wanted = sorted({pick(needs, "what", turn, step) for step in range(1 + number("lines", turn) % 3)}, key=lambda need: need.pk)
    most = 40 if name else 12
    DonationLine.objects.bulk_create([DonationLine(donation=donation, need=need, quantity=2 + number("many", turn, _turn(need)) % most) for need in wanted])


def _turn(need):
    """Return the number of a need among all of both drives, so that choices do not depend on what the database held before."""
    return 1 + need.order + (len(FINISHED["needs"]) if need.drive.slug == RUNNING["slug"] else 0)


def _promise(drive, needs, locations, person, today, last, turn):
    """Somebody promises one or two things; some have brought them by now."""
    wanted = sorted({pick(needs[1:], "promise", turn, step) for step in range(1 + turn % 2)}, key=lambda need: need.pk)
    day = today + timedelta(days=number("day", turn) % max(1, (last - today).days))
    pledge = Pledge.objects.create(
        drive=drive, person=person, state=Pledge.State.PROMISED, location=pick(locations, "where", turn), expected_day=day, language=person.language
    )
    lines = [PledgeLine.objects.create(pledge=pledge, need=need, quantity=1 + number("so many", turn, _turn(need)) % 5) for need in wanted]
    if chance(35, "brought", turn):
        came = Donation.objects.create(
            drive=drive, location=pledge.location, source=Donation.Source.PLEDGE, pledge=pledge, person=person, received_at=drive.opens + timedelta(days=2)
        )
        DonationLine.objects.bulk_create([DonationLine(donation=came, need=line.need, pledge_line=line, quantity=line.quantity) for line in lines])
        Pledge.objects.filter(pk=pledge.pk).update(state=Pledge.State.BROUGHT)


def _give_on(drive, locations, partners, at):
    """Everything in stock goes to the partners, three quarters of it to the first."""
    for location in locations:
        stock = {one.need_id: one.quantity for one in location.stock.filter(quantity__gt=0).order_by("need_id")}
        most = {need: quantity * 3 // 4 for need, quantity in stock.items()}
        rest = {need: quantity - most[need] for need, quantity in stock.items()}
        for partner, share in zip(partners, (most, rest), strict=True):
            made = HandOver.objects.create(drive=drive, partner=partner, location=location, at=at)
            HandOverLine.objects.bulk_create([HandOverLine(hand_over=made, need_id=need, quantity=quantity) for need, quantity in share.items() if quantity])


def _sorting(drive, place, now):
    """Volunteers sort what came, on three Saturdays."""
    work = Opportunity.objects.create(
        office=drive.office, title=SORTING["title"][0], slug="sort-school-supplies", summary=SORTING["summary"][0], state=Opportunity.State.PUBLISHED,
        neighborhood=place.neighborhood, drive=drive, family_friendly=True, source="written for the demonstration",
    )  # fmt: skip
    day = now.astimezone(BOSTON).date() + timedelta(days=2)
    day += timedelta(days=(SATURDAY - day.weekday()) % 7)
    for week in range(3):
        starts = datetime.combine(day + timedelta(weeks=week), time(10), tzinfo=BOSTON)
        shift = Shift.objects.create(opportunity=work, venue=place, starts=starts, ends=starts + timedelta(hours=3))
        ShiftRole.objects.create(opportunity=work, shift=shift, capacity=8)
    Translation.objects.bulk_create([translation(work, field, SORTING[field][1]) for field in ("title", "summary")])


def _translate(pairs, items):
    """Reviewed Spanish for all of it."""
    made = [translation(items[name], "name", spanish) for name, _unit, spanish, _unit_in_spanish in ITEMS]
    made += [translation(items[name], "unit", spanish) for name, unit, _name, spanish in ITEMS if unit]
    for drive, words in pairs:
        made += [translation(drive, field, value[1]) for field, value in words.items() if isinstance(value, tuple)]
        made += [translation(location, "instructions", INSTRUCTIONS[location.order][1]) for location in drive.locations.all()]
        made += [translation(need, "note", words["notes"][need.note]) for need in drive.needs.exclude(note="")]
    Translation.objects.bulk_create(made)
