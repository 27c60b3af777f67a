"""No reminders, please: for one sign-up or for all, by oneself, behind a link or by staff; changes are told all the same."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing import proof
from mailing.models import Message
from tests import makers
from tests.staff.conftest import *  # noqa: F403  carla, shift, vera and what they need
from tests.staff.conftest import signed_in
from tests.volunteers.test_reminder_plans import ring
from tests.volunteers.test_reminders import boston, long_ago
from tests.volunteers.visitor import Visitor
from volunteers.actions import notices, reminders, shifts
from volunteers.letters import sign_ups as letters_about
from volunteers.models import NoReminders, SignUp

pytestmark = pytest.mark.django_db
EVE, START = boston(2026, 12, 9, 17), boston(2026, 12, 10, 9)


@pytest.fixture
def ida(db):
    makers.city()
    return long_ago(makers.sign_up(makers.role(starts=START), who=makers.person("Ida", "ida@example.org")))


def stop(person, sign_up=None):
    reminders.stop(person=person, sign_up=sign_up, by=None, now=EVE)


def test_who_wants_none_gets_none_and_gets_them_again_when_they_say_so(ida):
    stop(ida.person)
    stop(ida.person)
    assert (reminders.queue(now=EVE), NoReminders.objects.count()) == (0, 1)
    reminders.go_on(person=ida.person, sign_up=None, by=None, now=EVE)
    assert reminders.queue(now=EVE) == 1


def test_for_one_sign_up_only(ida):
    other = long_ago(makers.sign_up(makers.role(starts=START + timedelta(hours=5)), who=ida.person))
    stop(ida.person, ida)
    reminders.queue(now=EVE)
    assert list(Message.objects.values_list("about", flat=True)) == [other.ref]


def test_a_reminder_that_is_queued_already_does_not_leave(ida, mail_server):
    reminders.queue(now=EVE)
    stop(ida.person)
    ring(boston(2026, 12, 9, 18, 1))
    assert (mail_server.letters, Message.objects.get().state) == ([], "cancelled")


def test_without_the_last_look_a_queued_reminder_would_leave(ida, mail_server, monkeypatch):
    reminders.queue(now=EVE)
    stop(ida.person)
    monkeypatch.setattr(letters_about.reminder_times, "put_wishes", lambda sign_ups: [setattr(one, "wants_no_reminders", False) for one in sign_ups])
    ring(boston(2026, 12, 9, 18, 1))
    assert len(mail_server.letters) == 1


def test_changes_and_calling_off_are_told_all_the_same(ida, mail_server):
    stop(ida.person)
    shift = ida.shift_role.shift
    later = timedelta(hours=1)
    shifts.move(shift=shift, starts=shift.starts + later, ends=shift.ends + later, venue=shift.venue, by=makers.User(), now=boston(2026, 12, 8, 9))
    notices.sweep(now=boston(2026, 12, 8, 9, 10))
    ring(boston(2026, 12, 8, 9, 11))
    shifts.call_off(shift=shift, reason="Snow", by=makers.staff(), now=boston(2026, 12, 8, 12))
    ring(boston(2026, 12, 8, 12, 1))
    assert [letter.kind for letter in mail_server.letters] == ["shift_moved", "shift_called_off"]


# --- Pages --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(ida):
    """A browser that has opened the link of the reminder."""
    SignUp.objects.update(changed_at=timezone.now())
    type(ida.shift_role.shift).objects.update(starts=timezone.now() + timedelta(days=5), ends=timezone.now() + timedelta(days=5, hours=2))
    visitor = Visitor()
    link = proof.manage_links({ida.ref: ida.person})[ida.ref]
    visitor.get(proof.url(link).removeprefix("http://localhost:8000"), follow=True)
    return visitor


def test_behind_the_link_of_the_letter_it_is_one_press_and_looking_changes_nothing(opened, ida):
    page = opened.get(reverse("volunteers:sign_up_detail", args=[ida.pk]))
    assert "No reminder of this one" in page.text and not NoReminders.objects.exists()
    assert opened.get(reverse("volunteers:own_reminders", args=[ida.pk])).status_code == 405
    token = opened.hidden(page)
    for act, rows in [("stop", [ida.pk]), ("again", []), ("stop_all", [None]), ("all_again", []), ("nonsense", [])]:
        opened.post(reverse("volunteers:own_reminders", args=[ida.pk]), {**token, "act": act})
        assert list(NoReminders.objects.values_list("sign_up", flat=True)) == rows, act


def test_the_page_says_that_there_will_be_no_reminder(opened, ida):
    stop(ida.person)
    page = opened.get(reverse("volunteers:sign_up_detail", args=[ida.pk])).text
    assert "You get no reminder of this. If something changes we still tell you." in page and "three days before" not in page


def test_a_stranger_finds_nothing_and_is_asked_for_an_address(ida):
    assert Visitor().post(reverse("volunteers:own_reminders", args=[ida.pk]), {"act": "stop"}).status_code in (403, 404)
    assert Visitor().get(reverse("volunteers:reminders")).status_code == 302
    assert not NoReminders.objects.exists()


def test_staff_do_it_for_a_caller(carla, shift, vera):  # noqa: F405
    client, url = signed_in(carla), reverse("admin:sign_up_reminders", args=[vera.pk])
    assert "They get reminders." in client.get(url).text
    assert "Saved." in client.post(url, {"act": "stop_all"}, follow=True).text
    assert NoReminders.objects.get().by == carla
    client.post(url, {"act": "again"})
    assert not NoReminders.objects.exists()
