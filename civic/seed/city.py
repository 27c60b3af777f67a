"""The city itself: neighborhoods with outlines, ZIPs, holidays, languages and public places."""

from datetime import timedelta

from civic.seed.source import chance, features, pick, rows
from languages.models import Language
from places.holidays import federal, massachusetts
from places.models import City, Holiday, Neighborhood, Venue, ZipCode
from places.outlines import center

SATURDAY = 5
SURVEY = "U.S. Census Bureau, American Community Survey"
KINDS = {"library": "library branch", "community_center": "community center", "pool": "pool", "city_hall": "city hall"}
TRANSIT = ["Bus stop at the door", "Five minutes on foot from the T", "Ten minutes on foot from the T", "Bus and T nearby"]
PARKING = ["Street parking", "A few places behind the building", "No parking, please come by bus or bike", "Parking lot, two accessible places"]


def plant(now):
    """Make the city and everything that has a place in it; return ({name: neighborhood}, [venue])."""
    City.objects.create(id=1, name="Boston", is_demo=True, opened_at=now)
    neighborhoods = plant_neighborhoods()
    plant_zip_codes(neighborhoods)
    plant_holidays(now)
    plant_languages()
    return neighborhoods, plant_venues(neighborhoods)


def plant_neighborhoods():
    people = {row["neighborhood"]: int(row["population"]) for row in rows("boston_neighborhood_profile_acs_2015_2019")}
    made = []
    for feature in sorted(features("boston_neighborhoods_simplified"), key=lambda one: one["properties"]["name"]):
        name = feature["properties"]["name"]
        latitude, longitude = center(feature["geometry"])
        made.append(
            Neighborhood(
                name=name,
                slug=name.lower().replace(" ", "-"),
                outline=feature["geometry"],
                lat=round(latitude, 5),
                lng=round(longitude, 5),
                population=people.get(name),
                population_source=SURVEY if name in people else "",
                population_year="2015–2019" if name in people else "",
            )
        )
    return {one.name: one for one in Neighborhood.objects.bulk_create(made)}


def plant_zip_codes(neighborhoods):
    made = []
    for row in rows("boston_zip_codes"):
        shares = [part.rsplit(" ", 1) for part in row["neighborhood_shares_of_area"].split("; ")]
        pairs = [[name, int(percent.rstrip("%"))] for name, percent in shares]
        main = neighborhoods[row["main_neighborhood"]]
        made.append(ZipCode(zip=row["zip"], neighborhood=main, shares=pairs, lat=float(row["lat"]), lng=float(row["lng"])))
    ZipCode.objects.bulk_create(made)


def plant_holidays(now):
    """This year's and next year's holidays, and those of the weeks in which the winter of the last one ends."""
    days = {}
    for year in (now.year, now.year + 1, (now + timedelta(days=400)).year):
        days |= {day: name for day, name in (massachusetts(year) | federal(year)).items() if day.weekday() < SATURDAY}
    Holiday.objects.bulk_create([Holiday(date=day, name=name) for day, name in sorted(days.items())])


def plant_languages():
    Language.objects.bulk_create(usual_languages())


def usual_languages():
    """Return the languages a city starts with, not saved: English and those that are asked for most."""
    return [
        Language(
            code=row["code"],
            name=row["name"],
            own_name=row["own_name"],
            direction=row["direction"],
            offered=row["offered"] == "yes",
            call_line=row["call_line"],
            order=order,
        )
        for order, row in enumerate(rows("languages"))
    ]


def plant_venues(neighborhoods):
    """The public places; what a visitor must know before coming is invented, for no source has it."""
    made = []
    for row in rows("boston_public_places"):
        made.append(
            Venue(
                name=row["name"],
                kind=KINDS.get(row["kind"], row["kind"].replace("_", " ")),
                address=row["address"],
                zip=row["zip"],
                neighborhood=neighborhoods.get(row["neighborhood"]),
                lat=float(row["lat"]),
                lng=float(row["lng"]),
                step_free=chance(80, "step", row["name"]),
                hearing_loop=chance(25, "loop", row["name"]),
                transit=pick(TRANSIT, "transit", row["name"]),
                parking=pick(PARKING, "parking", row["name"]),
            )
        )
    return Venue.objects.bulk_create(made)
