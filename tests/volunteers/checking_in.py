"""What the tests of checking in start from: a shift that has begun, its sign or kiosk, and phones in front of it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests import makers
from volunteers import check_in_points, codes
from volunteers.actions import check_in_points as verbs
from volunteers.models import CheckInPoint

SIGN, KIOSK = CheckInPoint.Kind.SIGN, CheckInPoint.Kind.KIOSK
FROM_SCRIPT = {"headers": {"accept": "application/json"}}


def shift_now(**more):
    """A role of a shift that began a minute ago."""
    return makers.role(starts=timezone.now() - timedelta(minutes=1), **more)


def point(role, kind=SIGN, *, by=None, now=None, whole_day=False, takes_walk_ins=False, language="en", key=""):
    return verbs.open_point(
        shift=role.shift, kind=kind, whole_day=whole_day, takes_walk_ins=takes_walk_ins, language=language, key=key or makers.key(),
        by=by or makers.staff(f"{makers.key()}@example.org"), now=now or timezone.now(),
    )  # fmt: skip


def code_of(sign_up):
    return codes.spaced(codes.of(sign_up.pk))


class Phone:
    """A browser that has followed the address of a check-in point."""

    def __init__(self, point, **more):
        self.client, self.point = Client(**more), point
        self.base = f"/volunteer/{'kiosk' if point.kind == KIOSK else 'check-in'}/{point.pk}/"
        self.client.get(f"/volunteer/check-in/open/{check_in_points.token(point)}/", follow=True)

    def page(self):
        return self.client.get(self.base)

    def type(self, code, **more):
        """On one's own phone: the code of the letter."""
        return self.client.post(self.base, {"code": code}, **more)

    def type_at_kiosk(self, who, first_name="", key="", **more):
        return self.client.post(f"{self.base}check-in/", {"who": who, "first_name": first_name, "key": key}, **more)

    def here(self, sign_up):
        return self.client.post(f"{self.base}here/", {"sign_up": sign_up.pk})

    def write_name(self, role, name, size=1, key="", **more):
        return self.client.post(f"{self.base}name/", {"role": role.pk, "name": name, "party_size": size, "key": key}, **more)
