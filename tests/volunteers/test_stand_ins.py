"""Somebody to take one's place: a link to share, and the place passes over whole to the first who proves an address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import proof
from mailing.models import AccessLink, Message
from people.forgetting import forget
from people.models import Office
from tests import makers
from tests.volunteers.making import keep
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import shifts, sign_ups, stand_ins
from volunteers.models import Hold, Shift, SignUp, StandIn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def veras(db):
    """Vera comes with two others to a shift that is full."""
    makers.city()
    role = makers.role(places=3, starts=timezone.now() + timedelta(days=10))
    return makers.sign_up(role, who=makers.person("Vera Holt", "vera@example.org"), size=3)


@pytest.fixture
def url(veras):
    """The path of the link that Vera shares."""
    return path(stand_ins.offer_to_stand_in(sign_up=veras, by=None, now=timezone.now()))


def path(link):
    return f"/my/link/{proof.token(link)}/"


def opened(url):
    """A browser that has opened the link."""
    browser = Visitor()
    browser.get(url, follow=True)
    return browser


def ask(browser, name="Sam", email="sam@example.org", **more):
    page = browser.get("/volunteer/stand-in/")
    return browser.post("/volunteer/stand-in/", {**browser.hidden(page), "name": name, "email": email, "phone": "", "language": "en", **more})


def states():
    return list(SignUp.objects.order_by("pk").values_list("person__name", "state", "party_size"))


def page_of(answer):
    return answer.content.decode()


def test_the_place_passes_over_whole_and_nobody_in_line_is_asked(veras, url):
    makers.sign_up(veras.shift_role, who=makers.person("Dan", "dan@example.org"), state=State.WAITLISTED)
    sam = opened(url)
    assert ask(sam)["Location"] == "/confirm/"
    assert states()[0] == ("Vera Holt", State.CONFIRMED, 3)
    done = sam.get(sam.type_code(code_for("sam@example.org"))["Location"])
    assert "You are signed up" in page_of(done) and "Sam" in page_of(done)
    assert states() == [("Vera Holt", State.CANCELLED, 3), ("Dan", State.WAITLISTED, 1), ("Sam", State.CONFIRMED, 3)]
    veras.shift_role.refresh_from_db()
    assert veras.shift_role.taken == 3
    kinds = set(Message.objects.exclude(kind="confirm_code").values_list("kind", "person__name"))
    assert kinds == {("handed_over", "Vera Holt"), ("signed_up", "Sam")}


def test_the_page_does_not_tell_whose_place_it_is(url):
    page = page_of(Visitor().get(url, follow=True))
    assert "Take somebody’s place" in page and "3 people" in page and "Vera" not in page


def test_opening_the_link_writes_nothing(url):
    before = AccessLink.objects.count(), StandIn.objects.count(), SignUp.objects.count()
    browser = Visitor()
    assert browser.get(url)["Location"] == "/volunteer/stand-in/"
    browser.get("/volunteer/stand-in/")
    assert (AccessLink.objects.count(), StandIn.objects.count(), SignUp.objects.count()) == before and "sessionid" not in browser.cookies


def test_without_the_link_there_is_no_page(veras):
    assert Visitor().get("/volunteer/stand-in/").status_code == 404


def test_of_two_the_first_who_proves_the_address_gets_the_place(veras, url):
    sam, dan = opened(url), opened(url)
    ask(sam)
    ask(dan, name="Dan", email="dan@example.org")
    dan.type_code(code_for("dan@example.org"))
    done = sam.get(sam.type_code(code_for("sam@example.org"))["Location"])
    assert "This place cannot be taken any more: somebody was faster" in page_of(done) and "A letter with all of this" not in page_of(done)
    assert [one for one in states() if one[1] == State.CONFIRMED] == [("Dan", State.CONFIRMED, 3)]


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (lambda veras: sign_ups.cancel(sign_up=veras, by=None, now=timezone.now()), "it was taken or cancelled"),
        (lambda veras: Shift.objects.update(starts=timezone.now() - timedelta(hours=1)), "has already begun"),
        (lambda veras: shifts.call_off(shift=veras.shift_role.shift, reason="Storm", by=makers.staff(), now=timezone.now()), "called off"),
    ],
)
def test_what_cannot_be_taken_any_more_says_so_on_one_page(veras, url, happens, said):
    sam = opened(url)
    page = sam.get("/volunteer/stand-in/")
    happens(veras)
    later = page_of(sam.get("/volunteer/stand-in/"))
    assert "This place cannot be taken any more" in later and said in later and 'name="email"' not in later
    answer = sam.post("/volunteer/stand-in/", {**sam.hidden(page), "name": "Sam", "email": "sam@example.org", "phone": "", "language": "en"})
    assert answer.status_code == 422 and said in page_of(answer)
    assert not StandIn.objects.exists() and not Message.objects.filter(kind="confirm_code").exists()


def test_a_link_that_was_used_says_so_also_to_whom_it_helped(veras, url):
    sam = opened(url)
    ask(sam)
    sam.type_code(code_for("sam@example.org"))
    assert "it was taken or cancelled" in page_of(sam.get("/volunteer/stand-in/"))


def test_a_browser_that_has_proved_its_address_gets_the_place_at_once_and_once(veras, url):
    sam = Visitor()
    sam.sign_up(makers.role(starts=timezone.now() + timedelta(days=20)), name="Sam", email="sam@example.org")
    sam.type_code(code_for("sam@example.org"))
    sam.get(url)
    page = sam.get("/volunteer/stand-in/")
    fields = {**sam.hidden(page), "name": "Sam", "email": "sam@example.org", "phone": "", "language": "en"}
    answers = [sam.post("/volunteer/stand-in/", fields)["Location"] for _ in range(2)]
    mine = SignUp.objects.get(person__name="Sam", shift_role=veras.shift_role)
    assert answers == [mine.get_absolute_url()] * 2 and mine.state == State.CONFIRMED


def test_ones_own_link_changes_nothing(veras, url):
    vera = opened(url)
    ask(vera, name="Vera Holt", email="vera@example.org")
    done = vera.get(vera.type_code(code_for("vera@example.org"))["Location"])
    assert "You are on the list already: nothing was changed" in page_of(done)
    assert states() == [("Vera Holt", State.CONFIRMED, 3)]


def test_who_is_on_the_list_already_does_not_come_twice(veras, url):
    sam = makers.sign_up(veras.shift_role, who=makers.person("Sam", "sam@example.org"), state=State.WAITLISTED)
    browser = opened(url)
    ask(browser)
    browser.type_code(code_for("sam@example.org"))
    veras.refresh_from_db()
    sam.refresh_from_db()
    assert (veras.state, sam.state, SignUp.objects.count()) == (State.CONFIRMED, State.WAITLISTED, 2)


def test_an_address_that_holds_too_many_places_does_not_get_the_place(veras, url):
    Office.objects.update(places_per_address=2)
    sam = opened(url)
    ask(sam)
    done = sam.get(sam.type_code(code_for("sam@example.org"))["Location"])
    assert "one address cannot hold so many places" in page_of(done)
    assert states() == [("Vera Holt", State.CONFIRMED, 3)]


def test_a_wrong_address_is_changed_on_the_page_that_waits_for_the_code(veras, url):
    sam = opened(url)
    ask(sam, email="wrong@example.org")
    sam.press("/confirm/address/", email="sam@example.org")
    sam.type_code(code_for("sam@example.org"))
    assert states()[-1] == ("Sam", State.CONFIRMED, 3) and StandIn.objects.count() == 1


def test_a_wrong_address_is_changed_though_something_else_of_it_is_settled_already(veras, url):
    sam = opened(url)
    ask(sam, email="wrong@example.org")
    other = makers.role(starts=timezone.now() + timedelta(days=20))
    sam.sign_up(other, name="Sam", email="wrong@example.org")
    SignUp.objects.filter(shift_role=other).update(state=State.CONFIRMED, link=None)
    sam.press("/confirm/address/", email="sam@example.org")
    sam.type_code(code_for("sam@example.org"))
    assert SignUp.objects.get(person__email="sam@example.org").shift_role == veras.shift_role


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(url):
    answer = ask(opened(url), email="no")
    assert answer.status_code == 422 and 'value="no"' in page_of(answer) and "usa-error-message" in page_of(answer)
    assert opened(url).post("/volunteer/stand-in/", {}).status_code == 403


# --- A place that was kept for a partner -----------------------------------------------------------------------------------


@pytest.mark.parametrize("capacity", [5, 8])
@pytest.mark.parametrize("is_released", [False, True])
def test_a_partners_place_stays_the_partners(capacity, is_released):
    makers.city()
    role = makers.role(places=capacity, starts=timezone.now() + timedelta(days=10))
    hold = keep(role, 3)
    vera = makers.sign_up(role, who=makers.person("Vera Holt", "vera@example.org"), size=2, hold=hold)
    makers.sign_up(role, size=1, hold=hold)
    makers.sign_up(role, size=2)
    Hold.objects.update(released_at=timezone.now() if is_released else None)
    before = counted(role, hold)
    sam = opened(path(stand_ins.offer_to_stand_in(sign_up=vera, by=None, now=timezone.now())))
    ask(sam)
    sam.type_code(code_for("sam@example.org"))
    assert StandIn.objects.get().state == StandIn.State.CAME_IN and states()[-1] == ("Sam", State.CONFIRMED, 2)
    assert before == counted(role, hold) == ((5, 0), 3)


def counted(role, hold):
    """What the database has counted: taken and kept places of the role, and what is used of those kept."""
    role.refresh_from_db()
    hold.refresh_from_db()
    return (role.taken, role.reserved), hold.used


# --- Vera's side ----------------------------------------------------------------------------------------------------------


def veras_browser(veras):
    vera = Visitor()
    link = proof.manage_links({veras.ref: veras.person})[veras.ref]
    vera.get(f"/my/link/{proof.token(link)}/")
    return vera


def test_vera_makes_the_link_with_a_press_sees_it_again_and_ends_it(veras):
    vera = veras_browser(veras)
    mine = f"/volunteer/sign-ups/{veras.pk}/"
    assert mine + "stand-in/" in page_of(vera.get(mine))
    assert "Make the link" in page_of(vera.get(mine + "stand-in/")) and not AccessLink.objects.filter(purpose="hand_over").exists()
    vera.press(mine + "stand-in/", from_page=mine + "stand-in/")
    shared = path(AccessLink.objects.get(purpose="hand_over"))
    assert shared in page_of(vera.get(mine + "stand-in/"))
    sam = opened(shared)
    ask(sam)
    vera.press(mine + "stand-in/stop/", from_page=mine + "stand-in/")
    assert sam.get(shared).status_code == sam.get("/volunteer/stand-in/").status_code == 404
    sam.type_code(code_for("sam@example.org"))
    assert states() == [("Vera Holt", State.CONFIRMED, 3)]


def test_a_stranger_makes_no_link_for_anothers_place(veras):
    sam = Visitor()
    assert sam.get(f"/volunteer/sign-ups/{veras.pk}/stand-in/").status_code == 404
    assert sam.press(f"/volunteer/sign-ups/{veras.pk}/stand-in/", from_page="/my/").status_code == 404
    assert not AccessLink.objects.exists()


def test_a_place_that_is_not_confirmed_cannot_be_passed_on(veras):
    SignUp.objects.update(state=State.WAITLISTED)
    vera = veras_browser(veras)
    answer = vera.press(f"/volunteer/sign-ups/{veras.pk}/stand-in/", from_page=f"/volunteer/sign-ups/{veras.pk}/stand-in/")
    assert answer.status_code == 422 and not AccessLink.objects.filter(purpose="hand_over").exists()


def test_who_waits_to_stand_in_and_is_forgotten_takes_no_place(veras, url):
    ask(opened(url))
    forget(person=StandIn.objects.get().person, now=timezone.now())
    assert not StandIn.objects.exists() and states() == [("Vera Holt", State.CONFIRMED, 3)]
