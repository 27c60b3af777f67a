"""“Tell me how it goes on”, and what was promised: proved, told of each change once, stopped with one press, merged, forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import commitments, followers
from events.models import Commitment, CommitmentStep, Event, Follower
from intake.refusal import Refused
from mailing import proof
from mailing.models import Message
from mailing.outbox import rounds
from people import merging
from people.forgetting import forget
from people.models import OfficeRole
from tests import makers, meetings
from tests.events import reporting
from tests.events.reporting import Reader, came
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(db):
    makers.city()
    return reporting.over(title="Night walk")


def follows(event, name="Vera", **changes):
    return Follower.objects.create(event=event, person=makers.person(name, f"{name.lower()}@example.org", office=event.office), **changes)


def told(kind):
    return sorted(Message.objects.filter(kind=kind).exclude(state="cancelled").values_list("person__name", flat=True))


def promised(event, **changes):
    values = {
        "office": event.office,
        "text": "We repair the light.",
        "due": None,
        "key": makers.key(),
        "by": reporting.carla(),
        "now": timezone.now(),
        **changes,
    }
    return commitments.make(event=event, **values)


def moved(promise, state="under_way", **changes):
    values = {"text": "The lamp is ordered.", "due": None, "seen": "made", "key": makers.key(), "by": reporting.carla(), "now": timezone.now(), **changes}
    return commitments.move(commitment=promise, state=state, **values)


# --- Following ------------------------------------------------------------------------------------------------------------


def test_somebody_follows_proves_the_address_and_stops_with_one_press(event):
    vera = Reader()
    assert vera.follow(event)["Location"] == "/confirm/"
    assert followers.live().count() == 0
    done = vera.get(vera.type_code(code_for("vera@example.org"))["Location"]).content.decode()
    assert "All events" in done and "All ways to volunteer" not in done  # the way on leads to more of the same
    assert "We tell you how it goes on" in done and told("event_following") == ["Vera"]
    path = f"/events/following/{followers.live().get().pk}/"
    assert "Night walk" in vera.get(path).content.decode() and "Night walk" in vera.get("/my/").content.decode()
    vera.press(f"{path}stop/", from_page=path)
    assert followers.live().count() == 0 and "You get no more letters about it" in vera.get(path).content.decode()
    vera.press(f"{path}stop/", from_page=path)
    assert vera.follow(event)["Location"] == f"/events/following/{followers.live().get().pk}/"


def test_following_twice_is_one_row_and_tells_a_stranger_nothing(event):
    known = follows(event)
    vera, sam = Reader(), Reader()
    pages = []
    for browser, address in ((vera, "vera@example.org"), (sam, "sam@example.org")):
        browser.follow(event, email=address)
        pages.append(browser.visible("/confirm/").replace(address, "ADDRESS"))
    assert pages[0] == pages[1] and Follower.objects.filter(person=known.person).count() == 1
    vera.type_code(code_for("vera@example.org"))
    assert told("event_following") == [] and followers.live().get() == known


@pytest.mark.parametrize(
    ("typed", "words"), [({"name": ""}, "Enter your name"), ({"email": ""}, "so that we can reach you"), ({"email": "vera@localhost"}, "Enter an email")]
)
def test_what_cannot_be_meant_is_refused(event, typed, words):
    page = Reader().follow(event, **typed)
    assert page.status_code == 422 and words in page.content.decode() and Follower.objects.count() == 0


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"state": "cancelled"}, {"invited_only": True}])
def test_what_is_not_for_everybody_is_not_followed(event, changes):
    Event.objects.update(**changes)
    assert Visitor().get(f"/events/{event.slug}/follow/").status_code == 404


def test_the_same_form_twice_is_one_follower_and_one_letter(event):
    vera = Reader()
    hidden = vera.hidden(vera.get(f"/events/{event.slug}/follow/"))
    assert [vera.follow(event, **hidden).status_code for _ in range(2)] == [302, 302]
    assert (Follower.objects.count(), Message.objects.count()) == (1, 1)


def test_a_wrong_address_is_corrected_and_one_that_follows_already_stays_where_it_is(event):
    known = follows(event, "Vera")
    vera = Reader()
    vera.follow(event)
    vera.press("/confirm/address/", email="other@example.org")
    vera.type_code(code_for("other@example.org"))
    assert set(followers.live().values_list("person__email", flat=True)) == {"vera@example.org", "other@example.org"} and known in followers.live()


def test_nobody_else_sees_or_stops_it(event):
    path = f"/events/following/{follows(event).pk}/"
    assert Visitor().get(path).status_code == Visitor().get("/events/following/987654/").status_code == 404
    sam = Visitor()
    assert sam.post(f"{path}stop/", sam.hidden(sam.get(f"/events/{event.slug}/follow/"))).status_code == 404 and followers.live().count() == 1


def test_the_link_in_a_letter_stops_it_without_a_code(event):
    follower = follows(event)
    token = proof.token(proof.manage_links({follower.ref: follower.person})[follower.ref])
    phone = Visitor()
    path = phone.get(f"/my/link/{token}/")["Location"]
    assert followers.live().count() == 1
    phone.press(f"{path}stop/", from_page=path)
    assert followers.live().count() == 0


def test_what_nobody_has_proved_goes_after_a_week(event):
    Reader().follow(event)
    follows(event, "Dora")
    assert followers.sweep(now=timezone.now() + timedelta(days=6)) == 0
    followers.sweep(now=timezone.now() + timedelta(days=8))
    assert [one.person.name for one in Follower.objects.all()] == ["Dora"]


def test_of_two_who_are_one_the_proved_one_stays_on(event):
    kept, gone = follows(event, "Vera"), follows(event, "Vera L")
    other = follows(reporting.over(), "Vera M")
    merging.merge(kept=kept.person, gone=gone.person, by=None, now=timezone.now())
    merging.merge(kept=kept.person, gone=other.person, by=None, now=timezone.now())
    assert sorted(followers.live().filter(person=kept.person).values_list("pk", flat=True)) == [kept.pk, other.pk]


def test_whoever_is_forgotten_hears_of_nothing(event):
    forget(person=follows(event).person, now=timezone.now())
    assert followers.live().count() == 0


# --- Promises -------------------------------------------------------------------------------------------------------------


def test_each_change_is_told_once_to_who_asked_followed_or_came(event, mail_server):
    came(event, "Ana")
    meetings.question(event, person=makers.person("Cem", "cem@example.org"))
    follows(event, "Dora")
    follows(event, "Stopped", stopped_at=timezone.now())
    promise = promised(event)
    assert told("promise_changed") == []  # the closing letter will say it
    moved(promise)
    assert told("promise_changed") == ["Ana", "Cem", "Dora"]
    moved(promise, "done", text="The light is on.", seen="under_way")
    assert len(told("promise_changed")) == 6
    rounds.Round(lanes=rounds.BULK, clock=timezone.now).run()
    done = next(letter for letter in mail_server.letters if "The light is on." in letter.text and "Dora" in letter.text)
    assert done.subject == "What we promised at “Night walk”: done" and "We repair the light." in done.text and "To stop these letters:" in done.text
    assert (
        sum("The lamp is ordered." in letter.text for letter in mail_server.letters)
        == 3
        == sum("The light is on." in letter.text for letter in mail_server.letters)
    )


def test_a_promise_after_the_closing_letter_is_told_at_once(event):
    came(event, "Ana")
    reporting.published(event)
    promised(event)
    assert told("promise_changed") == ["Ana"]


def test_the_same_form_twice_is_one_step_and_one_letter(event):
    follows(event)
    promise, key = promised(event), makers.key()
    assert moved(promise, key=key).pk == moved(promise, key=key).pk
    assert (CommitmentStep.objects.count(), told("promise_changed")) == (2, ["Vera"])


def test_the_second_of_two_who_move_it_is_told(event):
    promise = promised(event)
    moved(promise)
    with pytest.raises(Refused, match="Meanwhile it stands as “under way”"):
        moved(promise, "done")
    assert Commitment.objects.get().state == "under_way"


@pytest.mark.parametrize(
    ("state", "seen", "words"), [("made", "under_way", "gone on since"), ("lost", "under_way", "how it stands"), ("", "under_way", "how it stands")]
)
def test_a_promise_does_not_go_back_to_its_beginning(event, state, seen, words):
    promise = promised(event)
    moved(promise)
    with pytest.raises(Refused, match=words):
        moved(promise, state, seen=seen)


def at(name, record):
    return reverse(f"admin:{name}", args=[record.pk])


def test_a_promise_is_made_and_moved_at_the_desk_and_read_by_everybody(carla, office):
    event = reporting.over(office=office)
    client = signed_in(carla)
    sent = {"text": "We repair the light.", "office": office.pk, "due": "2027-03-01", "key": makers.key()}
    assert [client.post(at("make_promise", event), sent).status_code for _ in range(2)] == [302, 302]
    promise = Commitment.objects.get()
    wrong = client.post(at("promise", promise), {"state": "done", "text": "", "seen": "made", "due": "", "key": makers.key()})
    assert wrong.status_code == 422 and "Write what happened" in wrong.content.decode()
    client.post(at("promise", promise), {"state": "done", "text": "The light is on.", "seen": "made", "due": "", "key": makers.key()})
    stale = client.post(at("promise", promise), {"state": "dropped", "text": "No lamp.", "seen": "made", "due": "", "key": makers.key()})
    assert stale.status_code == 422 and "Meanwhile it stands as" in stale.content.decode() and "No lamp." in stale.content.decode()
    page = Visitor().get(f"/events/{event.slug}/").content.decode()
    assert "We repair the light." in page and "The light is on." in page and f'id="promise-{promise.pk}"' in page


def test_a_promise_needs_words_and_an_announced_event(carla, office):
    event = reporting.over(office=office)
    sent = {"text": "", "office": office.pk, "due": "", "key": makers.key()}
    assert signed_in(carla).post(at("make_promise", event), sent).status_code == 422
    Event.objects.update(state="draft")
    with pytest.raises(Refused, match="announced"):
        promised(event)
    assert Commitment.objects.count() == 0


def test_a_viewer_and_another_office_move_nothing(office, other_coordinator):
    promise = promised(reporting.over(office=office))
    viewer = make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    assert [signed_in(user).post(at("promise", promise), {}).status_code for user in (viewer, other_coordinator)] == [403, 404]
