"""A donor with a browser: the pledge form is fetched before it is sent."""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from donations.actions import pledges, proofs
from donations.actions.pledges import Form, Plan
from donations.eligibility import field_of
from donations.models import Drive
from tests import goods, makers
from tests.volunteers.visitor import Visitor


def running(**changes):
    """A drive that is open at this very moment."""
    now = timezone.now()
    made = goods.drive(**{"opens": now - timedelta(days=10), "closes": now + timedelta(days=10), **changes})
    return Drive.objects.get(pk=made.pk)


class Giver(Visitor):
    """Fills the forms of drives in, as a browser does."""

    def pledge_form(self, drive, lines, **typed):
        """Return what a donor would send: `lines` by need."""
        page = self.get(f"/donate/{drive.slug}/pledge/")
        numbers = {field_of(need.pk): str(quantity) for need, quantity in lines.items()}
        rest = {"name": "Dan", "email": "dan@example.org", "phone": "", "language": "en", "expected_day": "", "location": "", "organization": "", "notes": ""}
        return {**self.hidden(page), **rest, **numbers, **typed}

    def pledge(self, drive, lines, **typed):
        return self.post(f"/donate/{drive.slug}/pledge/", self.pledge_form(drive, lines, **typed))


def form(lines, *, name="Dan", email="dan@example.org", phone="", location=None, day=None, window=None, **more):
    """What a donor typed, as the verb takes it."""
    plan = Plan(tuple((need.pk, quantity) for need, quantity in lines.items()), location and location.pk, day, window and window.pk)
    return Form(plan=plan, name=name, email=email, phone=phone, language="en", **more)


def made(lines, **more):
    """A pledge that stands, of a person of its own."""
    return goods.pledge(lines, who=more.pop("who", None) or makers.person("Dan", f"dan{makers.key()[-6:]}@example.org"), **more)


def promise(drive, lines, *, now=None, proved=(), key=None, **typed):
    """Send a form for these items; the address is asked to be proved."""
    typed_form = form(lines, **typed)
    return pledges.pledge(drive=drive, form=typed_form, proved=set(proved), key=key or makers.key(), browser="b", now=now or timezone.now())


def taken(need):
    """How many are promised and have not come."""
    need.refresh_from_db()
    return need.taken


def settle(pledge, *, now=None):
    """The address is proved."""
    with transaction.atomic():
        proofs.settle(ids=[pledge.pk], by=None, now=now or timezone.now())


def offered_times(page):
    """Return the ids of the appointment times that a form offers."""
    select = page.partition('name="window"')[2].partition("</select>")[0]
    return [int(pk) for pk in re.findall(r'<option value="(\d+)"', select)]
