"""The demonstration: planted once, shown as sample data, emptied on request."""

import io
import json
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Sum
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from civic import context
from civic.seed import plant
from civic.seed.city import plant_languages
from donations.models import Drive
from events.models import Commitment, Event, EventRecord, KitLoan, KitType, Proposal, Registration
from languages.content import translated
from languages.models import Language
from mailing.models import Message
from outreach.models import DigestIssue, Notice, Preferences, Story, Subscription, Topic
from people.models import GuardianConsent, Interest, Office, Person, Profile, User
from places.models import City, Neighborhood, Venue
from tests.staff.conftest import make_staff, signed_in
from volunteers.matching import suggestions
from volunteers.models import Application, Ask, Card, Hold, HoursEntry, KeepPosted, Opportunity, Shift, ShiftRole, SignUp


def counts():
    return [model.objects.count() for model in (Neighborhood, Venue, Opportunity, Shift, ShiftRole, SignUp, Person, Message, Card, Event, Registration, User)]


class TheDemonstration(TestCase):
    """Planted once for all of these, for it takes a few seconds."""

    @classmethod
    def setUpTestData(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(override_settings(DATA_DIR=cls.folder))
        plant.plant(now=timezone.now())

    def setUp(self):
        context.forget()

    def test_it_is_real_and_alive(self):
        assert (Neighborhood.objects.count(), Venue.objects.count(), Opportunity.objects.count()) == (26, 63, 665 + 4 + 2)
        assert City.objects.get().is_demo
        assert Shift.objects.filter(starts__gt=timezone.now()).count() > 1500
        assert SignUp.objects.count() > 1500
        states = set(SignUp.objects.values_list("state", flat=True))
        assert states >= {State.CONFIRMED, State.HELD, State.OFFERED, State.WAITLISTED, State.CANCELLED, State.ATTENDED}
        assert Message.objects.filter(state=Message.State.FAILED).exists()
        assert HoursEntry.objects.waiting().count() == 3
        assert Opportunity.objects.filter(state=Opportunity.State.CANCELLED).count() == 1
        assert Shift.objects.exclude(cancelled_at=None).count() == 1
        assert Office.objects.count() == 2

    def test_people_subscribed_to_topics_in_each_finished_language(self):
        standing = Subscription.objects.standing()
        assert (Topic.objects.count(), standing.filter(person__name="").count() > 0) == (7, True)
        for language in ("en", "es", "ar"):
            assert standing.filter(person__language=language).values("person").distinct().count() >= 4, language
            names = [topic.words.name for topic in translated(Topic.objects.all(), language, ["name", "description"])]
            assert not any(name.is_fallback for name in names) or language == "en"
        assert Preferences.objects.filter(pace="monthly").exists() and Preferences.objects.exclude(paused_until=None).exists()

    def test_it_tells_stories_and_notices_and_this_weeks_email_in_three_languages(self):
        assert (Story.objects.published(timezone.now()).exclude(photo=None).count(), Notice.objects.standing(timezone.localdate()).count()) == (2, 4)
        issue = DigestIssue.objects.get(office__is_main=True)
        assert issue.state == "writing"  # whoever subscribed gets it by the clock
        titles = {language: {one["title"] for one in entries} for language, entries in issue.contents["entries"].items()}
        assert "Forty coats in one morning" in titles["en"] and "Cuarenta abrigos en una mañana" in titles["es"] and "أربعون معطفًا في صباح واحد" in titles["ar"]
        assert {"volunteering", "events", "drives", "notices", "stories"} <= {one["kind"] for one in issue.contents["entries"]["en"]}

    def test_it_has_reported_events_with_a_promise_kits_and_proposals(self):
        clean_up = Event.objects.get(kind="clean_up", state="reported")
        assert clean_up.figures.get().number == 12 and clean_up.record.headcount == 19
        assert Commitment.objects.get().state == "under_way" and Commitment.objects.get().steps.count() == 2
        assert KitType.objects.count() == 3 and Proposal.objects.waiting().count() == 2

    def test_it_has_a_drive_that_runs_beside_one_that_was_reported(self):
        running, finished = Drive.objects.get(state="open"), Drive.objects.get(state="reported")
        assert running.copied_from == finished and running.takes_pledges(timezone.now()) and finished.local_closes.strftime("%A %B") == "Saturday October"
        for drive in (running, finished):
            assert {one.venue.neighborhood.name for one in drive.locations.select_related("venue__neighborhood")} == {"Brighton", "East Boston"}
            assert drive.needs.filter(received__gt=0).exists() and drive.donations.exists()
        assert running.pledges.filter(state="promised").exists() and running.pledges.filter(state="brought").exists()
        assert finished.hand_overs.count() == 4 and not finished.locations.filter(stock__quantity__gt=0).exists()
        assert Opportunity.objects.get(drive=running).shifts.count() == 3
        for path in ("/donate/", f"/donate/{running.slug}/", f"/es/donate/{finished.slug}/"):
            assert self.client.get(path).status_code == 200
        assert "640" in self.client.get(f"/donate/{finished.slug}/").text

    def test_it_has_events_to_come_and_what_came_of_earlier_ones(self):
        kinds = set(Event.objects.upcoming(timezone.now()).values_list("kind", flat=True))
        assert kinds == {"listening", "clean_up", "town_hall", "workshop", "board"}
        town_hall, clean_up = Event.objects.get(kind="town_hall"), Event.objects.get(slug="muddy-river-clean-up")
        assert (town_hall.mode, bool(town_hall.reason)) == ("online", True) and clean_up.opportunities.count() == 1
        assert KitLoan.objects.filter(event=clean_up).count() == 3 and clean_up.taken > 10
        assert Event.objects.get(kind="workshop").is_full and Registration.objects.filter(state=State.WAITLISTED).count() == 3
        assert EventRecord.objects.filter(minutes_state="published").count() == 1
        paths = ["/events/", "/es/events/", "/events/archive/", "/events/boards/civilian-review-board/", "/feeds/events.ics", "/es/feeds/events.atom"]
        for path in [*paths, *(event.get_absolute_url() for event in Event.objects.all())]:
            assert self.client.get(path).status_code == 200, path
        said = self.client.get("/es/events/safer-crossings-in-grove-hall/").text
        assert "Cruces más seguros en Grove Hall" in said and "no está en este idioma" not in said

    def test_some_work_asks_for_more_and_people_wait_for_a_yes(self):
        assert SignUp.objects.filter(state=State.REQUESTED).count() == 4
        assert Application.objects.waiting().count() == 1
        assert GuardianConsent.objects.count() == 3
        assert Message.objects.filter(kind="guardian_consent").count() == 2 and Message.objects.filter(kind="event_guardian").count() == 1
        assert Registration.objects.get(state=State.REQUESTED).person.name == "Leo Santos"
        hold = Hold.objects.get()
        assert (hold.places, hold.used, hold.left) == (4, 1, 3)

    def test_its_people_have_profiles_and_some_were_asked(self):
        assert Profile.objects.exclude(availability=[]).exclude(interests=[]).count() > 400
        assert Profile.objects.exclude(agreed_to_asks_at=None).count() > 200
        assert set(Profile.objects.values_list("audience", flat=True)) == set(Profile.Audience.values)
        assert KeepPosted.objects.standing().count() > 50
        assert {"", "coming", "not_this_time"} <= set(Ask.objects.values_list("answer", flat=True))
        suggested = [suggestions.for_person(one.person, now=timezone.now()) for one in Profile.objects.exclude(person__email="").select_related("person")[:20]]
        assert sum(bool(one) for one in suggested) > 10

    def test_no_shift_holds_more_than_its_places_and_the_count_is_right(self):
        held = dict(SignUp.objects.filter(state__in=State.SEAT_HOLDING).values_list("shift_role").annotate(Sum("party_size")))
        assert [role.id for role in ShiftRole.objects.all() if role.taken != held.get(role.id, 0)] == []
        assert not ShiftRole.objects.filter(taken__gt=F("capacity")).exists()

    def test_every_invented_address_and_number_is_kept_for_fiction(self):
        assert not Person.objects.exclude(email="").exclude(email__endswith="@example.org").exists()
        numbers = Person.objects.exclude(phone="").values_list("phone", flat=True)
        assert [number for number in numbers if not str(number)[5:].startswith("55501")] == []

    def test_cards_are_what_the_database_itself_would_make(self):
        before = set(Card.objects.values_list("opportunity", "day", "has_room"))
        plant.cards.refresh_all()
        assert set(Card.objects.values_list("opportunity", "day", "has_room")) == before

    @override_settings(DATABASE_IS_EMBEDDED=True)
    def test_a_second_run_changes_nothing(self):
        before, told = counts(), io.StringIO()
        call_command("seed", stdout=told)
        assert counts() == before
        assert "nothing was changed" in told.getvalue()

    def test_the_sign_in_is_written_down_for_its_owner_only(self):
        path = self.folder / "demo.json"
        told = json.loads(path.read_text())
        assert path.stat().st_mode & 0o077 == 0
        assert User.objects.get(email=told["email"]).check_password(told["password"])
        assert told["password"] in (self.folder / "demo-sign-in.txt").read_text()

    def test_each_public_page_says_sample_data(self):
        for address in ("/", "/volunteer/", "/places/dorchester/", "/privacy/", "/es/"):
            assert "sample-strip" in self.client.get(address).text, address

    def test_starting_with_our_city_leaves_staff_languages_and_interests_only(self):
        owner = signed_in(User.objects.get(email="carla@example.org"))
        page = reverse("admin:start_with_our_city")
        assert owner.get(page).status_code == 200
        before = counts()
        assert owner.post(page, {"typed": "Chicago"}).status_code == 422
        assert counts() == before
        assert owner.post(page, {"typed": "boston "}).status_code == 302
        assert counts()[:-1] == [0] * (len(before) - 1)
        assert (City.objects.count(), Office.objects.count(), User.objects.count()) == (0, 0, 5)
        assert (Language.objects.count(), Interest.objects.filter(offered=True).count()) == (12, 23)
        assert owner.get(reverse("admin:set_up")).status_code == 200
        assert "not set up yet" in self.client.get("/").text


def test_a_database_of_ones_own_is_never_seeded(db, settings):
    settings.DATABASE_IS_EMBEDDED = False
    with pytest.raises(CommandError, match="never into yours"):
        call_command("seed")
    assert not City.objects.exists()


def test_a_real_city_is_never_emptied(db):
    City.objects.create(id=1, name="Springfield")
    plant_languages()
    owner = signed_in(make_staff("carla@example.org", is_superuser=True))
    assert owner.post(reverse("admin:start_with_our_city"), {"typed": "Springfield"}).status_code == 404
    assert City.objects.get().name == "Springfield"
