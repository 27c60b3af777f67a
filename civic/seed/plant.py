"""Planting the demonstration, all of it or nothing."""

from django.db import connection, transaction

from civic.seed import (
    campaigns,
    city,
    conditions,
    drawers,
    drives,
    events,
    interests,
    names,
    offices,
    profiles,
    proposals,
    rosters,
    shifts,
    stories,
    toolkits,
    topics,
    translations,
    work,
)
from people.models import User
from places.models import City
from volunteers import cards

RESIDENTS = 640
NEIGHBORS = 40


@transaction.atomic
def plant(*, now):
    """Fill an empty portal with the demonstration city and return True; return False when a city is there already."""
    if City.objects.exists():
        return False
    with cards.paused():
        _plant_everything(now)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction happens while cards are paused
    stories.plant_digest(now)
    return True


def _plant_everything(now):
    neighborhoods, venues = city.plant(now)
    main, second = offices.plant_offices()
    offices.plant_staff(main, second)
    by_code, spanish = interests.plant_interests()
    plan = work.plant_work(main, second, by_code, venues, User.objects.get(email=offices.STAFF[0][0]))
    coming, past = shifts.plant_shifts(plan, now)
    coming = shifts.call_off(coming, now)
    for office, count in ((main, RESIDENTS), (second, NEIGHBORS)):
        people = names.people(office, count, neighborhoods, now)
        profiles.plant_profiles(people, sorted(one.pk for one in by_code.values() if one.offered), now)
        own = [[role for role in roles if role.opportunity.office_id == office.id] for roles in (coming, past)]
        rosters.save(rosters.fill_rosters(*own, people, now))
    translations.translate(plan, (main, second), spanish)
    drawers.fill_drawers(now)
    conditions.plant_conditions(main, User.objects.get(email=offices.STAFF[0][0]), now)
    drives.plant_drives(main, venues, User.objects.get(email=offices.STAFF[0][0]), now)
    events.plant_events(main, venues, User.objects.get(email=offices.STAFF[0][0]), now)
    toolkits.plant_toolkits(main, User.objects.get(email=offices.STAFF[0][0]))
    proposals.plant_proposals(main, User.objects.get(email=offices.STAFF[0][0]), now)
    topics.plant_topics(main, second, User.objects.get(email=offices.STAFF[0][0]), now)
    stories.plant_stories(main, User.objects.get(email=offices.STAFF[0][0]), now)
    campaigns.plant_campaigns(main, User.objects.get(email=offices.STAFF[0][0]), User.objects.get(email=offices.STAFF[1][0]), now)
    profiles.ask_for_one(User.objects.get(email=offices.STAFF[1][0]), now)
