"""What is to be fetched for the running drive: a run with its stops, requests that wait for an answer, a large gift, and who was turned away."""

from datetime import datetime, time, timedelta

from civic.seed.shifts import BOSTON
from donations.models import Arrangement, PickUpRequest, PickUpRun, PickUpWindow, TurnedAway
from people.models import Person
from places.models import Neighborhood, ZipCode

DONORS = 60  # those before them have promised something already
State, Size, Stairs = PickUpRequest.State, PickUpRequest.Size, PickUpRequest.Stairs
TIMES = [(time(10), time(12), ["East Boston", "Charlestown"]), (time(13), time(15), ["Brighton", "Allston"])]
# Which time (none: the office has not answered), address, ZIP, what, how much, stairs, stands outside.
STOPS = [
    (0, "214 Saratoga St", "02128", "Twelve winter coats in two boxes", Size.BOXES, Stairs.FEW, False),
    (0, "61 Monument St", "02129", "Three bags of gloves and hats", Size.BAGS, Stairs.NONE, True),
    (0, "9 Princeton St", "02128", "A box of notebooks", Size.BOXES, Stairs.FLOORS, False),
    (1, "88 Chestnut Hill Ave", "02135", "Coats from our whole floor", Size.CAR, Stairs.ELEVATOR, False),
    (1, "17 Gardner St", "02134", "Two bags of warm hats", Size.BAGS, Stairs.NONE, True),
    (None, "130 Orleans St", "02128", "Six coats", Size.BAGS, Stairs.FEW, False),
    (None, "45 Murdock St", "02135", "Four boxes of pencils", Size.BOXES, Stairs.NONE, False),
]
SENT_AWAY = [("condition", "torn coats"), ("not_accepted", "school books"), ("not_accepted", ""), ("full", ""), ("closed", "")]


def plant_pick_ups(drive, now):
    """Make them; the driver of the run is a volunteer."""
    people = Person.objects.filter(office=drive.office).exclude(email="").order_by("pk")[DONORS:]
    driver, giver, *donors = people[: len(STOPS) + 2]
    windows = _run(drive, driver, now)
    points = ZipCode.objects.in_bulk({stop[2] for stop in STOPS})
    for order, (person, (when, address, zip_code, what, size, stairs, outside)) in enumerate(zip(donors, STOPS, strict=True), start=1):
        point = points[zip_code]
        PickUpRequest.objects.create(
            drive=drive, person=person, address=address, zip=zip_code, neighborhood_id=point.neighborhood_id, lat=point.lat, lng=point.lng, what=what, size=size,
            stairs=stairs, leave_outside=outside, language=person.language, window=None if when is None else windows[when],
            state=State.REQUESTED if when is None else State.ASSIGNED, order=None if when is None else order,
        )  # fmt: skip
    Arrangement.objects.create(
        drive=drive, kind=Arrangement.Kind.LARGE_GIFT, person=giver, organization="Harborside Credit Union (sample)", need=drive.needs.get(item__name="Gloves"),
        quantity=240, state=Arrangement.State.ASKED, reply_by=now.astimezone(BOSTON).date() + timedelta(days=2), language=giver.language,
    )  # fmt: skip
    for turn, (reason, what) in enumerate(SENT_AWAY):
        location = drive.locations.order_by("order")[turn % 2]
        TurnedAway.objects.create(location=location, reason=reason, what=what, at=now - timedelta(days=turn, hours=3))


def _run(drive, driver, now):
    day = now.astimezone(BOSTON).date() + timedelta(days=3)
    run = PickUpRun.objects.create(drive=drive, name="East Boston, then Brighton", day=day, driver=driver, to=drive.locations.order_by("order").first())
    windows = []
    for starts, ends, names in TIMES:
        window = PickUpWindow.objects.create(
            run=run, starts=datetime.combine(day, starts, tzinfo=BOSTON), ends=datetime.combine(day, ends, tzinfo=BOSTON), capacity=6
        )
        window.neighborhoods.set(Neighborhood.objects.filter(name__in=names))
        windows.append(window)
    return windows
