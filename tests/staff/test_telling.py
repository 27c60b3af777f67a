"""After an edit: who is told when, and “Tell the 14 people?” with the letter, yes and no."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from tests import makers
from tests.browsing import at_widths
from tests.staff.conftest import enter, make_shift, signed_in
from tests.staff.test_opportunity_admin import management, opportunity_form
from tests.staff.test_pages_in_a_browser import enter_as
from tests.staff.test_shift_page import change
from volunteers.actions import notices
from volunteers.models import ChangeNotice, Shift


@pytest.fixture
def client(carla):
    return signed_in(carla)


@pytest.fixture
def page(opportunity):
    return reverse("admin:tell_changes", args=[opportunity.pk])


def later(shift):
    return {"start": f"{shift.local_starts.hour + 1:02}:00"}


def test_a_new_time_is_told_at_a_time_that_staff_read(client, carla, shift, vera, page):
    answer = change(carla, shift, **later(shift))
    assert "1 person is told at" in answer.text and "Change it back before that, and nobody is told." in answer.text and page in answer.text
    letter = client.get(page).text
    assert "As Vera Lopez will read it" in letter and "before:" in letter and "Yes, tell" not in letter


def test_other_words_lead_to_the_question_with_the_letter(client, carla, shift, vera, page):
    answer = change(carla, shift, notes="Side door")
    assert answer.redirect_chain[-1][0] == page
    assert "Tell the 1 person?" in answer.text and "now: Side door" in answer.text and "1 person gets it by email." in answer.text


@pytest.mark.parametrize(("act", "said", "letters"), [("yes", "They will be told", 1), ("no", "Nobody is told of this.", 0)])
def test_yes_and_no(client, carla, shift, vera, page, act, said, letters):
    shown = change(carla, shift, notes="Side door").context["shown"]
    answer = client.post(page, {"act": act, "shown": shown}, follow=True)
    assert said in answer.text
    notices.sweep(now=timezone.now() + notices.WINDOW)
    assert Message.objects.filter(kind="shift_changed").count() == letters
    assert "decided already" in client.post(page, {"act": act, "shown": shown}, follow=True).text


def test_looking_at_the_question_stores_nothing(client, carla, shift, vera, page):
    change(carla, shift, notes="Side door")
    before = list(ChangeNotice.objects.values())
    client.get(page)
    assert (list(ChangeNotice.objects.values()), Message.objects.filter(kind="shift_changed").count()) == (before, 0)


@pytest.mark.parametrize("sent", [{}, {"act": "yes"}, {"act": "yes", "shown": "x"}, {"act": "yes", "shown": "1"}, {"act": "yes", "shown": "9" * 30 + ":notes"}])
def test_whatever_else_is_sent_decides_nothing(client, carla, shift, vera, page, sent):
    change(carla, shift, notes="Side door")
    assert client.post(page, sent).status_code == 302
    assert ChangeNotice.objects.get().tell == []


def test_what_to_bring_for_the_whole_opportunity_asks_too(client, office, opportunity, shift, vera, page):
    form = opportunity_form(office, title=opportunity.title, summary="Help.", bring="Gloves", slug=opportunity.slug)
    answer = client.post(reverse("admin:volunteers_opportunity_change", args=[opportunity.pk]), form, follow=True)
    assert answer.redirect_chain[-1][0] == page and "now: Gloves" in answer.text


def test_nobody_signed_up_no_question(carla, shift):
    assert "Tell the" not in change(carla, shift, notes="Side door").text
    assert not ChangeNotice.objects.exists()


def test_another_name_for_a_role_asks(carla, shift, vera):
    role = shift.roles.get()
    row = {"roles-0-id": role.pk, "roles-0-shift": shift.pk, "roles-0-name": "Packer", "roles-0-capacity": 10, "roles-0-waitlist": "on", "roles-0-order": 0}
    assert "now: Packer" in change(carla, shift, **management("roles", 1, 1), **row).text


def test_what_begins_soon_is_told_at_once_and_staff_are_sent_to_the_numbers(carla, opportunity, venue):
    shift = make_shift(opportunity, venue, by=carla)
    starts = timezone.now() + timedelta(minutes=30)
    Shift.objects.filter(pk=shift.pk).update(starts=starts, ends=starts + timedelta(hours=2))
    enter(shift.roles.get(), "Vera Lopez", by=carla, email="vera@example.org")
    other = makers.venue(name="City Hall", address="1 Square")
    answer = change(carla, Shift.objects.get(pk=shift.pk), venue=other.pk)
    assert "It begins soon, so 1 person is told at once." in answer.text and reverse("admin:roster", args=[shift.pk]) in answer.text
    assert Message.objects.filter(kind="shift_moved").count() == 1


def test_the_roster_says_who_has_answered_since(client, carla, shift, vera):
    change(carla, shift, **later(shift))
    roster = reverse("admin:roster", args=[shift.pk])
    assert "asked again" not in client.get(roster).text
    notices.sweep(now=timezone.now() + notices.WINDOW)
    text = client.get(roster).text
    assert "asked again, no answer yet" in text and "1 has not answered." in text


def test_the_home_of_staff_lists_who_has_not_answered(client, carla, shift, vera):
    change(carla, shift, **later(shift))
    notices.sweep(now=timezone.now() + notices.WINDOW)
    Shift.objects.filter(pk=shift.pk).update(starts=timezone.now() + timedelta(hours=30), ends=timezone.now() + timedelta(hours=33))
    assert "Vera Lopez: Pack food boxes" in client.get(reverse("admin:index")).text


def test_the_question_is_accessible(live, new_page, axe, carla, shift, vera, page):
    change(carla, shift, notes="Side door")
    browser = enter_as(new_page(), live, carla)
    browser.goto(live.url + page)
    browser.wait_for_selector("text=Yes, tell 1 person")
    for _width in at_widths(browser):
        axe(browser)
