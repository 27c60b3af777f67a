"""Topics, people who want to hear about them, and a browser that fills in the forms of outreach."""

import itertools
import re

from django.utils import timezone

from languages.models import Language
from outreach import consent, links
from outreach.models import Subscription, Topic
from tests import makers
from tests.volunteers.visitor import Visitor

_numbers = itertools.count(1)


def city():
    """A city that writes in English and Spanish."""
    makers.city()
    for code, name, own_name in (("en", "English", "English"), ("es", "Spanish", "Español")):
        Language.objects.get_or_create(code=code, defaults={"name": name, "own_name": own_name, "offered": True})


def topic(name="Ways to volunteer", **changes):
    number = next(_numbers)
    values = {
        "office": changes.pop("office", None) or makers.office(),
        "kind": Topic.Kind.VOLUNTEERING,
        "slug": f"topic-{number}",
        "name": name,
        "position": number,
    }
    return Topic.objects.create(**{**values, "description": "What is coming up.", **changes})


def wants(person, *topics, **changes):
    """A standing consent of a person to each topic."""
    values = {"state": "confirmed", "consent_version": consent.VERSION, "confirmed_at": timezone.now(), **changes}
    return [Subscription.objects.create(person=person, topic=one, **values) for one in topics]


def preferences(person):
    return links.preferences_of([person.pk])[person.pk]


def token(person):
    return links.token(preferences(person))


def standing(**where):
    """Return who wants what, as pairs of address and topic."""
    return sorted(Subscription.objects.standing().filter(**where).values_list("person__email", "topic__name"))


class Reader(Visitor):
    """Fills in the page of topics and the page of preferences, as a browser does."""

    def subscribe(self, *topics, path="/subscribe/", **typed):
        rest = {"name": "", "email": "vera@example.org", "phone": "", "language": "en", "topics": [one.pk for one in topics]}
        return self.post(path, {**self.hidden(self.get(path)), **rest, **typed})

    def prefer(self, *topics, path="/preferences/", **typed):
        rest = {"topics": [one.pk for one in topics], "pace": "weekly", "language": "en"}
        return self.post("/preferences/", {**self.hidden(self.get(path)), **rest, **typed})

    def visible(self, path):
        """Return a page without what differs by itself."""
        return re.sub(r'(name="(csrfmiddlewaretoken|link|key)" value=")[^"]*"', "", self.get(path).content.decode())
