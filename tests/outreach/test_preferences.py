"""The page of preferences and the ways out: reached without an old letter, changed, paused, left; no scanner and no replay changes anything."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import rounds
from outreach import links
from outreach.actions import subscriptions
from outreach.models import Preferences, Subscription
from people.models import Office, Person
from places.models import Neighborhood
from tests import goods, makers, meetings
from tests.outreach import wanting
from tests.outreach.wanting import Reader, standing
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import NoReminders, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vera(db):
    wanting.city()
    return makers.person()


@pytest.fixture
def topics(vera):
    both = [wanting.topic(), wanting.topic("Donation drives", kind="drives")]
    wanting.wants(vera, *both)
    return both


def opened(person):
    """Return a browser that has opened the link of a letter."""
    browser = Reader()
    assert browser.get(f"/preferences/{wanting.token(person)}/")["Location"] == f"/preferences/?person={person.pk}"
    return browser


# --- The ways in ----------------------------------------------------------------------------------------------------------


def test_the_page_is_reached_with_an_address_and_a_code_and_says_nothing_about_who_is_known(vera, topics):
    pages = []
    for browser, address in ((Reader(), "vera@example.org"), (Reader(), "nobody@example.org")):
        answer = browser.press("/preferences/code/", from_page="/preferences/", email=address)
        pages.append((answer.status_code, answer["Location"], browser.visible("/confirm/").replace(address, "ADDRESS")))
        last = browser.get(browser.type_code(code_for(address))["Location"]).content.decode()
        assert ("Donation drives" in last, "Type your email address" in last) == ((True, False) if address.startswith("vera") else (False, True))
    assert pages[0] == pages[1]
    wrong = Reader().press("/preferences/code/", from_page="/preferences/", email="vera@")
    assert wrong.status_code == 422 and "Enter an email" in wrong.content.decode()


def test_no_two_fields_of_the_page_have_one_name(vera, topics):
    ids = re.findall(r'\sid="([^"]+)"', opened(vera).get("/preferences/").text)
    assert len(ids) == len(set(ids))


def test_a_link_that_is_wrong_opens_nothing_and_a_right_one_only_for_its_person(vera, topics):
    dan = makers.person("Dan", "dan@example.org")
    right, other = wanting.token(vera), wanting.token(dan)
    number, _dash, secret = right.partition("-")
    made_up = [f"{number}-{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}", number, f"{number}-{other.partition('-')[2]}", "9" * 30 + "-x", "-", "x"]
    for text in made_up:
        for path in (f"/preferences/{text}/", f"/unsubscribe/{text}/", f"/unsubscribe/{text}/one-click/"):
            assert Visitor().get(path).status_code == 404 and Visitor().post(path).status_code in {403, 404}, path
    browser = opened(vera)
    assert browser.get(f"/preferences/?person={dan.pk}").status_code == browser.get("/preferences/?person=987654").status_code == 404
    assert browser.press("/preferences/leave/", from_page="/preferences/", person=dan.pk).status_code == 404
    assert len(standing()) == 2 and Visitor().get("/preferences/").status_code == 200


def test_who_is_known_for_one_sensitive_thing_only_has_no_such_page(vera, topics):
    Person.objects.update(apart="events.event:1")
    assert "Donation drives" not in opened(vera).get("/preferences/").content.decode()


def test_several_behind_one_address_choose_whose_letters_they_mean(vera, topics):
    ana = makers.person("Ana")
    browser = Reader()
    browser.press("/preferences/code/", from_page="/preferences/", email="vera@example.org")
    page = browser.get(browser.type_code(code_for("vera@example.org"))["Location"]).content.decode()
    assert "Whose letters?" in page and f"?person={ana.pk}" in page
    assert 'value="monthly"' in browser.get(f"/preferences/?person={ana.pk}").content.decode()


# --- What is changed there ------------------------------------------------------------------------------------------------


def test_everything_is_changed_on_one_page_and_an_old_page_sent_again_brings_nothing_back(vera, topics):
    where = Neighborhood.objects.get_or_create(slug="roxbury", defaults={"name": "Roxbury"})[0]
    Person.objects.update(phone="+16175550142")
    waiting = makers.sign_up(makers.role(), who=vera)
    letters.send("signed_up", to=vera, about=waiting, now=timezone.now())
    stories = wanting.topic("Stories", kind="stories")
    browser = opened(vera)
    form = browser.hidden(browser.get("/preferences/"))
    sent = {
        **form,
        "topics": [topics[0].pk, stories.pk],
        "pace": "monthly",
        "neighborhoods": [where.pk],
        "evening_gaps": "on",
        "language": "es",
        "channel": "email",
    }
    assert browser.post("/preferences/", sent).status_code == 302
    own = Preferences.objects.get()
    assert (own.pace, own.neighborhoods, own.evening_gaps) == ("monthly", [where.pk], True)
    assert [name for _email, name in standing()] == ["Stories", "Ways to volunteer"]
    assert Subscription.objects.get(topic=stories).source == "preferences" and Subscription.objects.get(topic=topics[1]).ended == "page"
    vera.refresh_from_db()
    assert (vera.language, SignUp.objects.get().language, Message.objects.get(kind="signed_up").language) == ("es", "es", "es")
    subscriptions.leave_everything(person=vera, how="one_click", now=timezone.now())
    assert browser.post("/preferences/", sent).status_code == 302 and standing() == []
    assert "You get none of these letters" in browser.get("/preferences/").content.decode()


def test_leaving_a_topic_stops_no_letter_about_ones_own_sign_ups(vera, topics, mail_server):
    sign_up = makers.sign_up(makers.role(starts=timezone.now() + timedelta(days=9)), who=vera)
    browser = opened(vera)
    browser.press("/preferences/leave/", from_page="/preferences/", person=vera.pk)
    assert standing() == []
    letters.send("signed_up", to=vera, about=sign_up, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    assert [letter.to for letter in mail_server.letters] == ["vera@example.org"]


@pytest.mark.parametrize(("typed", "words"), [({"pace": "daily"}, "choose from the list"), ({"pace": ""}, "choose from the list"), ({"topics": ["7" * 20]}, "choose from the list"), ({"language": "xx"}, "choose from the list"), ({"key": "short"}, "too old")])  # fmt: skip
def test_what_cannot_be_meant_changes_nothing(vera, topics, typed, words):
    page = opened(vera).prefer(topics[0], **typed) if "topics" not in typed else opened(vera).prefer(**typed)
    assert page.status_code == 422 and words in page.content.decode() and len(standing()) == 2


def test_a_month_without_letters_and_back_again(vera, topics):
    browser = opened(vera)
    page = browser.get("/preferences/")
    form = {**browser.hidden(page), "person": vera.pk, "act": "pause"}
    assert [browser.post("/preferences/pause/", form).status_code for _ in range(2)] == [302, 302]
    until = Preferences.objects.get().paused_until
    assert until == (timezone.localtime() + timedelta(days=30)).date()
    assert "Stopped until" in browser.get("/preferences/").content.decode() and len(standing()) == 2
    browser.press("/preferences/pause/", from_page="/preferences/", act="go_on", person=vera.pk)
    assert Preferences.objects.get().paused_until is None
    assert browser.post("/preferences/pause/", form).status_code == 302 and Preferences.objects.get().paused_until is None  # sent again: it was one press


def test_a_key_that_no_form_has_is_refused_and_stops_nothing(vera, topics):
    browser = opened(vera)
    page = browser.get("/preferences/")
    for key in ("\0" * 16, "é" * 16, "x", ""):
        form = {**browser.hidden(page), "person": vera.pk, "act": "pause", "key": key}
        assert browser.post("/preferences/pause/", form).status_code == 302
        assert "too old" in browser.get("/preferences/").content.decode() and Preferences.objects.get().paused_until is None


def test_a_language_we_do_not_write_yet_is_kept_until_another_is_chosen(vera, topics):
    Person.objects.update(language="am")
    browser = opened(vera)
    assert browser.prefer(topics[0], language="am").status_code == 302 and Person.objects.get().language == "am"
    assert browser.prefer(topics[0], language="es").status_code == 302 and Person.objects.get().language == "es"


def test_reminders_have_a_switch_of_their_own(vera, topics):
    browser = opened(vera)
    for act, count in (("stop", 1), ("stop", 1), ("again", 0), ("nonsense", 0)):
        browser.press("/preferences/reminders/", from_page="/preferences/", act=act, person=vera.pk)
        assert NoReminders.objects.filter(person=vera, sign_up=None).count() == count
    assert len(standing()) == 2


# --- The ways out ---------------------------------------------------------------------------------------------------------


def test_opening_a_link_ends_nothing_and_the_button_ends_everything_once(vera, topics):
    ana = makers.person("Ana")
    elsewhere = Office.objects.create(
        name="Parks", slug="parks", phone="+16175550143", phone_hours="Always", email="parks@example.org", address="2 Main Street"
    )
    third = makers.person(office=elsewhere)
    wanting.wants(ana, topics[0])
    wanting.wants(third, wanting.topic("Trees", office=elsewhere))
    path = f"/unsubscribe/{wanting.token(vera)}/"
    scanner = Visitor()
    for _look in range(3):
        page = scanner.get(path)
        scanner.head(path), scanner.options(path)
        assert scanner.get(f"{path}one-click/")["Location"] == path
    assert len(standing()) == 4 and "Donation drives" in page.content.decode()
    assert "v•••@example.org" in page.content.decode() and "vera@example.org" not in page.content.decode()
    assert (page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == ("noindex, nofollow", True)
    assert [scanner.post(path)["Location"] for _ in range(2)] == [path, path]
    assert standing() == [("vera@example.org", "Trees")]  # Ana reads the same address; another office writes letters of its own
    after = scanner.get(path).content.decode()
    assert "You get no more of these letters" in after and Message.objects.count() == 0


def test_one_click_needs_no_cookie_works_twice_and_is_never_undone(vera, topics):
    machine = Client(enforce_csrf_checks=True)
    address = links.one_click_url(wanting.preferences(vera)).partition("//")[2].partition("/")[2]
    answers = [machine.post(f"/{address}", {"List-Unsubscribe": "One-Click"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200] and not answers[0].cookies
    assert standing() == [] and set(Subscription.objects.values_list("state", "ended")) == {("unsubscribed", "one_click")}
    page = links.unsubscribe_url(wanting.preferences(vera)).partition("//")[2].partition("/")[2]
    Subscription.objects.update(state="confirmed", ended_at=None, ended="")
    assert machine.post(f"/{page}", {"List-Unsubscribe": "One-Click"}).status_code == 200 and standing() == []


def test_an_ended_consent_keeps_how_and_when_it_ended_first(vera, topics):
    early = timezone.now() - timedelta(days=2)
    subscriptions.end(persons=[vera.pk], how=Subscription.Ended.COMPLAINT, topics=[topics[0].pk], now=early)
    assert subscriptions.end(persons=[vera.pk], how=Subscription.Ended.PAGE, now=timezone.now()) == 1
    kept = Subscription.objects.get(topic=topics[0])
    assert (kept.state, kept.ended, kept.ended_at) == ("suppressed", "complaint", early)


def test_links_of_many_are_made_with_the_same_number_of_queries(vera, topics, django_assert_num_queries):
    people = [makers.person(f"Vera {n}", f"vera{n}@example.org").pk for n in range(7)]
    with django_assert_num_queries(6):  # four, and the transaction around the new rows
        assert len(links.preferences_of([*people, vera.pk])) == 8
    with django_assert_num_queries(1):
        found = links.preferences_of([*people, vera.pk])
        assert len({links.unsubscribe_url(one) for one in found.values()}) == 8


# --- “We will write to you in …” --------------------------------------------------------------------------------------------


def things(vera):
    """One of each thing whose page says in which language we write."""
    later = timezone.now() + timedelta(days=9)
    return [
        makers.sign_up(makers.role(starts=later), who=vera),
        meetings.registration(meetings.event(starts=later), who=vera),
        goods.pledge({goods.need(): 2}, who=vera),
    ]


def test_every_page_after_a_form_says_in_which_language_we_write_and_changes_it(vera):
    browser = Reader()
    browser.press("/my/", from_page="/my/", email="vera@example.org")
    browser.type_code(code_for("vera@example.org"))
    held = things(vera)
    for one, path in zip(held, (f"/volunteer/sign-ups/{held[0].pk}/", f"/events/registrations/{held[1].pk}/", f"/donate/pledges/{held[2].pk}/"), strict=True):
        page = browser.get(path).content.decode()
        assert "We will write to you in" in page and f'/my/language/{one.ref}/"' in page, path
    door = f"/my/language/{held[0].ref}/"
    assert browser.press(door, from_page=door, language="xx").status_code == 422
    assert browser.press(door, from_page=door, language="es")["Location"] == f"/volunteer/sign-ups/{held[0].pk}/"
    for one in held:
        one.refresh_from_db()
    vera.refresh_from_db()
    assert {vera.language, *(one.language for one in held)} == {"es"}


def test_nobody_else_changes_it(vera):
    one = makers.sign_up(makers.role(), who=vera)
    sam = Visitor()
    paths = [f"/my/language/{ref}/" for ref in (one.ref, "volunteers.signup:987654", "nobody.knows:1", "x", "volunteers.signup:" + "9" * 40)]
    assert [sam.get(path).status_code for path in paths] == [404] * 5
    assert sam.press(paths[0], from_page="/my/", language="es").status_code == 404 and Person.objects.get().language == "en"
