"""The list at the site: ticks by a lead without an account, people who walk in, and those who are only counted."""

import re
from datetime import timedelta

import pghistory
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings import check_in
from bookings.models import State
from intake import actors
from intake.refusal import Refused
from mailing.links.doors import LinkDoor
from people.models import Person
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from volunteers import site_links
from volunteers.actions import attendance
from volunteers.actions import site_links as verbs
from volunteers.models import Headcount, Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def link(role):
    values = {"email": "", "phone": "", "language": "en", "key": makers.key(), "by": makers.staff(), "now": timezone.now()}
    return verbs.give(shift=role.shift, name="Lena", **values)


@pytest.fixture
def vera(role):
    return makers.sign_up(role, who=makers.person("Vera", "vera@example.org", phone="+16175550143"))


class Lead:
    """A phone at the site that has opened a link."""

    def __init__(self, link, **more):
        self.client, self.link = Client(**more), link
        self.client.get(f"/volunteer/site/open/{site_links.token(link)}/")

    def page(self):
        return self.client.get(f"/volunteer/site/{self.link.pk}/")

    def tick(self, sign_up, state, *, seen=State.CONFIRMED, key="", **more):
        return self.client.post(f"/volunteer/site/{self.link.pk}/people/{sign_up.pk}/", {"state": state, "seen": seen, "key": key}, **more)

    def add(self, role, name="", size=1, key="", **more):
        return self.client.post(f"/volunteer/site/{self.link.pk}/roles/{role.pk}/", {"name": name, "party_size": size, "key": key}, **more)

    def take_back(self, role, key=""):
        return self.client.post(f"/volunteer/site/{self.link.pk}/roles/{role.pk}/back/", {"key": key})


@pytest.fixture
def lena(link):
    return Lead(link)


FROM_SCRIPT = {"headers": {"accept": "application/json"}}


def state_of(sign_up):
    return SignUp.objects.get(pk=sign_up.pk).state


@pytest.mark.parametrize("state", [State.ATTENDED, State.NO_SHOW, State.EXCUSED])
def test_a_lead_ticks_and_takes_the_tick_back(lena, vera, state):
    answer = lena.tick(vera, state)
    assert (answer.status_code, answer["Location"]) == (302, f"/volunteer/site/{lena.link.pk}/#person-{vera.pk}")
    assert state_of(vera) == state
    assert f"Vera: {State(state).label}." in lena.page().text
    lena.tick(vera, State.CONFIRMED, seen=state)
    assert state_of(vera) == State.CONFIRMED


def test_the_history_says_that_the_lead_did_it_and_staff_read_it_there(lena, vera, role, django_user_model):
    lena.tick(vera, State.ATTENDED)
    vera.refresh_from_db()
    assert (vera.entered_by, vera.attended_minutes) == (None, 180)
    assert vera.changes.latest("pgh_id").pgh_context == {"site_link": lena.link.pk}
    carla = make_staff("cora@example.org", role.opportunity.office, "coordinator")
    page = signed_in(carla).get(reverse("admin:volunteers_signup_history", args=[vera.pk])).text
    assert "Lena (link for the day)" in page


def test_who_has_no_link_ticks_nothing(link, vera):
    sam = Client()
    for path in (
        f"/volunteer/site/{link.pk}/people/{vera.pk}/",
        f"/volunteer/site/{link.pk}/roles/{vera.shift_role_id}/",
        f"/volunteer/site/{link.pk}/roles/{vera.shift_role_id}/back/",
    ):
        assert sam.post(path, {"state": "attended", "name": "X", "party_size": 1}).status_code == 404
    assert (state_of(vera), SignUp.objects.count(), Headcount.objects.count()) == (State.CONFIRMED, 1, 0)


def test_a_lead_reaches_nobody_on_another_shift(lena, role):
    other = makers.role(of=role.opportunity, starts=timezone.now() - timedelta(minutes=1))
    sam = makers.sign_up(other)
    assert {lena.tick(sam, State.ATTENDED).status_code, lena.add(other, "X").status_code, lena.take_back(other).status_code} == {404}
    assert (state_of(sam), SignUp.objects.count()) == (State.CONFIRMED, 1)


def test_a_link_taken_back_ticks_nothing(lena, vera):
    verbs.revoke(link=lena.link, by=lena.link.made_by, now=timezone.now())
    assert lena.tick(vera, State.ATTENDED).status_code == 404
    assert state_of(vera) == State.CONFIRMED


def test_no_get_changes_anything(lena, vera, role):
    for path in (f"people/{vera.pk}/", f"roles/{role.pk}/", f"roles/{role.pk}/back/"):
        assert lena.client.get(f"/volunteer/site/{lena.link.pk}/{path}?state=attended&name=X").status_code == 405
    lena.page()
    assert (state_of(vera), vera.changes.count()) == (State.CONFIRMED, 1)


def test_a_tick_sent_again_changes_nothing_even_when_it_was_corrected_meanwhile(lena, vera):
    key = makers.key()
    lena.tick(vera, State.NO_SHOW, key=key)
    attendance.mark(sign_up=vera, state=State.ATTENDED, by=makers.staff("cora@example.org"), now=timezone.now())
    again = lena.tick(vera, State.NO_SHOW, key=key, **FROM_SCRIPT)
    assert (again.status_code, again.json()["state"], state_of(vera)) == (200, State.ATTENDED, State.ATTENDED)


def test_without_its_key_a_tick_sent_again_would_count_again(lena, vera):
    """Negative control."""
    lena.tick(vera, State.NO_SHOW, seen="")
    attendance.mark(sign_up=vera, state=State.ATTENDED, by=makers.staff("cora@example.org"), now=timezone.now())
    lena.tick(vera, State.NO_SHOW, seen="")
    assert state_of(vera) == State.NO_SHOW


def test_an_older_tick_does_not_overwrite_what_somebody_else_noted_meanwhile(lena, vera):
    cora = makers.staff("cora@example.org", name="Cora")
    with pghistory.context(user=cora.pk):
        attendance.mark(sign_up=vera, state=State.EXCUSED, by=cora, now=timezone.now())
    late = lena.tick(vera, State.NO_SHOW, seen=State.CONFIRMED, **FROM_SCRIPT)
    assert (late.status_code, late.json()["state"]) == (409, State.EXCUSED)
    assert "Cora has noted “excused” for Vera meanwhile" in late.json()["said"]
    lena.tick(vera, State.NO_SHOW, seen=State.CONFIRMED)
    assert "Cora has noted" in lena.page().text
    assert state_of(vera) == State.EXCUSED
    lena.tick(vera, State.NO_SHOW, seen=State.EXCUSED)
    assert state_of(vera) == State.NO_SHOW


def test_two_who_note_the_same_do_not_disagree(lena, vera):
    attendance.mark(sign_up=vera, state=State.ATTENDED, by=makers.staff("cora@example.org"), now=timezone.now())
    assert lena.tick(vera, State.ATTENDED, **FROM_SCRIPT).status_code == 200


def test_a_walk_in_is_written_down_once_and_nobody_is_said_to_have_entered_it(lena, role):
    key = makers.key()
    for _press in range(2):
        lena.add(role, "Wanda Walk", 2, key)
    wanda = SignUp.objects.get()
    assert (wanda.person.name, wanda.party_size, wanda.state, wanda.entered_by, wanda.attended_minutes) == ("Wanda Walk", 2, State.WALK_IN, None, 180)
    assert wanda.changes.get().pgh_context == {"site_link": lena.link.pk}
    assert "Came without a sign-up" in lena.page().text


def test_people_without_a_name_are_counted_and_nobody_is_made_up(lena, role):
    persons = Person.objects.count()
    key = makers.key()
    for sent in (key, key, makers.key()):
        lena.add(role, key=sent)
    lena.add(role, size=4, key=makers.key())
    assert list(Headcount.objects.order_by("pk").values_list("people", "attended_minutes", "noted_by", "site_link")) == [
        (1, 180, None, lena.link.pk), (1, 180, None, lena.link.pk), (4, 180, None, lena.link.pk)]  # fmt: skip
    assert (Person.objects.count(), SignUp.objects.count()) == (persons, 0)
    assert "6 more came and gave no name." in lena.page().text


def test_the_last_count_is_taken_back_once(lena, role):
    lena.add(role, size=2)
    lena.add(role, size=3)
    key = makers.key()
    for _press in range(2):
        lena.take_back(role, key)
    assert list(Headcount.objects.values_list("people", flat=True)) == [2]
    lena.take_back(role)
    lena.take_back(role)
    assert "Nobody was counted without a name." in lena.page().text


def test_a_count_takes_no_place(lena, role):
    ShiftRole.objects.filter(pk=role.pk).update(capacity=1)
    lena.add(role, size=5)
    role.refresh_from_db()
    assert (role.taken, Headcount.objects.get().people) == (0, 5)


@pytest.mark.parametrize(("typed", "words"), [({"size": 0}, "At least one person comes"), ({"size": "x"}, "Enter a whole number"), ({"size": 501}, "large group"), ({"name": "x" * 121}, "too long"), ({"name": "a\x00b"}, "cannot be stored")])  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(lena, role, typed, words):
    answer = lena.add(role, **{"name": "Wanda", "size": 1, **typed})
    assert answer.status_code == 422 and words in answer.text
    assert "Wanda" in answer.text or "name" in typed
    assert lena.add(role, **{"name": "Wanda", "size": 1, **typed}, **FROM_SCRIPT).status_code == 409
    assert (SignUp.objects.count(), Headcount.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "data",
    [{"state": "cancelled"}, {"state": ""}, {"state": "attended", "seen": "x"}, {"state": "attended", "key": "short"}, {"state": "attended", "key": "x" * 44}],
)
def test_a_tick_that_no_page_sends_changes_nothing(lena, vera, data):
    answer = lena.client.post(f"/volunteer/site/{lena.link.pk}/people/{vera.pk}/", data)
    assert answer.status_code == 302 and state_of(vera) == State.CONFIRMED


def test_nobody_is_ticked_before_the_day(lena, vera):
    Shift.objects.update(starts=timezone.now() + timedelta(hours=11), ends=timezone.now() + timedelta(hours=14))
    is_today = check_in.has_day_come(Shift.objects.get(), timezone.now())
    assert ('data-tick="' in lena.page().text) == is_today
    lena.tick(vera, State.ATTENDED)
    assert (state_of(vera) == State.ATTENDED) == is_today


def test_after_a_call_off_nobody_can_be_missing_and_the_page_says_why(lena, vera):
    Shift.objects.update(cancelled_at=timezone.now(), reason="Heat: no fan")
    page = lena.page().text
    assert "This is called off" in page and "Heat: no fan" in page and "Did not come" not in page and "+1 without a name" not in page
    lena.tick(vera, State.NO_SHOW)
    assert state_of(vera) == State.CONFIRMED


def test_a_tick_taken_back_after_a_call_off_leaves_them_excused(lena, vera):
    Shift.objects.update(cancelled_at=timezone.now(), reason="Heat")
    lena.tick(vera, State.ATTENDED)
    lena.tick(vera, State.CONFIRMED, seen=State.ATTENDED)
    assert state_of(vera) == State.EXCUSED


def test_waiting_and_unconfirmed_people_stand_apart(lena, role, vera):
    makers.sign_up(role, who=makers.person("Wes", "wes@example.org"), state=State.WAITLISTED)
    makers.sign_up(role, who=makers.person("Hana", "hana@example.org"), state=State.HELD)
    makers.sign_up(role, who=makers.person("Carl", "carl@example.org"), state=State.CANCELLED)
    page = lena.page().text
    assert "1 is on the waitlist" in page and "1 has not confirmed" in page and "Carl" not in page
    assert page.count('data-tick="') == 1


def test_what_people_typed_runs_nowhere(lena, role):
    makers.sign_up(role, who=makers.person("<script>alert(1)</script>", "s@example.org"), notes="<img src=x onerror=alert(1)>")
    page = lena.page().text
    assert "<script>alert" not in page and "<img src=x" not in page


def test_the_page_reads_in_the_leads_language(link, vera):
    lena = Lead(link)
    page = lena.client.get(f"/es/volunteer/site/{link.pk}/")
    assert page.status_code == 200 and 'lang="es"' in page.text and "Vera" in page.text


def test_the_list_costs_the_same_for_one_and_for_many(lena, role, vera, django_assert_num_queries, django_assert_max_num_queries):
    lena.page()
    with django_assert_max_num_queries(10) as one:
        lena.page()
    for _number in range(5):
        makers.sign_up(role)
    with django_assert_num_queries(len(one)):
        lena.page()


def test_a_page_that_asks_for_no_link_would_be_caught(link, vera, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(LinkDoor, "opened", lambda self, request, pk, now: link)
    assert Client().post(f"/volunteer/site/{link.pk}/people/{vera.pk}/", {"state": "attended"}).status_code == 302


def test_a_tick_of_two_marks_at_once_asks_who_was_first(vera, link):
    attendance.tick(sign_up=vera, state=State.ATTENDED, seen=State.CONFIRMED, key=makers.key(), by=link, now=timezone.now())
    with pytest.raises(Refused) as refused:
        attendance.tick(sign_up=vera, state=State.EXCUSED, seen=State.CONFIRMED, key=makers.key(), by=link, now=timezone.now())
    assert refused.value.code == "meanwhile" and re.match("Somebody else has noted", refused.value.sentence)


def test_a_lead_who_was_forgotten_still_reads_as_a_lead(link):
    type(link).objects.update(name="")
    assert actors.names_of([{"site_link": link.pk}]) == {("site_link", link.pk): "A lead (link for the day)"}
