"""What the tests of signs at an event's door start from: a sign, and phones that have scanned it."""

from django.utils import timezone

from events import codes, door_signs
from events.actions import door_signs as verbs
from events.models import Registration
from tests import makers
from tests.volunteers.visitor import Visitor


def sign_of(event, *, takes_walk_ins=True, by=None):
    values = {"takes_walk_ins": takes_walk_ins, "language": "en", "key": makers.key(), "by": by or makers.staff(f"{makers.key()}@example.org")}
    return verbs.open_sign(event=event, now=timezone.now(), **values)


class Phone:
    """A browser that has scanned the sign."""

    def __init__(self, sign, browser=None):
        self.browser, self.base = browser or Visitor(), f"/events/check-in/{sign.pk}/"
        self.browser.get(f"/events/check-in/open/{door_signs.DOOR.token(sign)}/")

    def page(self):
        return self.browser.get(self.base).content.decode()

    def send(self, path="", /, **typed):
        self.browser.get(self.base)
        token = self.browser.cookies["csrftoken"].value
        return self.browser.post(self.base + path, {"csrfmiddlewaretoken": token, "key": makers.key(), **typed})

    def type(self, who, first_name=""):
        return self.send(who=who, first_name=first_name)


def code_of(registration):
    return codes.spaced(codes.of(registration.pk))


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state
