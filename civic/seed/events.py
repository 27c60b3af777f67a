"""The office's own events: a listening session, a clean-up with tools and helpers, a town hall moved online, a board, a workshop, and what came of earlier ones."""

from datetime import datetime, time, timedelta

from civic.seed.event_words import AGENDA, BOARD, EVENTS, HELPERS, MEMBERS, MINUTES, NOTES, PROMISE, QUESTION, STEP, SUPPORTS
from civic.seed.shifts import BOSTON, SATURDAY
from civic.seed.translations import translation
from events.actions.registrations import Form, register
from events.models import (
    AccommodationRequest,
    AgendaItem,
    Board,
    BoardMember,
    Commitment,
    CommitmentStep,
    Event,
    EventRecord,
    Figure,
    KitLoan,
    KitType,
    Question,
    Registration,
    Support,
)  # fmt: skip
from events.words import path_of
from languages.models import Translation
from people.consents import Guardian
from people.models import Person
from sharing import prompts
from volunteers.models import Opportunity, Shift, ShiftRole

GROVE_HALL, CENTRAL, PARK = (
    "Boston Public Library – Grove Hall Branch",
    "Boston Public Library – Central Library",
    "Boston Public Library – Egleston Square Branch",
)
COMING, WAITING, TUESDAY, THURSDAY = 14, 3, 1, 3


def plant_events(office, venues, carla, now):
    """Make all of them; nothing here sends a letter but to a guardian who is asked, and to whom they are asked for."""
    places = {venue.name: venue for venue in venues}
    board = _board(office, now)
    made = {
        "listening": _event(office, "listening", _day(now, 12, THURSDAY), 18, places[GROVE_HALL], kind="listening", capacity=40, languages=["en", "es"],
                            officers="no", is_recorded=False),
        "clean_up": _event(office, "clean_up", _day(now, 9, SATURDAY), 10, places[PARK], kind="clean_up", capacity=30, with_adult=True, minimum_age=12),
        "town_hall": _event(office, "town_hall", _day(now, 1), 18, None, kind="town_hall", mode="online", online_link="https://meet.example.org/winter",
                            dial_in="+16175550170", dial_in_code="2026#", is_public_meeting=True, languages=["en", "ht"], is_recorded=True, sequence=1),
        "workshop": _event(office, "workshop", _day(now, 5, TUESDAY), 17, places[CENTRAL], kind="workshop", capacity=12),
        "board": _event(office, "board", _day(now, 16, TUESDAY), 18, places[CENTRAL], kind="board", mode="hybrid", board=board, is_public_meeting=True,
                        online_link="https://meet.example.org/review-board", dial_in="+16175550171", dial_in_code="4711#", minutes_each=3, is_recorded=True),
        "forum": _event(office, "forum", _day(now, 20, THURSDAY), 18, places[CENTRAL], kind="forum", state=Event.State.POSTPONED),
        "past_clean_up": _past(office, "past_clean_up", _day(now, -28, SATURDAY), 10, places[PARK], 19, kind="clean_up"),
        "past_listening": _past(office, "past_listening", _day(now, -42, THURSDAY), 18, places[GROVE_HALL], 34, kind="listening"),
        "past_board": _past(office, "past_board", _day(now, -21, TUESDAY), 18, places[CENTRAL], 11, kind="board", board=board, is_public_meeting=True),
    }  # fmt: skip
    for event in made.values():
        event.leads.add(carla)
        prompts.count_links(path_of(event), prompts.OWN_CHANNELS, by=carla)
    _supports(made)
    _agenda(made["board"])
    _people(office, made, carla, now)
    _young_guest(made["clean_up"], now)
    _outcome(office, made, now)
    _tools_and_helpers(office, made["clean_up"])
    _translate(board, made)


def _day(now, days, weekday=None):
    """Return the first such weekday that is at least so many days from today."""
    day = now.astimezone(BOSTON).date() + timedelta(days=days)
    return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)


def _event(office, name, day, hour, venue, *, state=Event.State.PUBLISHED, **more):
    words = {field: value[0] for field, value in EVENTS[name].items() if field != "slug"}
    starts = datetime.combine(day, time(hour), tzinfo=BOSTON)
    return Event.objects.create(
        office=office, slug=EVENTS[name]["slug"], starts=starts, ends=starts + timedelta(hours=2), venue=venue, neighborhood=venue and venue.neighborhood,
        state=state, published_at=starts - timedelta(days=24), **words, **more,
    )  # fmt: skip


def _past(office, name, day, hour, venue, headcount, **more):
    event = _event(office, name, day, hour, venue, state=Event.State.REPORTED, **more)
    published = event.ends + timedelta(days=2)
    Event.objects.filter(pk=event.pk).update(held_at=event.ends, reported_at=published)
    EventRecord.objects.create(event=event, headcount=headcount, notes=NOTES[name][0], published_at=published)
    return event


def _board(office, now):
    board = Board.objects.create(office=office, slug="civilian-review-board", **{field: value[0] for field, value in BOARD.items()})
    since = now.astimezone(BOSTON).date().replace(month=1, day=1)
    BoardMember.objects.bulk_create([BoardMember(board=board, name=name, role=role, appointed_by=by, since=since) for name, role, by in MEMBERS])
    left = since.replace(year=since.year - 3)
    BoardMember.objects.create(board=board, name="Ruth Alvarez", role="member", appointed_by="the mayor", since=left, until=since - timedelta(days=1))
    return board


def _supports(made):
    for name, rows in SUPPORTS.items():
        for kind, language, note, _spanish in rows:
            Support.objects.create(event=made[name], kind=kind, language=language, note=note)


def _agenda(event):
    for order, (title, _spanish, minutes, decides, by) in enumerate(AGENDA):
        AgendaItem.objects.create(event=event, title=title, minutes=minutes, asks_decision=decides, presented_by=by, order=order)


def _people(office, made, carla, now):
    """Neighbors who come, one who needs an interpreter, and a full workshop with a waitlist."""
    people = list(Person.objects.filter(office=office).exclude(email="").order_by("-pk")[: COMING * 2 + 12 + WAITING])
    for event, some in ((made["listening"], people[:COMING]), (made["clean_up"], people[COMING : COMING * 2]), (made["workshop"], people[COMING * 2 :])):
        for turn, person in enumerate(some):
            state = "waitlisted" if event.capacity == 12 and turn >= 12 else "confirmed"
            size = 2 if event.capacity != 12 and turn % 5 == 0 else 1
            Registration.objects.create(event=event, person=person, party_size=size, state=state, language=person.language, waits_since=now)
    asked = Registration.objects.filter(event=made["listening"]).select_related("person").first()
    AccommodationRequest.objects.create(
        event=made["listening"], person=asked.person, registration=asked, kind="interpreter", language="es", text="My mother speaks Spanish only.",
        state=AccommodationRequest.State.CONFIRMED, owner=carla, reply="Yes. Our interpreter sits beside you; please come ten minutes early.", replied_at=now,
    )  # fmt: skip
    Question.objects.create(
        event=made["listening"], text="Is the crossing by the school in it?", public_text=QUESTION[0][0], answer=QUESTION[1][0], answered_by=office,
        answered_at=now, moderated_by=carla, state=Question.State.ANSWERED,
    )  # fmt: skip


def _young_guest(event, now):
    """A boy of fifteen whose mother is asked, by the verb of the portal."""
    email = "leo.santos@example.org"
    ana = Guardian("Ana Santos", "ana.santos-lin@example.org", "", "es")
    form = Form(name="Leo Santos", email=email, phone="", party_size=1, language="en", age="minor", guardian=ana)
    register(event=event, form=form, proved={email}, key="demonstration-young-guest", browser="demonstration", now=now)


def _outcome(office, made, now):
    Figure.objects.create(event=made["past_clean_up"], name="Bags filled", number=12)
    record = EventRecord.objects.get(event=made["past_board"])
    record.minutes, record.minutes_state, record.present = MINUTES, EventRecord.Minutes.PUBLISHED, "\n".join(name for name, *_more in MEMBERS)
    record.approved_at = record.published_at
    record.save()
    due = now.astimezone(BOSTON).date() + timedelta(days=60)
    promise = Commitment.objects.create(event=made["past_listening"], office=office, text=PROMISE[0], due=due, state=Commitment.State.UNDER_WAY)
    CommitmentStep.objects.create(commitment=promise, state=Commitment.State.MADE, text=PROMISE[0], at=made["past_listening"].ends)
    CommitmentStep.objects.create(commitment=promise, state=Commitment.State.UNDER_WAY, text=STEP[0], at=now - timedelta(days=5))


def _tools_and_helpers(office, event):
    """Rakes and gloves are kept for the clean-up, and two people hand them out."""
    day = event.local_starts.date()
    for name, owned, wanted in (("Rakes", 40, 20), ("Pairs of gloves", 100, 40), ("Pick-up sticks", 25, 15)):
        kit = KitType.objects.create(office=office, name=name, owned=owned, kept_at="City Hall, room 12")
        KitLoan.objects.create(kit=kit, event=event, quantity=wanted, since=day, until=day)
    work = Opportunity.objects.create(
        office=office, title=HELPERS[0], slug="hand-out-rakes-and-gloves", summary=HELPERS[2], state=Opportunity.State.PUBLISHED,
        neighborhood=event.neighborhood, event=event, family_friendly=True, source="written for the demonstration",
    )  # fmt: skip
    starts = event.starts - timedelta(minutes=30)
    shift = Shift.objects.create(opportunity=work, venue=event.venue, starts=starts, ends=event.ends)
    ShiftRole.objects.create(opportunity=work, shift=shift, capacity=4)
    Translation.objects.bulk_create([translation(work, "title", HELPERS[1]), translation(work, "summary", HELPERS[3])])


def _translate(board, made):
    """Reviewed Spanish for all of it."""
    rows = [translation(board, field, value[1]) for field, value in BOARD.items()]
    for name, event in made.items():
        rows += [translation(event, field, value[1]) for field, value in EVENTS[name].items() if field != "slug"]
    for name, spanish in ((name, words[1]) for name, words in NOTES.items()):
        rows.append(translation(EventRecord.objects.get(event=made[name]), "notes", spanish))
    notes = {(name, kind): spanish for name, supports in SUPPORTS.items() for kind, _language, _note, spanish in supports if spanish}
    rows += [translation(made[name].supports.get(kind=kind), "note", spanish) for (name, kind), spanish in notes.items()]
    rows += [translation(item, "title", AGENDA[item.order][1]) for item in made["board"].agenda.all()]
    question, promise = made["listening"].questions.get(), made["past_listening"].commitments.get()
    rows += [translation(question, "public_text", QUESTION[0][1]), translation(question, "answer", QUESTION[1][1]), translation(promise, "text", PROMISE[1])]
    rows += [translation(made["past_clean_up"].figures.get(), "name", "Bolsas llenadas")]
    rows += [translation(promise.steps.get(state=Commitment.State.UNDER_WAY), "text", STEP[1])]
    Translation.objects.bulk_create(rows)
