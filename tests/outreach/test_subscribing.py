"""The page of topics: nothing before the address is proved, nothing that tells who is known, one consent a topic."""

from datetime import timedelta

import pytest
from django.utils import timezone

from languages.content import set_translation
from languages.models import Translation
from mailing import proof
from mailing.models import AccessLink, Message
from mailing.outbox import rounds
from outreach import consent, links
from outreach.actions import subscriptions
from outreach.models import Preferences, Subscription, Topic, TopicRequest
from people.models import Interest, Office, OfficeRole, Person
from places.models import Neighborhood
from sharing.models import TrackedLink
from tests import makers
from tests.outreach import wanting
from tests.outreach.wanting import Reader, standing
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topic(db):
    wanting.city()
    return wanting.topic()


def letters(kind):
    return Message.objects.filter(kind=kind).exclude(state="cancelled").count()


def rows():
    return (TopicRequest.objects.count(), Subscription.objects.count(), Message.objects.count())


# --- The form -------------------------------------------------------------------------------------------------------------


def test_nobody_is_written_to_before_the_code_is_typed(topic):
    drives = wanting.topic("Donation drives", kind="drives")
    where = Neighborhood.objects.get_or_create(slug="roxbury", defaults={"name": "Roxbury"})[0]
    likes = Interest.objects.create(code="food", name="Food", offered=True)
    vera = Reader()
    page = vera.get("/subscribe/").content.decode()
    assert "checked" not in page.partition('id="div_id_own_device"')[0].partition('<form class="form flow"')[2]
    assert vera.subscribe(topic, drives, neighborhoods=[where.pk], interests=[likes.pk], language="en")["Location"] == "/confirm/"
    assert standing() == [] and set(Subscription.objects.values_list("state", flat=True)) == {"unconfirmed"}
    waiting = vera.get("/confirm/").content.decode()
    assert "Ways to volunteer, Donation drives" in waiting
    done = vera.get(vera.type_code(code_for("vera@example.org"))["Location"]).content.decode()
    assert "We write to you about this" in done and "Roxbury" in done and "We will write to you in" in done
    assert standing() == [("vera@example.org", "Donation drives"), ("vera@example.org", "Ways to volunteer")]
    kept = Preferences.objects.get()
    assert (kept.neighborhoods, kept.interests, kept.pace) == ([where.pk], [likes.pk], "weekly")
    one = Subscription.objects.first()
    assert (one.consent_version, one.source, one.link, one.entered_by) == (consent.VERSION, "sign-up form", None, None)
    assert letters("subscribed") == 1 and Person.objects.get().email_confirmed_at


def test_the_letter_with_the_code_names_the_topics_in_its_own_language(topic, mail_server):
    set_translation(record=topic, field="name", language="es", text="Maneras de ayudar", status=Translation.Status.VERIFIED, now=timezone.now())
    Reader().subscribe(topic, language="es")
    rounds.Round(lanes=rounds.WORKER).run()
    letter = mail_server.letters[0].text
    assert "Maneras de ayudar" in letter and topic.name not in letter


def test_the_button_in_the_letter_does_it_and_opening_the_letter_does_not(topic):
    Reader().subscribe(topic)
    link = AccessLink.objects.get()
    phone = Visitor()
    for _look in range(3):
        phone.get(phone.get(f"/confirm/{proof.token(link)}/")["Location"])
    assert standing() == []
    phone.press("/confirm/press/", from_page="/confirm/press/", ref=TopicRequest.objects.get().ref)
    assert standing() == [("vera@example.org", "Ways to volunteer")]


def test_a_known_address_and_an_unknown_one_get_the_same_pages_and_nothing_known_changes(topic):
    known = makers.person("Vera Lopez", "vera@example.org", language="es")
    wanting.wants(known, topic, source="phone")
    before = Subscription.objects.values().get()
    pages = []
    for browser, address in ((Reader(), "vera@example.org"), (Reader(), "sam@example.org")):
        answer = browser.subscribe(topic, email=address, language="en")
        pages.append((answer.status_code, answer["Location"], browser.visible("/confirm/").replace(address, "ADDRESS")))
    assert pages[0] == pages[1] and "Vera Lopez" not in pages[0][2]
    known.refresh_from_db()
    assert (known.language, Subscription.objects.filter(person=known).values().get()) == ("es", before)


def test_an_address_that_is_known_already_stays_one_person(topic):
    known = makers.person("Vera Lopez", "vera@example.org")
    vera = Reader()
    vera.subscribe(topic)
    vera.type_code(code_for("vera@example.org"))
    assert (Person.objects.count(), Subscription.objects.get().person) == (1, known)


def test_a_thousand_forms_for_one_address_are_five_letters_at_most(topic, monkeypatch):
    """Ten stand for a thousand: after the fifth letter none goes any more, whatever browser asks."""
    monkeypatch.setattr(proof, "COOLDOWN", timedelta(0))
    answers = [Reader().subscribe(topic).status_code for _ in range(7)]
    AccessLink.objects.update(wrong_tries=5)
    answers += [Reader().subscribe(topic).status_code for _ in range(3)]
    assert letters("confirm_code") == 5 and answers[:5] == [302] * 5 and answers[7:] == [429] * 3


def test_without_the_limit_there_would_be_more(topic, monkeypatch):
    monkeypatch.setattr(proof, "COOLDOWN", timedelta(0))
    monkeypatch.setattr(proof, "LETTERS_A_DAY", 99)
    for _turn in range(7):
        Reader().subscribe(topic)
    assert letters("confirm_code") == 7


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"topics": []}, "Tick at least one topic"), ({"topics": ["987654"]}, "Please choose from the list"), ({"topics": ["x"]}, "Please choose from the list"),
        ({"neighborhoods": ["99999999999999999999999"]}, "Please choose from the list"), ({"email": ""}, "so that we can reach you"),
        ({"email": "vera@localhost"}, "Enter an email"), ({"email": "a\x00@example.org"}, "cannot be stored"), ({"language": "xx"}, "choose one of the languages"),
        ({"name": "V" * 121}, "too long"), ({"key": "short"}, "too old"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_what_was_typed_stays(topic, typed, words):
    page = Reader().subscribe(*([topic] if "topics" not in typed else []), **{"name": "Nomen", **typed})
    assert (page.status_code, rows()) == (422, (0, 0, 0)) and words in page.content.decode()
    assert "name" in typed or 'value="Nomen"' in page.content.decode()


def test_a_topic_that_was_closed_meanwhile_and_one_of_another_office_are_refused(topic):
    other = Office.objects.create(name="Parks", slug="parks", phone="+16175550143", phone_hours="Always", email="parks@example.org", address="2 Main Street")
    foreign = wanting.topic("Trees", office=other)
    vera = Reader()
    assert vera.subscribe(foreign).status_code == 422
    page = vera.get("/subscribe/")
    assert "Parks" in page.content.decode() and "Trees" not in page.content.decode()
    assert vera.subscribe(foreign, path="/subscribe/?office=parks")["Location"] == "/confirm/" and vera.get("/subscribe/?office=nobody").status_code == 404
    form = {**vera.hidden(page), "topics": [topic.pk], "email": "vera@example.org", "language": "en"}
    topic.is_open = False
    topic.save()
    assert Visitor().get("/subscribe/").content.decode().count("Trees") == 1
    assert vera.post("/subscribe/?office=engagement", form).status_code == 404


def test_nobody_is_told_that_we_write_about_a_topic_that_was_closed_before_the_code_was_typed(topic):
    drives = wanting.topic("Donation drives", kind="drives")
    for email, closed in (("vera@example.org", [drives]), ("dan@example.org", [topic, drives])):
        reader = Reader()
        reader.subscribe(topic, drives, email=email)
        Topic.objects.filter(pk__in=[one.pk for one in closed]).update(is_open=False)
        done = reader.get(reader.type_code(code_for(email))["Location"]).content.decode()
        is_on = topic not in closed
        assert ("We write to you about this" in done, "You get none of these letters" in done, "Donation drives" in done) == (is_on, not is_on, False)
        Topic.objects.update(is_open=True)
    assert standing() == [("vera@example.org", "Ways to volunteer")]
    Topic.objects.filter(pk=drives.pk).update(is_open=False)
    rounds.Round(lanes=rounds.WORKER).run()
    assert "Ways to volunteer\n" in Message.objects.get(kind="subscribed").text and letters("subscribed") == 1


def test_where_nobody_has_topics_the_page_says_so_and_shows_another_way(db):
    wanting.city()
    makers.office()
    page = Visitor().get("/subscribe/")
    assert (
        page.status_code == 200 and "There are no letters to choose from yet" in page.content.decode() and "/volunteer/keep-me-posted/" in page.content.decode()
    )


def test_the_same_form_twice_is_one_request_and_one_letter_and_a_proved_browser_needs_none(topic):
    vera = Reader()
    form = vera.hidden(vera.get("/subscribe/"))
    assert [vera.subscribe(topic, **form).status_code for _ in range(2)] == [302, 302] and rows() == (1, 1, 1)
    vera.type_code(code_for("vera@example.org"))
    assert [vera.subscribe(topic, **form)["Location"] for _ in range(2)] == ["/confirm/"] * 2
    more = wanting.topic("Stories", kind="stories")
    answer = vera.subscribe(more)
    assert vera.get(answer["Location"])["Location"].startswith("/preferences/?person=")
    assert [name for _email, name in standing()] == ["Stories", "Ways to volunteer"] and letters("confirm_code") == 1
    assert Visitor().get(answer["Location"]).status_code == Visitor().get("/subscribe/987654/").status_code == 404


def test_an_old_letter_pressed_again_brings_nothing_back(topic):
    vera = Reader()
    vera.subscribe(topic)
    link, ref = AccessLink.objects.get(), TopicRequest.objects.get().ref
    vera.type_code(code_for("vera@example.org"))
    subscriptions.leave_everything(person=Person.objects.get(), how="one_click", now=timezone.now())
    subscriptions.settle(ids=[TopicRequest.objects.get().pk], by=None, now=timezone.now())
    late = Visitor()
    late.get(f"/confirm/{proof.token(link)}/")
    late.press("/confirm/press/", from_page="/confirm/press/", ref=ref)
    assert standing() == [] and Subscription.objects.get().ended == "one_click"


def test_a_wrong_address_is_corrected_before_it_is_proved(topic):
    vera = Reader()
    vera.subscribe(topic, email="vrea@example.org")
    vera.press("/confirm/address/", email="vera@example.org")
    assert list(Subscription.objects.values_list("person__email", "state")) == [("vera@example.org", "unconfirmed")]
    vera.type_code(code_for("vera@example.org"))
    assert standing() == [("vera@example.org", "Ways to volunteer")]


def test_whoever_reads_the_wrong_address_agrees_to_nothing_for_the_one_that_staff_corrected_it_to(topic):
    stranger = Reader()
    stranger.subscribe(topic, email="vrea@example.org", name="Vera")
    typed = {"name": "Vera", "email": "vera@example.org", "phone": "", "address": "", "channel": "email", "language": "en", "neighborhood": ""}
    page = f"/admin/people/person/{Person.objects.get().pk}/change/"
    assert signed_in(make_staff("carla@example.org", topic.office, OfficeRole.Role.COORDINATOR)).post(page, typed).status_code == 302
    stranger.type_code(code_for("vrea@example.org"))
    assert (standing(), Person.objects.get().email, Person.objects.get().email_confirmed_at) == ([], "vera@example.org", None)
    vera = Reader()
    vera.subscribe(topic, name="Vera")
    vera.type_code(code_for("vera@example.org"))
    assert standing() == [("vera@example.org", "Ways to volunteer")]


def test_a_phone_number_waits_for_the_call_of_the_office(topic):
    vera = Reader()
    vera.subscribe(topic, email="", phone="617-555-0142", name="Vera")
    assert "We will call you" in vera.get("/confirm/").content.decode() and standing() == []
    proof.settle_by_phone(link=AccessLink.objects.get(), by=makers.staff(), now=timezone.now())
    assert Subscription.objects.get().state == "confirmed" and Person.objects.get().phone_confirmed_at and letters("subscribed") == 0


def test_a_counted_link_is_remembered_with_the_consent_and_an_invented_one_is_not(topic):
    link = TrackedLink.objects.create(target="/subscribe/", channel="Library poster")
    vera = Reader()
    led = vera.get(f"/s/{link.code}/")["Location"]
    vera.subscribe(topic, path=led)
    Reader().subscribe(topic, path="/subscribe/?came_by=<script>", email="sam@example.org")
    assert sorted(Subscription.objects.values_list("source", flat=True)) == ["Library poster", "sign-up form"]


def test_what_nobody_has_proved_goes_after_a_week_and_what_stands_stays(topic):
    Reader().subscribe(topic)
    kept = wanting.wants(makers.person("Dan", "dan@example.org"), topic)[0]
    subscriptions.forget_unproved(now=timezone.now() + timedelta(days=6))
    assert TopicRequest.objects.count() == 1
    subscriptions.forget_unproved(now=timezone.now() + timedelta(days=8))
    assert TopicRequest.objects.count() == 0 and Subscription.objects.get() == kept


def test_in_spanish_the_topics_are_spanish_and_so_is_the_person(topic):
    vera = Reader()
    vera.subscribe(topic, path="/es/subscribe/", language="es")
    assert AccessLink.objects.get().language == "es"
    vera.type_code(code_for("vera@example.org"))
    assert Person.objects.get().language == "es" and "/es/unsubscribe/" in links.unsubscribe_url(wanting.preferences(Person.objects.get()))
