"""Two offices with their staff, an opportunity with shifts, and browsers that are signed in with a second factor."""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from languages.models import Language
from people.models import Office, OfficeRole, User
from places.models import City, Venue
from volunteers.actions import shifts, sign_up
from volunteers.models import Opportunity

SECRET = "JBSWY3DPEHPK3PXP"
NEW_YORK = ZoneInfo("America/New_York")


def make_office(name, **more):
    slug = name.lower().replace(" ", "-")
    return Office.objects.create(name=name, slug=slug, phone="+16175550100", phone_hours="Weekdays", email=f"{slug}@example.org", address="1 Square", **more)


@cache
def hashed():
    """The hash of everybody's phrase; making one takes a tenth of a second, on purpose."""
    return make_password("a long enough phrase")


def make_staff(email, office=None, role=None, *, factor=True, **more):
    user = User.objects.create(email=email, password=hashed(), name=email.split("@")[0].title(), is_staff=True, **more)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if office:
        OfficeRole.objects.create(user=user, office=office, role=role)
    if factor:
        TOTP.activate(user, SECRET)
    return user


def signed_in(user, *, factor=True):
    """Return a browser in which the user has signed in, by default with the second factor."""
    client = Client()
    client.force_login(user)
    if factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": 1.0}, {"method": "mfa", "at": 2.0, "type": "totp"}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


@pytest.fixture
def city(db):
    Language.objects.create(code="en", name="English", own_name="English", offered=True)
    Language.objects.create(code="es", name="Spanish", own_name="Español", offered=True)
    return City.objects.create(id=1, name="Springfield")


@pytest.fixture
def office(city):
    return make_office("Office of Service", is_main=True)


@pytest.fixture
def other_office(city):
    return make_office("Office of Parks")


@pytest.fixture
def carla(office):
    return make_staff("carla@example.org", office, OfficeRole.Role.COORDINATOR)


@pytest.fixture
def other_coordinator(other_office):
    return make_staff("paula@example.org", other_office, OfficeRole.Role.COORDINATOR)


@pytest.fixture
def venue(city):
    return Venue.objects.create(name="Food Hall", address="5 Main Street", zip="02118")


@pytest.fixture
def opportunity(office):
    return make_opportunity(office, "Pack food boxes")


def make_opportunity(office, title, **more):
    slug = title.lower().replace(" ", "-")
    return Opportunity.objects.create(office=office, title=title, slug=slug, summary="Help.", state=Opportunity.State.PUBLISHED, **more)


@pytest.fixture
def shift(opportunity, venue, carla):
    return make_shift(opportunity, venue, by=carla)


def make_shift(opportunity, venue, *, by, days=2, places=10, hour=9):
    day = timezone.localtime(timezone.now(), NEW_YORK).date() + timedelta(days=days)
    return shifts.plan(opportunity=opportunity, day=day, start=time(hour), end=time(hour + 3), places=places, venue=venue, by=by, now=timezone.now())[0]


def enter(role, name, *, by, email="", phone="+16175550142", party_size=1, waitlist=False):
    form = sign_up.Form(name=name, email=email, phone=phone, party_size=party_size, language="en", notes="", waitlist=waitlist)
    return sign_up.enter(shift_role=role, form=form, by=by, now=timezone.now())


@pytest.fixture
def role(shift):
    return shift.roles.get()


@pytest.fixture
def vera(role, carla):
    return enter(role, "Vera Lopez", by=carla, email="vera@example.org")


def today_at(hour):
    return datetime.combine(timezone.localtime(timezone.now(), NEW_YORK).date(), time(hour), tzinfo=NEW_YORK)
