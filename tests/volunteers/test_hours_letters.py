"""What the letters about hours say, and to whom they are still owed when they leave."""

from datetime import date

import pytest

from mailing.models import Message
from mailing.registry import kind_named
from mailing.writing import previews
from people.forgetting import forget
from tests import makers
from tests.makers import NOW
from tests.reading import told
from volunteers.actions import hours, thanks
from volunteers.actions.hours import Work
from volunteers.models import HoursEntry, ShiftRole, Tally

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


@pytest.fixture
def sewing(carla):
    work = makers.opportunity(kind="remote", title="Sew masks")
    Tally.objects.create(opportunity=work, made="masks")
    return makers.sign_up(ShiftRole.objects.create(opportunity=work), who=makers.person())


def declined(sign_up, by):
    entry = hours.claim(sign_up=sign_up, work=Work(date(2026, 12, 1), 90, 12), key=makers.key(), browser="b", now=NOW)
    return hours.decline(entry=entry, reason="That was <b>Monday</b>.", by=by, now=NOW)


def test_the_letter_says_what_was_declined_and_why(sewing, carla):
    declined(sewing, carla)
    subject, text, html = previews.of_message(Message.objects.get())
    assert subject == f"We could not count these hours: Sew masks, {told(NOW)}"
    assert "1 hour 30 minutes, 12 masks" in text and "That was <b>Monday</b>." in text and "/my/hours/" in text
    assert "&lt;b&gt;Monday" in html and "<b>Monday" not in html


def test_it_is_not_owed_any_more_to_whom_the_office_has_said_yes_or_forgotten(sewing, carla):
    entry, kind, letter = declined(sewing, carla), kind_named("hours_declined"), Message.objects.get()

    def is_wanted():
        return kind.is_wanted(letter, kind.load([letter])[letter.id], NOW)

    assert is_wanted()
    HoursEntry.objects.filter(pk=entry.pk).update(state="approved", reason="")
    assert not is_wanted()
    HoursEntry.objects.filter(pk=entry.pk).update(state="declined", reason="x")
    forget(person=sewing.person, now=NOW)
    assert not is_wanted()


@pytest.mark.parametrize(
    ("minutes", "subject", "said"),
    [(60, "Thank you for helping, Vera", "for the first time"), (630, "Thank you for 10 hours, Vera", "By now it is 10 hours 30 minutes.")],
)
def test_thanks_say_for_what(sewing, carla, minutes, subject, said):
    hours.record(opportunity=sewing.shift_role.opportunity, person=sewing.person, work=Work(date(2026, 12, 1), minutes), by=carla, now=NOW)
    thanks.sweep(now=NOW)
    found, text, html = previews.of_message(Message.objects.get(kind="milestone"))
    assert found == subject and said in text and said in html and "letter of service" in text
