"""A driver's run on the phone: opened by its link on its day only, what is pressed counts once, and what follows from it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations import run_links, run_order
from donations.actions import runs, stops
from donations.models import Donation, Need, PickUpRequest, PickUpRun, PickUpWindow, Pledge, Stock
from intake.refusal import Refused
from mailing.models import Message
from tests import goods, makers
from tests.donations import fetching
from tests.tokens import spoiled
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def run():
    """A run of today with one window and a driver."""
    fetching.zips()
    drive = fetching.drive()
    at = goods.location(drive)
    made = PickUpRun.objects.create(drive=drive, day=timezone.now().astimezone(drive.zone).date(), to=at, driver=makers.person())
    starts = datetime.combine(made.day, time(1), tzinfo=drive.zone)
    PickUpWindow.objects.create(run=made, starts=starts, ends=starts + timedelta(hours=22), capacity=60)
    return made


def stop(run, name="Dan", **changes):
    who = makers.person(name, f"{name.lower()}@example.org", phone="+16175550142")
    return goods.pick_up(run.drive, who=who, state="assigned", window=run.windows.get(), **changes)


def opened(run, client=None):
    """Return a browser that has opened the link."""
    client = client or Visitor()
    client.get(f"/donate/runs/open/{run_links.DOOR.token(run)}/")
    return client


def sheet(run):
    return f"/donate/runs/{run.pk}/"


def press(client, run, one, state, **typed):
    page = client.get(sheet(run))
    return client.post(f"{sheet(run)}stops/{one.pk}/", {**client.hidden(page), "seen": "assigned", "state": state, **typed})


def state(one):
    return PickUpRequest.objects.get(pk=one.pk).state


# --- The link -----------------------------------------------------------------------------------------------------------------


def test_the_link_opens_the_stops_in_order_and_leaves_the_address_bar(run):
    first, second = stop(run, address="1 Meridian St", order=2), stop(run, "Sam", address="2 Bennington St", order=1)
    client = Visitor()
    answer = client.get(f"/donate/runs/open/{run_links.DOOR.token(run)}/")
    assert answer.status_code == 302 and answer.url == sheet(run)
    page = client.get(sheet(run))
    text = page.content.decode()
    assert text.index("2 Bennington St") < text.index("1 Meridian St") and "617-555-0142" in text and "Six bags of coats" in text
    assert "no-store" in page["Cache-Control"] and page["X-Robots-Tag"] == "noindex, nofollow"
    assert [first.pk, second.pk] == sorted([first.pk, second.pk])


def test_without_the_link_with_a_wrong_one_or_with_anothers_there_is_nothing(run):
    stop(run)
    other = PickUpRun.objects.create(drive=run.drive, day=run.day, driver=makers.person("Sam", "sam@example.org"))
    client = opened(other)
    for path in (sheet(run), f"/donate/runs/open/{spoiled(run_links.DOOR.token(run), -1)}/", "/donate/runs/987654321/", "/donate/runs/open/x/"):
        assert client.get(path).status_code == 404
    assert press(opened(run), other, PickUpRequest.objects.get(), "collected").status_code in {403, 404}
    assert (
        client.post(f"{sheet(other)}stops/{PickUpRequest.objects.get().pk}/", {**client.hidden(client.get(sheet(other))), "state": "collected"}).status_code
        == 404
    )


def test_it_works_on_its_day_only_and_the_addresses_are_gone_at_midnight(run):
    midnight = run.closes
    assert (run.is_open(run.opens - timedelta(seconds=1)), run.is_open(run.opens), run.is_open(midnight - timedelta(seconds=1))) == (False, True, True)
    assert not run.is_open(midnight) and run.is_over(midnight)
    client, one = opened(run), stop(run, address="1 Meridian St")
    assert "1 Meridian St" in client.get(sheet(run)).content.decode()
    PickUpRun.objects.update(day=run.day - timedelta(days=1))
    assert client.get(sheet(run)).status_code == 404 and press(client, run, one, "collected").status_code in {403, 404}
    PickUpRun.objects.update(day=run.day + timedelta(days=1))
    early = Client().get(f"/donate/runs/open/{run_links.DOOR.token(run)}/")
    assert early.status_code == 200 and b"This link opens later" in early.content and b"Meridian" not in early.content
    assert client.get(sheet(run)).status_code == 404 and state(one) == "assigned"


def test_the_day_is_that_of_the_place(run):
    type(run.drive).objects.update(time_zone="Pacific/Kiritimati")
    run = PickUpRun.objects.select_related("drive").get()
    assert run.opens.utcoffset() == timedelta(hours=14) and run.closes - run.opens == timedelta(days=1)


@pytest.mark.parametrize("how", ["renewed", "another driver", "no driver", "called off"])
def test_a_link_that_was_taken_back_opens_nothing_in_no_browser(run, how):
    client, token, carla = opened(run), run_links.DOOR.token(run), makers.staff()
    assert client.get(sheet(run)).status_code == 200
    {
        "renewed": lambda: runs.renew_link(run=run, by=carla, now=timezone.now()),
        "another driver": lambda: runs.set_driver(run=run, driver=makers.person("Sam", "sam@example.org"), by=carla, now=timezone.now()),
        "no driver": lambda: runs.set_driver(run=run, driver=None, by=carla, now=timezone.now()),
        "called off": lambda: runs.call_off(run=run, by=carla, now=timezone.now()),
    }[how]()
    assert client.get(sheet(run)).status_code == 404
    assert client.get(f"/donate/runs/open/{token}/").status_code == 404


# --- Marks -------------------------------------------------------------------------------------------------------------------


def test_a_collected_stop_is_noted_and_the_run_is_done_with_the_last_one(run):
    one, two, client = stop(run), stop(run, "Sam"), opened(run)
    assert press(client, run, one, "collected").status_code == 302
    assert (state(one), PickUpRun.objects.get().state) == ("collected", "on_the_way")
    press(client, run, two, "missed")
    assert (state(two), PickUpRun.objects.get().state) == ("missed", "done")
    assert Message.objects.get(kind="pick_up_missed").person == two.person


def test_a_mark_is_taken_back_and_its_letter_with_it(run):
    one, client = stop(run), opened(run)
    press(client, run, one, "missed")
    press(client, run, one, "assigned", seen="missed")
    assert state(one) == "assigned" and Message.objects.get(kind="pick_up_missed").state == "cancelled"
    assert PickUpRun.objects.get().state == "on_the_way"


def test_a_part_opens_a_request_for_the_rest_which_goes_when_the_mark_is_taken_back(run):
    one, client = stop(run), opened(run)
    press(client, run, one, "partly", left="Four bags, they did not fit")
    rest = one.rests.get()
    assert (rest.state, rest.what, rest.address, rest.window, rest.person) == ("requested", "Four bags, they did not fit", one.address, None, one.person)
    assert Message.objects.filter(kind="pick_up_partly").count() == 1
    press(client, run, one, "assigned", seen="partly")
    rest.refresh_from_db()
    assert (rest.state, state(one)) == ("cancelled", "assigned")


def test_a_press_that_arrives_twice_counts_once(run):
    one, client, key = stop(run), opened(run), makers.key()
    answers = [press(client, run, one, "partly", left="Two bags", key=key).status_code for _ in range(3)]
    assert answers == [302, 302, 302] and one.rests.count() == 1


def test_what_somebody_else_has_noted_meanwhile_stays(run):
    one, client = stop(run), opened(run)
    stops.mark(stop=one, run=run, state="missed", key="", by=makers.staff(), now=timezone.now())
    page = client.get(sheet(run))
    late = client.post(f"{sheet(run)}stops/{one.pk}/", {**client.hidden(page), "seen": "assigned", "state": "collected"}, **JSON)
    assert late.status_code == 409 and late.json()["state"] == "missed" and "meanwhile" in late.json()["said"]
    assert state(one) == "missed"


def test_the_script_gets_a_few_words_instead_of_a_page(run):
    one, client = stop(run), opened(run)
    page = client.get(sheet(run))
    answer = client.post(f"{sheet(run)}stops/{one.pk}/", {**client.hidden(page), "seen": "assigned", "state": "collected"}, **JSON)
    assert answer.status_code == 200 and answer.json()["state"] == "collected"


@pytest.mark.parametrize(
    "typed",
    [{"state": "cancelled"}, {"state": ""}, {"state": "collected", "seen": "x"}, {"state": "partly", "left": "x" * 601}, {"state": "partly", "left": "a\x00"}],
)
def test_bad_input_at_a_stop_changes_nothing(run, typed):
    one, client = stop(run), opened(run)
    answer = press(client, run, one, **typed)
    assert answer.status_code == 422 and state(one) == "assigned"


def test_a_card_number_in_what_is_left_is_refused_and_not_stored(run):
    one, client = stop(run), opened(run)
    answer = press(client, run, one, "partly", left="4111 1111 1111 1111")
    assert answer.status_code == 422 and state(one) == "assigned" and PickUpRequest.objects.count() == 1


def test_a_stop_put_on_another_run_meanwhile_is_not_this_drivers_any_more(run):
    one, client = stop(run), opened(run)
    other = fetching.window(run.drive)
    PickUpRequest.objects.update(window=other)
    answer = press(client, run, one, "collected")
    assert answer.status_code == 422 and b"not on this run any more" in answer.content and state(one) == "assigned"


def test_nothing_is_noted_before_the_day(run):
    one = stop(run)
    with pytest.raises(Refused):
        stops.mark(stop=one, run=run, state="collected", key="", by=makers.staff(), now=run.opens - timedelta(minutes=1))


def test_the_donor_is_told_once_that_the_driver_is_on_the_way(run):
    one, client = stop(run), opened(run)
    for _ in range(2):
        page = client.get(sheet(run))
        client.post(f"{sheet(run)}stops/{one.pk}/on-the-way/", client.hidden(page))
    assert Message.objects.filter(kind="pick_up_on_the_way").count() == 1
    assert PickUpRun.objects.get().state == "on_the_way"
    assert b"They are told that you are on the way" in client.get(sheet(run)).content


# --- Goods ---------------------------------------------------------------------------------------------------------------------


def promised(run, quantity=6):
    need = goods.need(run.drive, name="Coats", target=50)
    pledge = goods.pledge({need: quantity}, who=makers.person("Dan", "dan@example.org", phone="+16175550142"))
    one = goods.pick_up(run.drive, who=pledge.person, state="assigned", window=run.windows.get(), pledge=pledge)
    return need, pledge, one


def test_promised_goods_are_booked_in_where_the_run_brings_them(run):
    need, pledge, one = promised(run)
    client = opened(run)
    text = client.get(sheet(run)).content.decode()
    assert f'name="need-{need.pk}"' in text and 'value="6"' in text
    for _ in range(2):
        press(client, run, one, "collected", **{f"need-{need.pk}": "٥"})
    donation = Donation.objects.get()
    assert (donation.pick_up, donation.pledge, donation.location, donation.source) == (one, pledge, run.to, "pick_up")
    assert Need.objects.get(pk=need.pk).received == 5 and Stock.objects.get(need=need, location=run.to).quantity == 5


def test_what_was_not_counted_is_not_booked(run):
    need, _pledge, one = promised(run)
    press(opened(run), run, one, "collected", **{f"need-{need.pk}": ""})
    assert state(one) == "collected" and Donation.objects.count() == 0


@pytest.mark.parametrize("number", ["-1", "1.5", "9" * 30, "six"])
def test_a_number_that_cannot_be_meant_is_refused_and_nothing_is_noted(run, number):
    need, _pledge, one = promised(run)
    answer = press(opened(run), run, one, "collected", **{f"need-{need.pk}": number})
    assert answer.status_code == 422 and (state(one), Donation.objects.count()) == ("assigned", 0)


def test_goods_are_taken_back_with_their_mark(run):
    need, _pledge, one = promised(run)
    client = opened(run)
    press(client, run, one, "collected", **{f"need-{need.pk}": "6"})
    answer = press(client, run, one, "missed", seen="collected")
    assert answer.status_code == 302 and state(one) == "missed"
    assert Need.objects.get(pk=need.pk).received == 0 and not Pledge.objects.filter(lines__brought__gt=0).exists()


def test_who_goes_back_and_types_another_number_is_heard(run):
    need, _pledge, one = promised(run)
    client = opened(run)
    form = {**client.hidden(client.get(sheet(run))), "seen": "assigned", "state": "collected"}
    for number in ("3", "5", "5"):
        assert client.post(f"{sheet(run)}stops/{one.pk}/", {**form, f"need-{need.pk}": number}).status_code == 302
    assert (state(one), Need.objects.get(pk=need.pk).received, Donation.objects.count()) == ("collected", 5, 1)


# --- Figures ---------------------------------------------------------------------------------------------------------------------


def test_forty_stops_cost_the_queries_of_one(run):
    stop(run)
    client = opened(run)
    client.get(sheet(run))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(sheet(run))
    for number in range(39):
        stop(run, f"Dan{number}")
    with CaptureQueriesContext(connection) as forty:
        page = client.get(sheet(run))
    assert page.content.decode().count('class="card"') == 40 and len(run_order.stops_of(run)) == 40
    assert len(forty) == len(one)
