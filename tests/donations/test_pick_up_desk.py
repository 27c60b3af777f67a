"""The desk of pick-ups: requests get a time, runs are planned, ordered and given a driver; all by keyboard, nothing for who may not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import PickUpRequest, PickUpRun, PickUpWindow
from languages.models import Language
from mailing.models import Message
from people.models import OfficeRole
from tests import goods, makers
from tests.donations import fetching
from tests.staff.conftest import make_office, make_staff, signed_in

pytestmark = pytest.mark.django_db
DESK = "/admin/desk"


@pytest.fixture
def drive():
    fetching.zips()
    Language.objects.create(code="es", name="Spanish", own_name="Español", offered=True)
    return fetching.drive()


@pytest.fixture
def client(drive):
    return signed_in(make_staff("carla@example.org", drive.office, OfficeRole.Role.COORDINATOR))


@pytest.fixture
def window(drive):
    return fetching.window(drive, to=goods.location(drive))


def planned(drive, **typed):
    day = (timezone.now() + timedelta(days=4)).date().isoformat()
    at = drive.locations.first() or goods.location(drive)
    return {
        "day": day,
        "starts": "09:00",
        "ends": "11:00",
        "stops": "6",
        "to": str(at.pk),
        "name": "East Boston, morning",
        "notes": "",
        "key": makers.key(),
        **typed,
    }


def test_a_run_is_planned_once_and_its_time_is_offered(client, drive):
    places = fetching.zips()
    form = planned(drive, neighborhoods=[str(places["East Boston"].pk)])
    first, second = (client.post(f"{DESK}/drives/{drive.pk}/pick-ups/", form) for _ in range(2))
    run = PickUpRun.objects.get()
    assert first.url == second.url == f"{DESK}/runs/{run.pk}/"
    window = run.windows.get()
    assert (window.local_starts.hour, window.local_ends.hour, window.capacity, window.time_zone) == (9, 11, 6, drive.time_zone)
    assert [one.name for one in window.neighborhoods.all()] == ["East Boston"]
    assert f'value="{window.pk}"' in fetching.Donor().get(f"/donate/{drive.slug}/pick-up/?zip=02128").content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"day": ""}, {"day": "2026-02-30"}, {"day": "1999-01-01"}, {"starts": "25:00"}, {"ends": "08:00"}, {"stops": "0"}, {"stops": "-3"}, {"stops": "9" * 30},
        {"to": "987654321"}, {"neighborhoods": ["987654321"]}, {"name": "x" * 101},
    ],
)  # fmt: skip
def test_a_run_that_cannot_be_meant_comes_back_as_typed(client, drive, typed):
    page = client.post(f"{DESK}/drives/{drive.pk}/pick-ups/", planned(drive, **{"notes": "Bring the hand cart.", **typed}))
    assert page.status_code == 422 and b"Bring the hand cart." in page.content and PickUpRun.objects.count() == 0


def test_a_request_is_scheduled_proposed_or_declined_from_the_list(client, drive, window):
    ann, bob, cat = (goods.pick_up(drive, who=makers.person(name, f"{name}@example.org")) for name in ("Ann", "Bob", "Cat"))
    page = client.get(f"{DESK}/drives/{drive.pk}/pick-ups/").content.decode()
    assert all(name in page for name in ("Ann", "Bob", "Cat", "12 Saratoga St"))
    for one, typed in [
        (ann, {"act": "schedule", "window": window.pk}),
        (bob, {"act": "propose", "window": window.pk}),
        (cat, {"act": "decline", "window": "", "reason": "No furniture, sorry."}),
    ]:
        assert client.post(f"{DESK}/pick-ups/{one.pk}/settle/", typed).status_code == 302
    assert [PickUpRequest.objects.get(pk=one.pk).state for one in (ann, bob, cat)] == ["scheduled", "proposed", "declined"]
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["pick_up_declined", "pick_up_proposed", "pick_up_scheduled"]


@pytest.mark.parametrize(
    "typed", [{"act": "schedule", "window": ""}, {"act": "decline", "reason": ""}, {"act": "x"}, {"act": "schedule", "window": "9" * 25}, {}]
)
def test_half_an_answer_to_a_request_is_refused_beside_it(client, drive, window, typed):
    one = goods.pick_up(drive)
    page = client.post(f"{DESK}/pick-ups/{one.pk}/settle/", typed)
    assert page.status_code == 422 and PickUpRequest.objects.get().state == "requested"


def test_an_unproved_request_is_not_the_offices_yet(client, drive, window):
    goods.pick_up(drive, state="held", who=makers.person("Eve", "eve@example.org"))
    assert "Eve" not in client.get(f"{DESK}/drives/{drive.pk}/pick-ups/").content.decode()


def test_stops_are_moved_by_pressing_buttons_and_the_page_goes_on_there(client, drive, window):
    one, two = (
        goods.pick_up(drive, who=makers.person(name, f"{name}@example.org"), state="scheduled", window=window, order=order)
        for name, order in [("A", 1), ("B", 2)]
    )
    page = client.get(f"{DESK}/runs/{window.run_id}/").content.decode()
    assert page.count('name="way" value="down"') == 1 and page.count('name="way" value="up"') == 1
    answer = client.post(f"{DESK}/pick-ups/{two.pk}/move/", {"way": "up"})
    assert answer.url.endswith(f"#stop-{two.pk}")
    assert list(PickUpRequest.objects.order_by("order").values_list("pk", flat=True)) == [two.pk, one.pk]
    assert client.post(f"{DESK}/runs/{window.run_id}/order/").status_code == 302


def test_a_driver_is_named_and_taken_off_and_their_link_is_shown_to_be_read_out(client, drive, window):
    run = f"{DESK}/runs/{window.run_id}/"
    assert client.post(f"{run}driver/", {"name": "Vera", "email": "", "phone": ""}).status_code == 422
    client.post(f"{run}driver/", {"name": "Vera", "email": "vera@example.org", "phone": ""})
    assert PickUpRun.objects.get().driver.email == "vera@example.org" and Message.objects.filter(kind="run_link").count() == 1
    first = client.get(run).content.decode().split("/donate/runs/open/")[1][:20]
    client.post(f"{run}link/")
    second = client.get(run).content.decode().split("/donate/runs/open/")[1][:20]
    assert first != second
    client.post(f"{run}driver/", {"act": "nobody"})
    assert PickUpRun.objects.get().driver is None and "/donate/runs/open/" not in client.get(run).content.decode()


def test_times_are_added_changed_and_taken_back(client, drive, window):
    run = f"{DESK}/runs/{window.run_id}/"
    late = (window.local_ends + timedelta(minutes=5)).strftime("%H:%M"), (window.local_ends + timedelta(minutes=50)).strftime("%H:%M")
    answer = client.post(run, {"starts": late[0], "ends": late[1], "stops": "3"})
    if late[0] < late[1]:
        assert answer.status_code == 302 and PickUpWindow.objects.count() == 2
    overlapping = client.post(run, {"starts": window.local_starts.strftime("%H:%M"), "ends": "23:59", "stops": "3"})
    assert overlapping.status_code == 422
    goods.pick_up(drive, window=window, state="scheduled")
    assert client.post(f"{DESK}/run-times/{window.pk}/", {"stops": "0"}).status_code == 422
    assert client.post(f"{DESK}/run-times/{window.pk}/", {"stops": "2"}).status_code == 302
    client.post(f"{DESK}/run-times/{window.pk}/", {"act": "remove", "stops": "2"})
    assert PickUpWindow.objects.get(pk=window.pk).capacity == 2


def test_the_sheet_on_paper_has_every_stop(client, drive, window):
    goods.pick_up(drive, window=window, state="scheduled", who=makers.person("Ann", "ann@example.org", phone="+16175550143"), notes="Ring twice.")
    page = client.get(f"{DESK}/runs/{window.run_id}/sheet/").content.decode()
    assert all(words in page for words in ("12 Saratoga St", "617-555-0143", "Six bags of coats", "Ring twice."))


def test_a_run_is_called_off_once_asked(client, drive, window):
    goods.pick_up(drive, window=window, state="scheduled")
    page = f"{DESK}/runs/{window.run_id}/call-off/"
    assert b"1 request is on this run" in client.get(page).content and PickUpRun.objects.get().state == "planned"
    client.post(page)
    assert PickUpRun.objects.get().state == "cancelled" and PickUpRequest.objects.get().state == "requested"


def test_staff_note_what_the_driver_wrote_on_paper(client, drive):
    window = fetching.window(drive, days=-1, to=goods.location(drive))
    PickUpRun.objects.update(day=(timezone.now() - timedelta(days=1)).date())
    one = goods.pick_up(drive, window=window, state="scheduled")
    assert client.post(f"{DESK}/pick-ups/{one.pk}/mark/", {"state": "missed", "seen": "scheduled"}).status_code == 302
    assert PickUpRequest.objects.get().state == "missed"


def test_somebody_who_calls_is_written_down(client, drive):
    form = {
        "name": "Ana", "phone": "617-555-0143", "email": "", "address": "5 Meridian St", "zip": "02128", "what": "A desk", "size": "car", "stairs": "few", "notes": "",
        "organization": "", "language": "es", "key": makers.key(),
    }  # fmt: skip
    page = f"{DESK}/drives/{drive.pk}/pick-ups/enter/"
    assert [client.post(page, form).status_code for _ in range(2)] == [302, 302]
    assert PickUpRequest.objects.get().state == "requested"
    outside = client.post(page, {**form, "zip": "90210", "key": makers.key()})
    assert outside.status_code == 422 and b"5 Meridian St" in outside.content


DOORS = [
    ("drives", "pick-ups/"), ("drives", "pick-ups/enter/"), ("runs", ""), ("runs", "sheet/"), ("runs", "order/"), ("runs", "driver/"), ("runs", "link/"), ("runs", "call-off/"),
    ("run-times", ""), ("pick-ups", "settle/"), ("pick-ups", "move/"), ("pick-ups", "off/"), ("pick-ups", "mark/"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "act"), DOORS)
def test_other_offices_viewers_and_strangers_reach_nothing(drive, window, what, act):
    one = goods.pick_up(drive, window=window, state="scheduled")
    number = {"drives": drive.pk, "runs": window.run_id, "run-times": window.pk, "pick-ups": one.pk}[what]
    path = f"{DESK}/{what}/{number}/{act}"
    parks = signed_in(make_staff("paula@example.org", make_office("Office of Parks"), OfficeRole.Role.COORDINATOR))
    viewer = signed_in(make_staff("vi@example.org", drive.office, OfficeRole.Role.VIEWER))
    for client, statuses in [(parks, {404, 405}), (viewer, {403, 405}), (fetching.Donor(), {302, 403})]:
        for answer in (client.get(path), client.post(path, {"act": "decline", "reason": "x", "state": "missed", "way": "up"})):
            assert answer.status_code in statuses, (path, answer.status_code)
            assert b"12 Saratoga St" not in answer.content
    one.refresh_from_db()
    assert (one.state, PickUpRun.objects.get().state) == ("scheduled", "planned")


def test_whoever_leads_the_drive_plans_its_pick_ups(drive, window):
    lead = make_staff("lena@example.org")
    drive.leads.add(lead)
    client = signed_in(lead)
    assert client.get(f"{DESK}/drives/{drive.pk}/pick-ups/").status_code == 200
    assert client.get(f"{DESK}/drives/{fetching.drive().pk}/pick-ups/").status_code == 404
