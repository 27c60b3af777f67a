"""Who may be written to: whoever agreed and is reached, one of each address; groups by rules; why the others are left out."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import OuterRef

from bookings.models import State
from mailing.models import Message
from outreach import audience, segments, whom
from outreach.actions import campaigns
from outreach.models import Campaign, Subscription
from people.models import Interest, Person, Profile
from places.models import Neighborhood
from tests import makers, meetings
from tests.outreach.campaigning import NOW, campaign, languages, later, letters, reader, rules, segment, start, topic

pytestmark = pytest.mark.django_db


def names(people):
    return sorted(people.values_list("name", flat=True))


def test_only_who_agreed_and_is_reached_gets_letters(django_assert_num_queries):
    of = topic()
    reader("Vera")
    reader("Una", state=Subscription.State.UNCONFIRMED)
    reader("Uwe", state=Subscription.State.UNSUBSCRIBED)
    reader("Ravi", email_refused_at=NOW)
    reader("Paul", channel=Person.Channel.PHONE, phone="+16175550101")
    reader("Nora", "")
    reader("Sensitive", apart="events.event:1")
    reader("Gone", forgotten_at=NOW)
    reader("Pia", paused_until=date(2026, 12, 2))
    reader("Back", paused_until=date(2026, 12, 1))
    makers.person("Sam", "sam@example.org")
    with django_assert_num_queries(1):
        assert names(audience.reachable(of.office, of, NOW)) == ["Back", "Vera"]
    of.is_open = False
    assert names(audience.reachable(of.office, of, NOW)) == []


def test_a_household_gets_one_letter_for_the_person_known_longest():
    reader("Vera", "home@example.org")
    reader("Viktor", "home@example.org")
    of = topic()
    assert names(audience.reachable(of.office, of, NOW)) == ["Vera"]
    only_viktor = segment({"only": {"language": ["es"]}})
    Person.objects.filter(name="Viktor").update(language="es")
    assert names(whom.recipients(campaign(segment=only_viktor), NOW)) == ["Viktor"]


@pytest.fixture
def people():
    """Readers who differ in everything a rule can ask for."""
    food = Interest.objects.create(code="food", name="Food")
    near, far = (Neighborhood.objects.create(name=name, slug=name.lower()) for name in ("Roxbury", "Allston"))
    event, secret = meetings.event(office=makers.office()), meetings.event(office=makers.office(), is_sensitive=True)
    role = makers.role()
    found = {name: reader(name) for name in ("Vera", "Dan", "Nils", "Ema")}
    Person.objects.filter(name="Vera").update(neighborhood=near, language="es", active_at=NOW)
    Person.objects.filter(name="Dan").update(neighborhood=far, active_at=later(days=-200))
    Profile.objects.create(person=found["Ema"], interests=[food.pk], audience=Profile.Audience.CITY_EMPLOYEE)
    found["Nils"].preferences.neighborhoods, found["Nils"].preferences.interests = [near.pk], [food.pk]
    found["Nils"].preferences.save()
    makers.sign_up(role, who=found["Vera"])
    makers.sign_up(role, who=found["Dan"], state=State.CANCELLED)
    meetings.registration(event, who=found["Nils"], state=State.ATTENDED)
    meetings.registration(secret, who=found["Ema"], state=State.ATTENDED)
    return {
        "food": food.pk,
        "near": near.pk,
        "work": f"volunteers.opportunity:{role.opportunity_id}",
        "event": f"events.event:{event.pk}",
        "secret": f"events.event:{secret.pk}",
    }


def rule_cases(at):
    return [
        ({}, ["Dan", "Ema", "Nils", "Vera"]),
        ({"only": {"neighborhood": [at["near"]]}}, ["Nils", "Vera"]),
        ({"only": {"language": ["es"]}}, ["Vera"]),
        ({"only": {"interest": [at["food"]]}}, ["Ema", "Nils"]),
        ({"only": {"took_part": [at["event"], at["work"]]}}, ["Nils"]),
        ({"only": {"signed_up": [at["work"]]}}, ["Vera"]),
        ({"only": {"not_signed_up": [at["work"]]}}, ["Dan", "Ema", "Nils"]),
        ({"only": {"audience": ["city_employee"]}}, ["Ema"]),
        ({"only": {"audience": ["resident"]}}, ["Dan", "Nils", "Vera"]),
        ({"only": {"active": ["not_180"]}}, ["Dan"]),
        ({"only": {"took_part": [at["secret"]]}}, []),
        ({"only": {"neighborhood": [at["near"]], "language": ["es"]}}, ["Vera"]),
        ({"combine": "any", "only": {"interest": [at["food"]], "language": ["es"]}}, ["Ema", "Nils", "Vera"]),
        ({"only": {"neighborhood": [at["near"]]}, "except": {"signed_up": [at["work"]]}}, ["Nils"]),
        ({"except": {"language": ["es"], "interest": [at["food"]]}}, ["Dan"]),
    ]


def test_each_rule_is_one_query_and_finds_its_people(people, django_assert_num_queries):
    for rule, expected in rule_cases(people):
        assert segments.check(rule)
        one = segment(rule, name=str(rule))
        with django_assert_num_queries(1):
            assert names(whom.of_segment(one, NOW)) == expected, rule


def test_a_rule_that_names_a_gone_or_sensitive_thing_says_so(people):
    office = makers.office()
    assert segments.gone({"only": {"took_part": [people["event"]], "neighborhood": [people["near"]]}}, office) == []
    said = segments.gone({"only": {"took_part": [people["secret"], "events.event:999"], "language": ["xx"]}}, office)
    assert len(said) == 3 and "is gone (events.event:999)" in said[1]
    assert segments.gone({"only": {"password": ["x"]}}, office) == ["This rule cannot be read. Put it together anew."]
    assert "something that is gone" in " ".join(segments.in_words({"only": {"took_part": [people["secret"]]}}, office))
    for broken in (None, [], {"only": []}, {"only": {"language": "es"}}, {"combine": "xor"}):
        assert not segments.check(broken)
    offered = [ref for _words, things in segments.things_of(office) for ref, _title in things]
    assert people["event"] in offered and people["secret"] not in offered


def test_staff_see_who_gets_it_and_who_does_not_and_why():
    rules()
    spanish = segment({"only": {"language": ["es"]}}, name="Spanish")
    reader("Vera", language="ar")
    reader("Dan")
    reader("Twin", "dan@example.org")
    reader("Una", state=Subscription.State.UNCONFIRMED)
    reader("Uwe", state=Subscription.State.UNSUBSCRIBED)
    reader("Ravi", email_refused_at=NOW)
    reader("Paul", channel=Person.Channel.PHONE)
    reader("Pia", paused_until=date(2027, 1, 1))
    reader("Sol", language="es")
    makers.person("Sam", "sam@example.org")
    late = reader("Late")
    earlier = campaign(name="Earlier", segment=segment({"only": {"audience": ["partner_staff"]}}, name="Partners"))
    Profile.objects.create(person=late, audience="partner_staff")
    start(earlier)
    letters(earlier).update(state=Message.State.SENT, sent_at=NOW)
    found = whom.breakdown(campaign(without=spanish), later(hours=1))
    assert found.total == 2 and found.by_language == [("ar", 1), ("en", 1)] and found.names == ["Vera", "Dan"]
    assert {group.names[0]: (group.count, group.words) for group in found.left_out} == {
        name: (1, str(whom.REASONS[reason]))
        for name, reason in [
            ("Una", "unconfirmed"), ("Uwe", "unsubscribed"), ("Ravi", "bounced"), ("Paul", "by_phone"), ("Pia", "paused"), ("Sol", "left_out"),
            ("Late", "just_mailed"), ("Twin", "same_address"),
        ]
    }  # fmt: skip
    assert whom.recipients(campaign(without=spanish), later(hours=30)).count() == 3  # a day later Late is written to again
    only_english = campaign(fallback=Campaign.Fallback.LEAVE_OUT)
    assert names(whom.recipients(only_english, later(hours=1))) == ["Dan"]


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_family_that_shares_an_address_gets_one_campaign_in_24_hours(monkeypatch, is_guarded):
    languages()
    rules()
    reader("Vera", "home@example.org", language="es")
    reader("Viktor", "home@example.org")
    reader("Dan")
    if not is_guarded:  # asked by person, Viktor would read a second one
        monkeypatch.setattr(whom, "_to_the_address", lambda letters: letters.filter(person=OuterRef("pk")))
    spanish, english = (segment({"only": {"language": [code]}}, name=code) for code in ("es", "en"))
    first, second = start(campaign(segment=spanish)), campaign(name="Second", segment=english)
    assert names(whom.recipients(second, NOW)) == (["Dan"] if is_guarded else ["Dan", "Viktor"])  # hers is still to come
    letters(first).update(state="sent", sent_at=NOW)
    assert names(whom.recipients(second, later(hours=23))) == (["Dan"] if is_guarded else ["Dan", "Viktor"])
    assert names(whom.recipients(second, later(hours=25))) == ["Dan", "Viktor"]
    left_out = {str(group.words): group.names for group in whom.breakdown(second, later(hours=1)).left_out}
    assert left_out.get(str(whom.REASONS["just_mailed"])) == (["Viktor"] if is_guarded else None)


def test_what_came_of_a_cancelled_campaign_counts_and_what_did_not_come_does_not():
    rules()
    reader("Vera")
    reader("Dan")
    first, second = start(campaign()), campaign(name="Second")
    letters(first).filter(person__name="Vera").update(state="sent", sent_at=NOW)
    assert names(whom.recipients(second, later(hours=1))) == []
    campaigns.cancel(campaign=first, by=None, now=NOW)
    assert names(whom.recipients(second, later(hours=1))) == ["Dan"]


def copied(row, **changes):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**{**values, **changes})


def test_who_was_just_written_to_is_found_by_index_and_not_person_by_person():
    rules()
    reader("Vera")
    start(campaign())
    second, letter = campaign(name="Second"), Message.objects.get()
    Message.objects.bulk_create([copied(letter, about=f"volunteers.shift:{n}") for n in range(500)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mailing_message")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = whom.recipients(second, later(hours=1)).explain()
    assert "one_message_per_recipient_kind_about_period" in plan and "SubPlan" not in plan
    assert "Seq Scan" not in plan
