"""What tests of pick-ups start from: ZIP codes with neighborhoods, a drive that fetches, and a visitor who asks."""

from datetime import timedelta

from django.utils import timezone

from places.models import Neighborhood, ZipCode
from tests import goods, makers
from tests.volunteers.visitor import Visitor, code_for

EAST_BOSTON, DORCHESTER = "02128", "02121"


def zips():
    """East Boston, and a ZIP code that is mostly Dorchester and a little Mattapan."""
    for zip_code, name, lat, lng in [
        (EAST_BOSTON, "East Boston", 42.37, -71.03),
        (DORCHESTER, "Dorchester", 42.30, -71.08),
        ("02126", "Mattapan", 42.27, -71.09),
    ]:
        there = Neighborhood.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})[0]
        shares = [[name, 100]] if zip_code != DORCHESTER else [["Dorchester", 90], ["Mattapan", 10]]
        ZipCode.objects.update_or_create(zip=zip_code, defaults={"neighborhood": there, "shares": shares, "lat": lat, "lng": lng})
    return {one.name: one for one in Neighborhood.objects.all()}


def drive(**changes):
    """A drive that fetches goods and is open by the real clock."""
    makers.city()
    now = timezone.now()
    values = {"offers_pick_up": True, "offers_leave_outside": True, "opens": now - timedelta(days=5), "closes": now + timedelta(days=20), **changes}
    return goods.drive(**values)


def window(of, *, stops=8, days=3, only=(), **changes):
    """A window of two hours on a run of its own, for the whole city or some neighborhoods."""
    run = goods.run(of, stops=stops, starts=makers.noon(days) if days >= 1 else timezone.now() + timedelta(days=days), **changes)
    made = run.windows.get()
    made.neighborhoods.set(only)
    return made


class Donor(Visitor):
    """Somebody who asks for a pick-up."""

    def form_of(self, drive, **typed):
        page = self.get(f"/donate/{drive.slug}/pick-up/?zip={EAST_BOSTON}")
        return {
            **self.hidden(page), "address": "12 Saratoga St", "zip": EAST_BOSTON, "what": "Six bags of coats", "size": "bags", "stairs": "few", "window": "any",
            "notes": "", "name": "Dan", "email": "dan@example.org", "phone": "", "language": "en", **typed,
        }  # fmt: skip

    def ask(self, drive, **typed):
        return self.post(f"/donate/{drive.slug}/pick-up/", self.form_of(drive, **typed))

    def ask_and_prove(self, drive, **typed):
        """Ask, type the code, and return the answer to it."""
        self.ask(drive, **typed)
        return self.type_code(code_for(typed.get("email", "dan@example.org")))
