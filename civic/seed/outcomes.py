"""What came of the office's events: a clean-up with twelve bags counted, a listening session with a promise that goes on; kits, and what residents propose."""

from datetime import datetime, time, timedelta

from civic.seed.shifts import BOSTON, SATURDAY
from civic.seed.translations import translation
from events.models import Commitment, CommitmentStep, Event, EventRecord, Figure, KitLoan, KitType, Proposal, Support
from languages.models import Translation
from people.models import Person

# Name, what is in it, how many, where it is kept, and the name in Spanish.
KITS = [
    ("Rakes", "With a wooden handle", 40, "City yard, bay 3", "Rastrillos"), ("Litter pickers", "", 60, "City yard, bay 3", "Pinzas para basura"),
    ("Work gloves", "Pairs, sizes M and L", 120, "City yard, bay 4", "Guantes de trabajo"), ("First-aid kit", "Checked each spring", 6, "City Hall, room 603", "Botiquín"),
]  # fmt: skip
CLEAN_UP = {
    "title": "Clean-up at Franklin Park", "slug": "clean-up-at-franklin-park", "kind": Event.Kind.CLEAN_UP, "purpose": "We clear the paths before winter.",
    "text": "We met at the pavilion and worked along the pond.",
}  # fmt: skip
CLEAN_UP_NOTES = (
    "We cleared the path round the pond and the steps to the pavilion. Most of it was bottles. A bench is broken.",
    "Limpiamos el camino alrededor del estanque y los escalones del pabellón. La mayor parte eran botellas. Hay un banco roto.",
)
LISTENING = {
    "title": "Listening session: a safer crossing", "slug": "listening-session-a-safer-crossing", "kind": Event.Kind.LISTENING,
    "purpose": "What would make the crossing at the library safer?", "text": "We listen. An interpreter for Spanish is there.", "languages": ["en", "es"],
}  # fmt: skip
LISTENING_NOTES = (
    "People want more time to cross and a light that works. Parents asked for somebody at the crossing in the morning.",
    "La gente quiere más tiempo para cruzar y una luz que funcione. Los padres pidieron a alguien en el cruce por la mañana.",
)
PROMISE = ("We repair the light at the crossing.", "Reparamos la luz del cruce.")
STEP = ("The lamp is ordered and comes within a month.", "La lámpara está pedida y llega en un mes.")


def plant_outcomes(office, venues, carla, now):
    """Make kits, two reported events, a promise that goes on, and two proposals; nothing where they stand already."""
    if KitType.objects.filter(office=office).exists():
        return
    kits = [KitType.objects.create(office=office, name=name, contents=contents, owned=owned, kept_at=kept) for name, contents, owned, kept, _es in KITS]
    texts = [(kit, "name", row[4]) for kit, row in zip(kits, KITS, strict=True)]
    texts += _clean_up(office, venues[0], carla, kits, now) + _listening(office, venues[1], carla, now)
    Translation.objects.bulk_create([translation(*text) for text in texts])
    _keep_for_the_next(office, kits, carla)
    _proposals(office, carla, now)


def _past(office, words, venue, weeks, carla, now):
    """Make an event on a Saturday so many weeks ago."""
    day = now.astimezone(BOSTON).date() - timedelta(weeks=weeks)
    day -= timedelta(days=(day.weekday() - SATURDAY) % 7)
    starts = datetime.combine(day, time(10), tzinfo=BOSTON)
    event = Event.objects.create(
        office=office, venue=venue, neighborhood=venue.neighborhood, starts=starts, ends=starts + timedelta(hours=2), state=Event.State.REPORTED,
        published_at=starts - timedelta(days=30), held_at=starts + timedelta(hours=2), reported_at=starts + timedelta(days=3), **words,
    )  # fmt: skip
    event.leads.add(carla)
    return event


def _record(event, notes, **more):
    record = EventRecord.objects.create(event=event, notes=notes[0], published_at=event.reported_at, told_at=event.reported_at, **more)
    return [(record, "notes", notes[1])]


def _clean_up(office, venue, carla, kits, now):
    event = _past(office, CLEAN_UP, venue, 2, carla, now)
    bags = Figure.objects.create(event=event, name="Bags filled", number=12)
    day = event.local_starts.date()
    for kit, quantity, missing in ((kits[0], 10, ""), (kits[1], 30, "One spring is broken.")):
        KitLoan.objects.create(
            kit=kit, event=event, quantity=quantity, since=day, until=day, state=KitLoan.State.RETURNED, returned=quantity, missing=missing, by=carla
        )
    return [*_record(event, CLEAN_UP_NOTES, headcount=31), (bags, "name", "Bolsas llenas")]


def _listening(office, venue, carla, now):
    event = _past(office, LISTENING, venue, 3, carla, now)
    Support.objects.create(event=event, kind="interpreter", language="es", used=7)
    promise = Commitment.objects.create(
        event=event, office=office, text=PROMISE[0], due=now.astimezone(BOSTON).date() + timedelta(days=40), state=Commitment.State.UNDER_WAY
    )
    CommitmentStep.objects.create(commitment=promise, state=Commitment.State.MADE, text=PROMISE[0], at=event.reported_at, by=carla)
    step = CommitmentStep.objects.create(commitment=promise, state=Commitment.State.UNDER_WAY, text=STEP[0], at=now - timedelta(days=4), by=carla)
    return [*_record(event, LISTENING_NOTES, headcount=24, online_headcount=9), (promise, "text", PROMISE[1]), (step, "text", STEP[1])]


def _keep_for_the_next(office, kits, carla):
    """The next clean-up has its tools, where there is one."""
    event = Event.objects.filter(office=office, kind=Event.Kind.CLEAN_UP, state=Event.State.PUBLISHED).order_by("starts", "pk").first()
    if event is None:
        return
    day = event.local_starts.date()
    for kit, quantity in zip(kits, (20, 30, 40, 1), strict=True):
        KitLoan.objects.create(kit=kit, event=event, quantity=quantity, since=day - timedelta(days=1), until=day + timedelta(days=1), by=carla)


def _proposals(office, carla, now):
    """One clean-up that somebody wants to run, and one invitation."""
    today = now.astimezone(BOSTON).date()
    people = Person.objects.filter(office=office).exclude(email="").order_by("pk")[:2]
    values = [
        {"kind": "run", "title": "Clean-up at the pond", "where": "Jamaica Pond, boathouse", "how_many": 25, "tools": "20 rakes, gloves and bags"},
        {"kind": "invite", "title": "Talk with the eighth grade", "where": "12 School Street", "how_many": 28, "organization": "Hillside School (sample)"},
    ]
    for person, one in zip(people, values, strict=False):
        Proposal.objects.create(office=office, person=person, day=today + timedelta(days=35), due=today + timedelta(days=5), owner=carla, **one)
