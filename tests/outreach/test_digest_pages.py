"""The weekly email around the letter: what staff see before, what everybody reads after, and the rules of the office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from languages.content import set_translation
from mailing.models import Message
from outreach.actions import digests
from outreach.digest import preview
from outreach.models import DigestIssue, OutreachRules, Story
from people.models import OfficeRole, Person
from tests.outreach import subscribed
from tests.staff.conftest import make_office, make_staff, signed_in
from volunteers.models import Opportunity

pytestmark = pytest.mark.django_db
Role = OfficeRole.Role


@pytest.fixture
def office():
    subscribed.makers.city()
    return subscribed.makers.office()


@pytest.fixture
def desk(office):
    return signed_in(make_staff("carla@example.org", office, Role.COORDINATOR))


@pytest.fixture
def plant_trees(office):
    return subscribed.shift("Plant trees", starts=timezone.now() + timedelta(days=5))


def made_now(office):
    return digests.make(office=office, now=timezone.now())


def test_a_past_issue_is_read_by_everybody_in_their_language_as_it_was(office, plant_trees):
    opportunity = plant_trees.opportunity
    set_translation(record=opportunity, field="title", language="es", text="Plantar árboles", status="verified", now=timezone.now())
    subscribed.cards_now()
    issue = made_now(office)
    address = f"/newsletter/digest/{office.slug}/{issue.period}/"
    assert address in Client().get("/newsletter/digest/").content.decode()
    english, spanish = Client().get(address).content.decode(), Client().get(f"/es{address}").content.decode()
    assert "Plant trees" in english and "Plantar árboles" in spanish and f"/es/volunteer/{opportunity.slug}/" in spanish
    Opportunity.objects.filter(pk=opportunity.pk).update(title="Something else")
    assert "Plant trees" in Client().get(f"{address}?again").content.decode()


def test_what_was_taken_down_is_gone_from_past_issues_too(office):
    story = subscribed.story(title="Forty coats", published_at=timezone.now() - timedelta(days=1))
    issue = made_now(office)
    address = f"/newsletter/digest/{office.slug}/{issue.period}/"
    assert "Forty coats" in Client().get(address).content.decode()
    Story.objects.filter(pk=story.pk).update(state="taken_down")
    assert "Forty coats" not in Client().get(f"{address}?again").content.decode()


@pytest.mark.parametrize("address", ["2026-W99", "2026-40", "x" * 300, "2026-W40%00", "9999-W01"])
def test_an_issue_nobody_knows_is_not_found(office, address):
    assert Client().get(f"/newsletter/digest/{office.slug}/{address}/").status_code == 404
    assert Client().get(f"/newsletter/digest/nobody/{address}/").status_code == 404


def test_a_week_with_nothing_to_tell_is_not_in_the_archive_either(office):
    issue = made_now(office)
    assert issue.contents == {}
    assert Client().get(f"/newsletter/digest/{office.slug}/{issue.period}/").status_code == 404


def test_a_week_that_was_passed_over_is_not_in_the_archive(office):
    DigestIssue.objects.create(office=office, period="2026-W40", due="2026-10-01T13:00:00Z", state="written")
    assert Client().get(f"/newsletter/digest/{office.slug}/2026-W40/").status_code == 404
    assert "2026-W40" not in Client().get("/newsletter/digest/").content.decode()


def test_staff_see_what_would_go_when_to_how_many_and_to_one_person(desk, office, plant_trees):
    helping = subscribed.topic("volunteering")
    vera = subscribed.reader(helping)
    subscribed.reader(helping, name="Ana", email="ana@example.org", language="es")
    sam = subscribed.makers.person("Sam", "sam@example.org")
    page = desk.get(reverse("admin:coming_digest"), {"who": "Vera"}).content.decode()
    assert "2 addresses want it." in page and "As things stand 2 of them get a letter." in page and "Plant trees" in page and "9\u00a0a.m." in page
    address = reverse("admin:digest_for_person", args=[vera.pk])
    assert address in page
    letter = desk.get(address).content.decode()
    assert "Coming up: Plant trees" in letter and "•••" in letter
    assert "<strong>Plant trees</strong>" in desk.get(reverse("admin:digest_for_person_html", args=[vera.pk])).content.decode()
    assert "gets no weekly email today" in desk.get(reverse("admin:digest_for_person", args=[sam.pk])).content.decode()
    assert desk.get(reverse("admin:digest_for_person_html", args=[sam.pk])).status_code == 404
    assert not Message.objects.exists() and not DigestIssue.objects.exists()
    assert desk.get(reverse("admin:coming_digest"), {"language": "zz", "office": "99", "who": "x" * 900}).status_code == 200


def test_what_would_go_is_estimated_where_there_are_many(desk, office, plant_trees, monkeypatch):
    helping = subscribed.topic("volunteering")
    for number in range(4):
        subscribed.reader(helping, name=f"Vera {number}", email=f"vera{number}@example.org")
    monkeypatch.setattr(preview, "LOOKED_AT", 2)
    assert "about 4 of them get a letter" in desk.get(reverse("admin:coming_digest")).content.decode()


def test_another_offices_people_and_emails_are_not_found(desk, office, plant_trees):
    other = make_office("Office of Parks")
    theirs = Person.objects.create(office=other, name="Paul", email="paul@example.org")
    assert desk.get(reverse("admin:digest_for_person", args=[theirs.pk])).status_code == 404
    assert "Paul" not in desk.get(reverse("admin:coming_digest"), {"who": "Paul"}).content.decode().split('id="people"')[-1]
    issue = DigestIssue.objects.create(office=other, period="2026-W40", due="2026-10-01T13:00:00Z")
    assert desk.get(reverse("admin:outreach_digestissue_change", args=[issue.pk])).status_code == 404
    viewer = signed_in(make_staff("vi@example.org", office, Role.VIEWER))
    assert viewer.get(reverse("admin:coming_digest")).status_code == 403


def rules_typed(office, **changes):
    inline = "languages-translation-content_type-object_id"
    return {
        "office": office.pk, "digest_is_on": "on", "digest_weekday": "3", "digest_hour": "9", "intro": "Good morning.", "quiet_from": "21:00", "quiet_until": "08:00",
        "per_second": "", "per_day": "", "needs_second_person": "on", "undo_minutes": "10", f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"digest_hour": "24"}, "digest_hour"),
        ({"digest_hour": "22"}, "digest_hour"),
        ({"digest_hour": "7"}, "digest_hour"),
        ({"digest_weekday": "7"}, "digest_weekday"),
        ({"quiet_until": "21:00"}, "quiet_until"),
        ({"per_second": "0"}, "per_second"),
        ({"per_day": "-1"}, "per_day"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused_beside_their_field(office, changes, field):
    ada = signed_in(make_staff("ada@example.org", office, Role.ADMINISTRATOR))
    answer = ada.post(reverse("admin:outreach_outreachrules_add"), rules_typed(office, **changes))
    assert field in answer.context["adminform"].form.errors and not OutreachRules.objects.exists()


def test_an_administrator_sets_the_day_and_nobody_gets_a_letter_at_that_moment(office, plant_trees):
    subscribed.reader(subscribed.topic("volunteering"))
    ada = signed_in(make_staff("ada@example.org", office, Role.ADMINISTRATOR))
    yesterday = timezone.localtime(timezone.now()) - timedelta(days=1)
    assert ada.post(reverse("admin:outreach_outreachrules_add"), rules_typed(office, digest_weekday=yesterday.weekday())).status_code == 302
    digests.sweep(now=timezone.now())
    assert not Message.objects.filter(kind="digest").exists()
    rules = OutreachRules.objects.get()
    assert (rules.digest_weekday, rules.intro) == (yesterday.weekday(), "Good morning.")
    carla = signed_in(make_staff("carla@example.org", office, Role.COORDINATOR))
    assert carla.get(reverse("admin:outreach_outreachrules_changelist")).status_code == 403
