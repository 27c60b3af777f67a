"""Those who want to be kept posted are written to when something fits: once a week at most, by day, and never about what is gone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from languages.models import Language
from mailing.models import Message
from mailing.writing import previews
from people import profiles
from people.models import Person
from people.profiles import Answers
from tests import makers
from tests.volunteers import making
from volunteers.actions import keep_posted, news
from volunteers.models import KeepPosted, Shift

BOSTON = ZoneInfo("America/New_York")
NOW = datetime(2031, 10, 1, 10, tzinfo=BOSTON)
SATURDAY = datetime(2031, 10, 11, 9, tzinfo=BOSTON)

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera():
    makers.city()
    for code, name, own in (("en", "English", "English"), ("es", "Spanish", "Español")):
        Language.objects.create(code=code, name=name, own_name=own, offered=True)
    vera = makers.person()
    making.interest("Gardening")
    profiles.save(person=vera, answers=Answers(interests=[making.Interest.objects.get().pk], availability=[15]), now=NOW)
    KeepPosted.objects.create(person=vera, agreed_at=NOW - timedelta(days=3))
    return vera


def shift(title="Plant trees", starts=SATURDAY):
    made = making.shift(making.opportunity(title, interests=[making.Interest.objects.get()]), starts=starts)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    return made


def text():
    return previews.of_message(Message.objects.latest("pk"))


def test_vera_hears_of_what_fits_and_why(vera):
    shift()
    assert news.sweep(now=NOW) == 1
    letter = Message.objects.get()
    assert (letter.person, letter.kind, letter.lane, letter.expires) == (vera, "news", 3, SATURDAY)
    _subject, words, html = text()
    assert "Plant trees" in words and "Gardening · Saturday mornings" in words and "/sign-up/" in words
    assert "<strong>Plant trees</strong>" in html and "Stop these letters" in html


def test_it_is_written_in_the_readers_language(vera):
    shift()
    KeepPosted.objects.update(language="es")
    news.sweep(now=NOW)
    assert 'lang="es"' in text()[2]


def test_nobody_is_written_to_twice_a_week_and_then_only_of_what_is_new(vera):
    old = shift()
    assert [news.sweep(now=NOW + timedelta(hours=hours)) for hours in (0, 0, 24, 24 * 6)] == [1, 0, 0, 0]
    Shift.objects.filter(pk=old.pk).update(created_at=NOW - timedelta(days=1))
    assert news.sweep(now=NOW + timedelta(days=7)) == 0
    Shift.objects.filter(pk=shift("Rake leaves").pk).update(created_at=NOW + timedelta(days=8))
    assert news.sweep(now=NOW + timedelta(days=9)) == 0  # looked after on the seventh day
    assert news.sweep(now=NOW + timedelta(days=14)) == 0  # past by then
    Shift.objects.update(starts=SATURDAY + timedelta(days=14), ends=SATURDAY + timedelta(days=14, hours=3))
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert news.sweep(now=NOW + timedelta(days=21)) == 0


def test_without_the_weekly_pause_a_person_would_be_written_to_again(vera, monkeypatch):
    shift()
    news.sweep(now=NOW)
    KeepPosted.objects.update(looked_at=None)
    monkeypatch.setattr(news, "WEEK", timedelta(0))
    assert news.sweep(now=NOW + timedelta(days=1)) == 1


@pytest.mark.parametrize("hour", [0, 8, 18, 23])
def test_nobody_is_woken_up(vera, hour):
    shift()
    assert news.sweep(now=NOW.replace(hour=hour)) == 0


@pytest.mark.parametrize("which", ["left", "unproved", "nothing fits", "forgotten", "signed up"])
def test_who_does_not_want_it_or_has_it_gets_no_letter(vera, which):
    made = shift(starts=SATURDAY + timedelta(hours=8) if which == "nothing fits" else SATURDAY)
    if which == "left":
        keep_posted.leave(posted=KeepPosted.objects.get(), now=NOW)
    if which == "unproved":
        KeepPosted.objects.update(agreed_at=None)
    if which == "forgotten":
        Person.objects.update(forgotten_at=NOW)
    if which == "signed up":
        makers.sign_up(made.roles.get(), who=vera)
    assert (news.sweep(now=NOW), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("which", ["full", "called off", "left"])
def test_a_letter_about_what_is_gone_by_then_does_not_leave(vera, which):
    made = shift()
    news.sweep(now=NOW)
    if which == "full":
        making.fill(made.roles.get())
    if which == "called off":
        Shift.objects.update(cancelled_at=NOW)
    if which == "left":
        KeepPosted.objects.update(left_at=NOW)
    message = Message.objects.get()
    kind = previews.kind_named("news")
    assert not kind.is_wanted(message, kind.load([message])[message.pk], NOW)
