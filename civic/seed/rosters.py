"""Who signed up: rosters that look alive, some full with a waitlist, some nearly, some still empty."""

from collections import defaultdict
from datetime import timedelta

from bookings.models import State
from civic.seed.source import chance, number
from volunteers.models import SignUp

SOON = timedelta(hours=72)
THREE_WEEKS = timedelta(days=21)
NOTES = ["I use a wheelchair.", "I have never done this before.", "Please speak slowly with me.", "My daughter comes along."]


class Rosters:
    """Fills seats without ever passing a capacity, and never with the same person twice on one shift."""

    def __init__(self, people, now):
        self.people = people
        self.now = now
        self.on_shift = defaultdict(set)
        self.made = []

    def fill(self, role, places, state=State.CONFIRMED):
        """Put people on so many places of a role; nobody when none of the tries finds somebody new."""
        taken = 0
        for turn in range(places * 2):
            person = self._somebody_new(role, turn)
            party = min(1 + (number("party", role.id, turn) % 20) // 15, places - taken)  # three in four come alone, the others with one more
            if person is None or party < 1:
                continue
            varied = self._varied(state, role, turn)
            self.add(role, person, party, varied)
            taken += 0 if varied == State.CANCELLED else party
        return taken

    def add(self, role, person, party, state, **more):
        """Put one party on a role's list."""
        created = self.now - timedelta(hours=1 + number("when", role.id, person.id) % 200)
        self.on_shift[role.shift_id].add(person.id)
        sign_up = SignUp(shift_role=role, person=person, party_size=party, state=state, language=person.language, waits_since=created, **more)
        sign_up.notes = NOTES[number("note", person.id) % len(NOTES)] if chance(4, "noted", role.id, person.id) else ""
        self.made.append(sign_up)
        return sign_up

    def _somebody_new(self, role, turn):
        person = self.people[number("who", role.id, turn) % len(self.people)]
        return None if person.id in self.on_shift[role.shift_id] else person

    def _varied(self, state, role, turn):
        return State.CANCELLED if state == State.CONFIRMED and chance(4, "cancelled", role.id, turn) else state


def fill_rosters(coming, past, people, now):
    """Return the sign-ups of the coming weeks and of the past ones, not saved yet."""
    rosters = Rosters(people, now)
    for role in coming:
        _fill_coming(rosters, role)
    for role in past:
        _fill_past(rosters, role)
    return rosters


def _fill_coming(rosters, role):
    ahead = role.shift.starts - rosters.now
    if ahead > THREE_WEEKS:
        return
    mood = number("mood", role.id) % 100
    if ahead <= SOON:
        free = 0 if mood < 55 else 1 if mood < 70 else 2 if mood < 82 else role.capacity
    else:
        free = 0 if mood < 4 else 1 if mood < 12 else max(1, role.capacity * 3 // 4) if mood < 35 else role.capacity
    rosters.fill(role, max(0, role.capacity - free))
    if free == 0 and chance(35, "waitlist", role.id):
        rosters.fill(role, 1 + number("line", role.id) % 3, State.WAITLISTED)


def _fill_past(rosters, role):
    state = State.NO_SHOW if chance(10, "no show", role.id) else State.ATTENDED
    rosters.fill(role, max(1, role.capacity * 2 // 3), state)


def save(rosters):
    """Write all sign-ups; the database counts the seats."""
    return SignUp.objects.bulk_create(rosters.made, batch_size=500)
