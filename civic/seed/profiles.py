"""What the invented people like to do and when they are free; who wants to be kept posted; and one shift for which people were asked."""

from datetime import timedelta

from django.db.models import F

from bookings.seats import Full
from civic.seed.source import chance, number, pick
from people.availability import PARTS, SLOTS, slot
from people.models import Profile
from volunteers.actions import asks
from volunteers.matching import twelve
from volunteers.models import Ask, KeepPosted, ShiftRole

TOLD, MAY_ASK, POSTED, CITY, PARTNER = 70, 55, 25, 12, 5  # percent
DEPARTMENTS = ["Parks and Recreation", "Public Works", "Public Library", "Public Schools", "Inspectional Services", "Transportation"]
WEEKEND = (5, 6)
FEW = 8  # candidates without whom the page would show too little


def plant_profiles(people, interests, now):
    """Give most of these people a profile; `interests` are those that are offered."""
    told = [person for person in people if chance(TOLD, "profile", person.name_key, person.pk)]
    Profile.objects.bulk_create([_profile(person, interests, now) for person in told], batch_size=500)
    wants = [person for person in told if person.email and chance(POSTED, "posted", person.pk)]
    KeepPosted.objects.bulk_create([KeepPosted(person=person, language=person.language, agreed_at=now - timedelta(days=20)) for person in wants])


def _profile(person, interests, now):
    audience = (
        Profile.Audience.CITY_EMPLOYEE if chance(CITY, "city", person.pk) else Profile.Audience.PARTNER_STAFF if chance(PARTNER, "partner", person.pk) else ""
    )
    return Profile(
        person=person, office_id=person.office_id, neighborhood_id=person.neighborhood_id,
        interests=sorted({pick(interests, "likes", turn, person.pk) for turn in range(1 + number("many", person.pk) % 4)}),
        languages=sorted({"en", person.language}), availability=_free(person), audience=audience or Profile.Audience.RESIDENT,
        department=pick(DEPARTMENTS, "department", person.pk) if audience == Profile.Audience.CITY_EMPLOYEE else "",
        asks_a_week=1 + number("often", person.pk) % 2, agreed_to_asks_at=now - timedelta(days=30) if chance(MAY_ASK, "may ask", person.pk) else None,
    )  # fmt: skip


def _free(person):
    """A weekend, two or three evenings, or whatever comes."""
    kind = number("free", person.pk) % 3
    if kind == 0:
        return [slot(day, part) for day in WEEKEND for part in range(len(PARTS) - 1)]
    if kind == 1:
        return sorted({slot(number("day", turn, person.pk) % 5, len(PARTS) - 1) for turn in range(3)})
    return sorted({number("slot", turn, person.pk) % len(SLOTS) for turn in range(8)})


def ask_for_one(by, now):
    """Somebody in the office has asked the right people for one shift; one has said yes, one not this time."""
    soon = ShiftRole.objects.filter(shift__starts__gt=now + timedelta(days=2), shift__starts__lt=now + timedelta(days=7), shift__cancelled_at=None)
    short = soon.filter(capacity__gte=F("taken") + F("reserved") + 3, opportunity__office__is_main=True, opportunity__state="published")
    short = short.filter(opportunity__minimum_age=None, opportunity__waiver=None)  # a yes with one press answers no further questions
    for role in short.select_related("shift__venue", "opportunity__office").order_by("shift__starts", "pk")[:30]:
        found = twelve.candidates(twelve.wanted_for(role, far=True), now=now)
        if len(found) < FEW:
            continue
        asks.ask(shift_role=role, persons=[one.person.pk for one in found], by=by, key="demonstration-ask-people", now=now)
        _answer(role, now)
        return


def _answer(role, now):
    answers = iter(Ask.objects.filter(shift_role=role, person__channel="email").select_related("person").order_by("pk")[:2])
    for say in (asks.say_yes, asks.say_no):
        try:
            for ask in answers:
                say(ask=ask, by=None, now=now)
                break
        except Full:
            continue
