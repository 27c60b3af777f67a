"""Counted links of the weekly email: one for each thing of an issue, the same for all of its readers, and what came of it on the staff's page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from mailing.outbox import rounds
from outreach.actions import digests
from outreach.digest import results
from outreach.models import DigestIssue, DigestLink, Subscription
from people.models import OfficeRole
from sharing.models import TrackedLink
from tests import makers
from tests.outreach import subscribed
from tests.outreach.subscribed import ref
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
# A week that has begun: what is in the letter is read at the moment it leaves.
NOW = timezone.now().replace(hour=16, minute=0, second=0, microsecond=0)
_OWN = re.compile(r"/(unsubscribe|preferences)/[^/\s\"<>]+/(one-click/)?")


@pytest.fixture(autouse=True)
def office():
    makers.city()
    subscribed.rules(digest_weekday=NOW.weekday(), digest_hour=0, quiet_from="03:00", quiet_until="03:00")
    return makers.office()


def leave(now=NOW):
    digests.sweep(now=now)
    rounds.Round(lanes=rounds.BULK, clock=lambda: now).run()


def of(work):
    return TrackedLink.objects.get(target=work.opportunity.get_absolute_url())


def test_each_thing_has_one_counted_link_for_all_readers_of_an_issue(mail_server, office):
    helping, telling = subscribed.topic("volunteering"), subscribed.topic("notices")
    for name, language in (("Vera", "en"), ("Dana", "en"), ("Sol", "es")):
        subscribed.reader(helping, telling, name=name, email=f"{name.lower()}@example.org", language=language)
    trees = subscribed.shift("Plant trees", starts=NOW + timedelta(days=5))
    page = trees.opportunity.get_absolute_url()
    inside = subscribed.notice(shown_from=NOW.date() - timedelta(days=2), url="")
    outside = subscribed.notice(shown_from=NOW.date() - timedelta(days=2), url="https://grants.example.org/apply")
    leave()
    issue, code = DigestIssue.objects.get(), of(trees).code
    assert set(issue.links.values_list("ref", "link__target")) == {
        (ref(trees.opportunity), page), (ref(inside), f"/notices/#notice-{inside.pk}"),
    }  # fmt: skip
    assert set(TrackedLink.objects.values_list("channel", flat=True)) == {f"digest {issue.pk}"}
    by_address = {letter.to: letter for letter in mail_server.letters}
    vera, dana, sol = (by_address[f"{name}@example.org"] for name in ("vera", "dana", "sol"))
    assert f"http://localhost:8000/s/{code}/" in vera.text and f'href="http://localhost:8000/s/{code}/"' in vera.html
    assert f"http://localhost:8000/es/s/{code}/" in sol.text and outside.url in sol.text and trees.opportunity.slug not in sol.html
    # Nothing in it says who reads: but for the name and the links that end it two letters are the same.
    assert [_OWN.sub("", part).replace("Vera", "Dana") for part in (vera.text, vera.html)] == [_OWN.sub("", part) for part in (dana.text, dana.html)]
    answer = Client(HTTP_HOST="localhost").get(f"/es/s/{code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/es{page}")
    assert Client(HTTP_HOST="localhost").get(f"/s/{of_notice(inside)}/")["Location"] == f"/notices/#notice-{inside.pk}"
    assert results.results(issue).clicked == 2


def of_notice(notice):
    return DigestLink.objects.get(ref=ref(notice)).link.code


def test_links_are_made_once_however_often_a_worker_begins_again_and_anew_for_each_issue(monkeypatch):
    helping = subscribed.topic("volunteering")
    for number in range(5):
        subscribed.reader(helping, name=f"Vera{number}", email=f"vera{number}@example.org")
    trees = subscribed.shift("Plant trees", starts=NOW + timedelta(days=12))
    write = digests.write
    monkeypatch.setattr(digests, "write", lambda **values: write(**values, size=2))
    digests.sweep(now=NOW)
    DigestIssue.objects.update(state="writing", upto=0)
    digests.sweep(now=NOW)
    code = of(trees).code
    assert DigestLink.objects.count() == 1
    digests.sweep(now=NOW + timedelta(days=7))
    links = list(DigestLink.objects.order_by("issue__due").values_list("ref", "link__code"))
    assert len({code for _ref, code in links}) == len(links) == 2 and links[0] == (ref(trees.opportunity), code)


def test_staff_see_what_came_of_it_on_the_page_of_the_issue(mail_server, office):
    helping = subscribed.topic("volunteering")
    vera, _dan, _nils = (subscribed.reader(helping, name=name, email=f"{name.lower()}@example.org") for name in ("Vera", "Dan", "Nils"))
    trees = subscribed.shift("Plant trees", starts=NOW + timedelta(days=5))
    leave()
    Message.objects.filter(person__name="Nils").update(state="failed")
    Subscription.objects.filter(person=vera).update(state="unsubscribed", ended_at=NOW + timedelta(hours=1))
    for _twice in range(2):
        Client(HTTP_HOST="localhost").get(f"/s/{of(trees).code}/")
    issue = DigestIssue.objects.get()
    carla = signed_in(make_staff("carla@example.org", office, OfficeRole.Role.COORDINATOR))
    page = carla.get(reverse("admin:outreach_digestissue_change", args=[issue.pk])).content.decode()
    shown = dict(re.findall(r'<label>([^<]+?):?</label>\s*<div class="readonly">([^<]*)</div>', page))
    assert {name: shown.get(name) for name in ("Sent", "Did not arrive", "Waiting", "Unsubscribed within a week", "Links followed")} == {
        "Sent": "2", "Did not arrive": "1", "Waiting": "0", "Unsubscribed within a week": "1", "Links followed": "2",
    }  # fmt: skip
    assert "Plant trees: 2" in page
