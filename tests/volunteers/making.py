"""Plain makers for the public lists: honest defaults, one row at a time."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from people.models import Interest, Office, PartnerOrganization
from places.models import City, Neighborhood, Venue, ZipCode
from volunteers.models import Hold, Opportunity, Shift, ShiftRole

_number = count(1)


def office(**more):
    City.objects.get_or_create(id=1, defaults={"name": "Boston"})
    found = Office.objects.filter(is_main=True).first()
    return found or Office.objects.create(
        name="Office of Civic Organizing", slug="organizing", phone="+16175550142", phone_hours="weekdays", email="office@example.org",
        address="1 City Hall Square", is_main=True, **more,
    )  # fmt: skip


def neighborhood(name="Dorchester", *, lat=42.30, lng=-71.06):
    return Neighborhood.objects.get_or_create(name=name, slug=name.lower().replace(" ", "-"), defaults={"lat": lat, "lng": lng})[0]


def zip_code(zip="02122", *, area=None, lat=42.30, lng=-71.06):
    return ZipCode.objects.create(zip=zip, neighborhood=area or neighborhood(), lat=lat, lng=lng)


def venue(name="Dorchester House", *, area=None, lat=42.30, lng=-71.06, **more):
    return Venue.objects.create(
        name=f"{name} {next(_number)}", address="1 Main Street", zip="02122", neighborhood=area or neighborhood(), lat=lat, lng=lng, **more
    )


def interest(name="Gardening", **more):
    return Interest.objects.create(code=name.upper(), name=name, offered=True, **more)


def opportunity(title="Sort food", *, interests=(), state="published", **more):
    number = next(_number)
    made = Opportunity.objects.create(
        office=office(), title=title, slug=f"{title.lower().replace(' ', '-')[:40]}-{number}", summary="Come and help.", state=state, **more
    )
    made.interests.set(interests)
    return made


def shift(of=None, *, starts=None, hours=3, place=None, places=10, role="", **more):
    of = of or opportunity()
    starts = starts or timezone.now() + timedelta(days=3)
    made = Shift.objects.create(opportunity=of, starts=starts, ends=starts + timedelta(hours=hours), venue=place, **more)
    ShiftRole.objects.create(shift=made, opportunity=of, name=role, capacity=places)
    return made


def keep(shift_role, places, *, partner="Rotary Club", until=None):
    """Keep places for a partner."""
    now = timezone.now()
    partner, _is_new = PartnerOrganization.objects.get_or_create(office=shift_role.opportunity.office, name=partner)
    return Hold.objects.create(shift_role=shift_role, partner=partner, places=places, release_at=until or now + timedelta(days=1), made_at=now)


def fill(shift_role):
    """Keep every place for a partner."""
    keep(shift_role, shift_role.capacity)
