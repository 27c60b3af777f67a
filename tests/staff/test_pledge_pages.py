"""Staff write down promises on the phone, take them off, answer large gifts and make times for appointments."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import Arrangement, DropOffWindow, Pledge
from mailing.models import Message
from people.models import OfficeRole
from tests import goods
from tests.donations import giving
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(office):
    return giving.running(office=office)


@pytest.fixture
def books(drive):
    return goods.need(drive, name="Notebooks", target=10, is_capped=True)


def call_in(client, drive, **typed):
    url = reverse("admin:enter_pledge", args=[drive.pk])
    key = client.get(url).context["form"]["key"].value()
    return client.post(url, {"name": "Dan Lopez", "email": "", "phone": "", "language": "en", "key": key, **typed}, follow=True)


def test_a_promise_on_the_phone_stands_at_once_and_its_code_is_told(carla, drive, books):
    page = call_in(signed_in(carla), drive, phone="617-555-0123", **{f"need_{books.pk}": "3"})
    made = Pledge.objects.get()
    assert (made.state, made.entered_by, made.person.email) == ("promised", carla, "")
    assert "The code to say at the drop-off" in page.content.decode()
    assert Message.objects.get().kind == "pledged"


def test_the_form_speaks_of_the_caller_and_the_browser_fills_in_nothing_of_staff(carla, drive, books):
    goods.location(drive)
    page = signed_in(carla).get(reverse("admin:enter_pledge", args=[drive.pk])).content.decode()
    assert "Where will they bring it?" in page and "Your name" not in page and "Where will you" not in page and "We will write to you" not in page
    assert page.count('autocomplete="off"') >= 3 and 'autocomplete="name"' not in page and 'autocomplete="email"' not in page


def test_with_neither_address_nor_number_it_is_written_down_too(carla, drive, books):
    call_in(signed_in(carla), drive, **{f"need_{books.pk}": "3"})
    assert Pledge.objects.get().person.name == "Dan Lopez"


@pytest.mark.parametrize(("number", "words"), [("11", "Only 10 are still wanted"), ("", "at least one item"), ("-1", "Enter 0 or more")])
def test_what_does_not_fit_is_refused_and_nothing_is_lost(carla, drive, books, number, words):
    page = call_in(signed_in(carla), drive, notes="By bus", **{f"need_{books.pk}": number})
    assert page.status_code == 422 and words in page.content.decode() and "By bus" in page.content.decode()
    assert Pledge.objects.count() == 0


def test_sending_the_form_twice_is_one_promise(carla, drive, books):
    client = signed_in(carla)
    url = reverse("admin:enter_pledge", args=[drive.pk])
    values = {"name": "Dan", "email": "", "phone": "", "language": "en", "key": client.get(url).context["form"]["key"].value(), f"need_{books.pk}": "2"}
    assert [client.post(url, values).status_code for _ in range(2)] == [302, 302]
    assert Pledge.objects.count() == 1


def test_a_lead_of_the_drive_may_and_a_viewer_and_another_office_may_not(office, other_coordinator, drive, books):
    lead = make_staff("lea@example.org")
    drive.leads.add(lead)
    url = reverse("admin:enter_pledge", args=[drive.pk])
    viewer = make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    assert [signed_in(user).get(url).status_code for user in (lead, viewer, other_coordinator)] == [200, 403, 404]


def test_a_promise_is_taken_off_the_list_and_its_donor_told(carla, drive, books):
    made = giving.made({books: 4}, who=goods.dan(office=drive.office))
    page = signed_in(carla).get(reverse("admin:donations_pledge_change", args=[made.pk])).content.decode()
    assert "4 × Notebooks" in page and "Withdraw" in page and made.person.email in page
    page = signed_in(carla).post(reverse("admin:withdraw_pledge", args=[made.pk]), follow=True).content.decode()
    assert (Pledge.objects.get().state, Message.objects.get().kind) == ("withdrawn", "pledge_withdrawn") and "They are told." in page


def test_of_a_promise_that_was_never_confirmed_nobody_is_told_but_ones_own_page_says_it(carla, drive, books):
    dan = giving.Giver()
    dan.pledge(drive, {books: 4})
    made = Pledge.objects.get()
    page = signed_in(carla).post(reverse("admin:withdraw_pledge", args=[made.pk]), follow=True).content.decode()
    assert "It was never confirmed, so nobody is written to." in page and "They are told." not in page
    assert not Message.objects.filter(kind="pledge_withdrawn").exists()
    assert "Withdrawn" in dan.get(dan.type_code(code_for("dan@example.org"))["Location"]).content.decode()
    mine = dan.get("/my/").context
    assert ([thing.ref for thing in mine["coming"]], [(thing.ref, thing.state_words) for thing in mine["past"]]) == ([], [(made.ref, "Withdrawn")])


def test_a_viewer_sees_who_gives_but_not_how_to_reach_them(office, drive, books):
    made = giving.made({books: 4}, who=goods.dan(office=drive.office), notes="Ring twice")
    viewer = make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    page = signed_in(viewer).get(reverse("admin:donations_pledge_change", args=[made.pk])).content.decode()
    assert "4 × Notebooks" in page and made.person.email not in page and "Ring twice" not in page


def answer(client, found, **typed):
    url = reverse("admin:donations_arrangement_change", args=[found.pk])
    seen = client.get(url).context["seen"]
    return client.post(url, {"owner": "", "decision": "", "reply": "", "seen": seen, **typed})


@pytest.fixture
def offer(drive):
    return Arrangement.objects.create(
        drive=drive, kind="box", person=goods.dan(office=drive.office), organization="Bakery", reply_by=timezone.localdate(), state="asked"
    )


def test_a_large_gift_is_answered_in_the_admin_and_the_donor_is_told(carla, offer):
    assert answer(signed_in(carla), offer, decision="agreed", reply="We bring the box on Monday.").status_code == 302
    offer.refresh_from_db()
    assert (offer.state, offer.reply, offer.owner) == ("agreed", "We bring the box on Monday.", carla)
    assert Message.objects.get().kind == "arrangement_answered"
    answer(signed_in(carla), offer, decision="done", reply=offer.reply, owner=carla.pk)
    offer.refresh_from_db()
    assert offer.state == "done" and Message.objects.count() == 1


def test_an_answer_without_words_comes_back_and_nothing_is_sent(carla, offer):
    page = answer(signed_in(carla), offer, decision="declined")
    assert page.status_code == 200 and "Write what the donor has to know" in page.content.decode()
    offer.refresh_from_db()
    assert offer.state == "asked" and Message.objects.count() == 0


def test_times_for_appointments_are_made_and_never_fewer_than_are_taken(carla, drive):
    place = goods.location(drive)
    client, url = signed_in(carla), reverse("admin:donations_dropoffwindow_add")
    starts = timezone.localtime() + timedelta(days=2)
    moment = {"starts_0": f"{starts:%Y-%m-%d}", "starts_1": "09:00", "ends_0": f"{starts:%Y-%m-%d}", "ends_1": "09:30"}
    assert client.post(url, {"location": place.pk, "capacity": 3, **moment}).status_code == 302
    assert DropOffWindow.objects.get().capacity == 3
    assert "end after it begins" in client.post(url, {"location": place.pk, "capacity": 3, **moment, "ends_1": "08:00"}).content.decode()
