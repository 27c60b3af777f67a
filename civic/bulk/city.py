"""The made-up city itself: its places, people, opportunities with shifts, and sign-ups."""

from civic.bulk.numbers import ids, pick
from people.models import Interest, Office, Person, Profile
from places.models import City, Neighborhood, Venue
from volunteers.models import Opportunity, Shift, ShiftRole, SignUp

NEIGHBORHOODS, VENUES, INTERESTS = 26, 400, 20
THINGS = ["food", "books", "trees", "dogs", "computers", "coats", "bicycles", "gardens", "meals", "letters", "murals", "beaches", "homework", "music"]
DEEDS = ["Sort", "Share", "Plant", "Walk", "Repair", "Collect", "Deliver", "Count", "Clean", "Teach", "Pack", "Paint"]
FOR_WHOM = ["neighbors", "children", "elders", "newcomers", "families", "students", "the park", "the library", "the shelter", "the school"]


def ground():
    City.objects.get_or_create(id=1, defaults={"name": "Made-up City", "is_demo": True})
    office = Office.objects.filter(is_main=True).first() or Office.objects.create(
        name="Office of Volunteering", slug="volunteering", phone="+16175550142", phone_hours="Monday to Friday, 9 a.m. to 5 p.m.", email="office@example.org",
        address="1 City Hall Square", is_main=True,
    )  # fmt: skip
    if not Neighborhood.objects.exists():
        Neighborhood.objects.bulk_create(
            Neighborhood(name=f"Neighborhood {n}", slug=f"neighborhood-{n}", lat=42.24 + n * 0.006, lng=-71.17 + n * 0.006) for n in range(NEIGHBORHOODS)
        )
    if not Venue.objects.exists():
        areas = list(Neighborhood.objects.all())
        Venue.objects.bulk_create(_venue(n, areas[n % len(areas)]) for n in range(VENUES))
    if not Interest.objects.filter(offered=True).exists():
        Interest.objects.bulk_create(Interest(code=f"MADE-UP-{n}", name=f"{THINGS[n % len(THINGS)].title()} {n}", offered=True) for n in range(INTERESTS))
    return office


def _venue(n, area):
    return Venue(
        name=f"Hall {n}", address=f"{n} Main Street", neighborhood=area, lat=(area.lat or 42.3) + n % 7 * 0.001, lng=(area.lng or -71.1), step_free=n % 3 > 0
    )


def add_opportunities(numbers, count, office):
    areas, topics = ids(Neighborhood), ids(Interest, offered=True)
    first = Opportunity.objects.order_by("-id").values_list("id", flat=True).first() or 0
    words = f"{pick(DEEDS, 5)} || ' ' || {pick(THINGS, 3)} || ' for ' || {pick(FOR_WHOM, 11)}"
    columns = {
        "title": f"{words} || ' ' || n",
        "slug": f"'made-up-' || ({first} + n)",
        "summary": f"'Come and help. We ' || lower({words}) || '. Bring a friend, wear shoes you can stand in, and stay as long as you like.'",
        "kind": "CASE n %% 33 WHEN 31 THEN 'open_ended' WHEN 32 THEN 'remote' ELSE 'shifts' END",
        "state": "CASE n %% 200 WHEN 199 THEN 'cancelled' ELSE 'published' END",
        "languages_wanted": "CASE WHEN n %% 5 = 0 THEN ARRAY['es'] WHEN n %% 17 = 0 THEN ARRAY['es', 'ht'] ELSE ARRAY[]::varchar[] END",
        "neighborhood_id": f"{areas}[1 + n %% cardinality({areas})]",
        "family_friendly": "n %% 4 = 0",
        "urgent": "n %% 29 = 0",
        "office_id": str(office.id),
    }
    numbers.insert(Opportunity, count, columns)
    numbers.cursor.execute(
        f"INSERT INTO volunteers_opportunity_interests (opportunity_id, interest_id) "
        f"SELECT DISTINCT {numbers.first[Opportunity]} + n, {topics}[1 + (n + k * k * 3) %% cardinality({topics})] FROM generate_series(0, %s - 1) n, generate_series(1, 2) k",
        [count],
    )
    return count


def add_shifts(numbers, count, opportunities):
    venues = ids(Venue)
    # Each opportunity that works in shifts has one a day, from today on, at its own hour.
    own = f"(n %% {max(1, opportunities)})"
    # The hour is mixed by a hash, or it would go by the number like everything else here, and filters would meet only certain hours.
    hour = f"(13 * 4 + abs(hashint4({own}::int) %% 40)) * interval '15 minutes'"
    starts = f"date_trunc('day', now()) + (n / {max(1, opportunities)} + {own} %% 7) * interval '1 day' + {hour}"
    columns = {
        "opportunity_id": f"{numbers.first[Opportunity]} + {own}",
        "venue_id": f"{venues}[1 + ({own} * 7) %% cardinality({venues})]",
        "starts": starts,
        "ends": f"{starts} + interval '2 hours'",
        "time_zone": "'America/New_York'",
        "cancelled_at": "CASE WHEN n %% 500 = 499 THEN now() END",
    }
    numbers.insert(Shift, count, columns)
    roles = {"opportunity_id": columns["opportunity_id"], "shift_id": f"{numbers.first[Shift]} + n", "capacity": "5 + n %% 20"}
    numbers.insert(ShiftRole, count, roles)


def add_people(numbers, count, office):
    columns = {
        "name": "'Volunteer ' || n",
        "email": "'made-up-' || (COALESCE((SELECT max(id) FROM people_person), 0) + n) || '@example.org'",
        "name_key": "'volunteer' || n",
        "office_id": str(office.id),
        "neighborhood_id": _home(),
    }
    numbers.insert(Person, count, columns)
    numbers.insert(Profile, count, _profile(numbers, office))


def _home():
    areas = ids(Neighborhood)
    return f"{areas}[1 + abs(hashint4((n + 11)::int)) %% cardinality({areas})]"


def _profile(numbers, office):
    """Everybody has a profile; two in five may be asked, and one in three of all has been."""
    topics = ids(Interest, offered=True)
    return {
        "person_id": f"{numbers.first[Person]} + n",
        "office_id": str(office.id),
        "neighborhood_id": _home(),
        "interests": f"ARRAY(SELECT DISTINCT {topics}[1 + abs(hashint4((n * 3 + k)::int)) %% cardinality({topics})] FROM generate_series(1, 3) k)",
        "languages": "CASE WHEN n %% 6 = 0 THEN ARRAY['en', 'es'] WHEN n %% 25 = 1 THEN ARRAY['en', 'ht'] ELSE ARRAY['en'] END",
        "availability": "ARRAY(SELECT DISTINCT (abs(hashint4((n * 7 + k)::int)) %% 21)::smallint FROM generate_series(1, 6) k)",
        "agreed_to_asks_at": "CASE WHEN abs(hashint4((n + 5)::int)) %% 5 < 2 THEN now() END",
        "asked_at": "CASE WHEN abs(hashint4((n + 17)::int)) %% 3 = 0 THEN now() - (1 + n %% 300) * interval '1 day' END",
    }


def add_sign_ups(numbers, count, people):
    cursor = numbers.cursor
    cursor.execute(f"SELECT count(*) FROM {ShiftRole._meta.db_table} WHERE id >= %s", [numbers.first[ShiftRole]])
    roles = cursor.fetchone()[0]
    if not roles or not people:
        return
    role, turn = f"(n %% {roles})", f"(n / {roles})"
    columns = {
        "shift_role_id": f"{numbers.first[ShiftRole]} + {role}",
        "shift_id": f"{numbers.first[Shift]} + {role}",
        "person_id": f"{numbers.first[Person]} + ({role} * 31 + {turn}) %% {people}",
        "state": f"CASE WHEN {turn} < 5 + {role} %% 20 THEN 'confirmed' ELSE 'waitlisted' END",
        "waits_since": "now()",
    }
    numbers.insert(SignUp, min(count, roles * people), columns)
    cursor.execute(
        f"UPDATE {ShiftRole._meta.db_table} r SET taken = s.taken FROM (SELECT shift_role_id, count(*) AS taken FROM {SignUp._meta.db_table} "
        f"WHERE id >= %s AND state = 'confirmed' GROUP BY 1) s WHERE s.shift_role_id = r.id",
        [numbers.first[SignUp]],
    )
