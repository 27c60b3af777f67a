"""Staff open, close, report, copy and share a drive: each a press of a button, refused with a sentence, within their own office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import Drive
from sharing.models import TrackedLink
from tests import goods, makers
from tests.staff.conftest import carla, city, make_staff, office, other_coordinator, other_office, signed_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive(office):  # noqa: F811
    now = timezone.now()
    made = goods.drive(
        office=office, state="draft", title="Back to School", slug="back-to-school", opens=now - timedelta(days=1), closes=now + timedelta(days=9)
    )
    goods.need(made, name="Pens")
    goods.location(made)
    return made


@pytest.fixture
def staff(carla):  # noqa: F811
    return signed_in(carla)


def press(client, name, drive, values=None):
    return client.post(reverse(f"admin:{name}", args=[drive.pk]), values or {}, follow=True)


def state(drive):
    return Drive.objects.get(pk=drive.pk).state


def test_each_step_is_one_press_and_says_what_happened(staff, drive):
    for name, after, words in [
        ("open_drive", "open", "It is open: everyone can see it."),
        ("stop_drive", "closing", "It takes no more promises."),
        ("close_drive", "closed", "It is closed."),
        ("take_goods_again", "closing", "It takes goods again"),
    ]:
        answer = press(staff, name, drive)
        assert (state(drive), answer.status_code) == (after, 200) and words in answer.text


def test_what_is_missing_is_said_on_the_page_of_the_drive(staff, drive):
    Drive.objects.update(help_text="")
    assert "Say first under “Need help yourself?”" in press(staff, "open_drive", drive).text and state(drive) == "draft"


@pytest.mark.parametrize(
    ("before", "shown", "hidden"),
    [
        ("draft", ["Open it", "Copy it"], ["Take no more promises", "Report what came of it"]),
        ("open", ["Take no more promises", "Close it"], ["Open it", "Report what came of it"]),
        ("closing", ["Take promises again", "Close it"], ["Take goods again"]),
        ("closed", ["Take goods again", "Report what came of it"], ["Close it"]),
        ("reported", ["Report what came of it"], ["Take goods again", "Close it"]),
    ],
)
def test_only_the_steps_of_its_state_are_offered(staff, drive, before, shown, hidden):
    Drive.objects.update(state=before)
    page = staff.get(reverse("admin:donations_drive_change", args=[drive.pk])).text
    assert [words for words in shown if f">{words}<" not in page] == [] and [words for words in hidden if f">{words}<" in page] == []


def test_a_report_without_figures_comes_back_with_the_error_beside_the_field(staff, drive):
    Drive.objects.update(state="closed")
    donation = drive.donations.create(location=drive.locations.get(), source="walk_in", received_at=timezone.now())
    donation.lines.create(need=drive.needs.get(), quantity=1200)
    url = reverse("admin:report_drive", args=[drive.pk])
    assert "Pens: 1,200" in staff.get(url).text
    for helped in ("", "0", "-3", "1.5", "9" * 30, "many"):
        answer = staff.post(url, {"result": "Much came.", "people_helped": helped})
        assert (answer.status_code, state(drive)) == (422, "closed"), helped
        assert "Much came." in answer.text and 'id="id_people_helped_error"' in answer.text, helped
    for number in ("320", "٣٢٠"):
        assert staff.post(url, {"result": "Much came.", "people_helped": number}).status_code == 302
        found = Drive.objects.get(pk=drive.pk)
        assert (found.state, found.result, found.people_helped) == ("reported", "Much came.", 320)


def test_a_copy_is_made_once_and_a_past_day_is_refused(staff, drive):
    url, key = reverse("admin:copy_drive", args=[drive.pk]), makers.key()
    answer = staff.post(url, {"last_day": "2020-01-01", "key": key})
    assert answer.status_code == 422 and "Choose a last day that is still to come." in answer.text
    day = (timezone.localdate() + timedelta(days=360)).isoformat()
    first, again = staff.post(url, {"last_day": day, "key": key}), staff.post(url, {"last_day": day, "key": key})
    assert (first.status_code, first.headers["Location"]) == (302, again.headers["Location"]) and Drive.objects.count() == 2


def test_the_copy_is_proposed_for_the_same_weekday_a_year_later(staff, drive):
    page = staff.get(reverse("admin:copy_drive", args=[drive.pk])).text
    assert f'value="{(drive.local_closes.date() + timedelta(weeks=52)).isoformat()}"' in page


DOORS = ["open_drive", "stop_drive", "close_drive", "take_goods_again", "report_drive", "copy_drive"]


@pytest.mark.parametrize("name", DOORS)
def test_a_drive_of_another_office_is_not_found(drive, other_coordinator, name):  # noqa: F811
    client = signed_in(other_coordinator)
    unknown = client.post(reverse(f"admin:{name}", args=[10**15]))
    foreign = client.post(reverse(f"admin:{name}", args=[drive.pk]))
    assert (foreign.status_code, unknown.status_code, state(drive)) == (404, 404, "draft")


@pytest.mark.parametrize("name", DOORS)
def test_who_only_leads_it_or_only_looks_changes_no_state(drive, office, name):  # noqa: F811
    lead, viewer = make_staff("lead@example.org", office, "viewer"), make_staff("vi@example.org", office, "viewer")
    drive.leads.add(lead)
    assert [signed_in(one).post(reverse(f"admin:{name}", args=[drive.pk])).status_code for one in (lead, viewer)] == [403, 403]
    assert state(drive) == "draft"


@pytest.mark.parametrize("name", DOORS[:4])
def test_no_get_changes_a_state(staff, drive, name):
    assert staff.get(reverse(f"admin:{name}", args=[drive.pk])).status_code == 405 and state(drive) == "draft"


def test_a_counted_link_of_any_page_is_made_in_the_list_and_never_leads_away(staff):
    url = reverse("admin:sharing_trackedlink_add")
    for target in (
        "https://elsewhere.example.org/",
        "//elsewhere.example.org/",
        "/es//elsewhere.example.org/",
        "/\\elsewhere.example.org",
        "volunteer",
        "/volunter/",
        "/es",
    ):
        assert "Please enter a page of this portal" in staff.post(url, {"target": target, "channel": "radio"}).text
    assert staff.post(url, {"target": "/volunteer/", "channel": "radio"}).status_code == 302
    link = TrackedLink.objects.get()
    assert (link.target, link.made_by.email, link.followed) == ("/volunteer/", "carla@example.org", 0)
    assert f"/s/{link.code}/" in staff.get(reverse("admin:sharing_trackedlink_changelist")).text


@pytest.mark.parametrize(
    "typed", ["/volunteer/sort-food/", "/volunteer/sort-food", "/es/volunteer/sort-food/", "http://localhost:8000/es/volunteer/sort-food/"]
)
def test_a_page_is_kept_as_its_own_links_have_it_however_its_address_was_copied(staff, typed):
    for prefix in ("/admin", "/es/admin"):
        TrackedLink.objects.all().delete()
        url = reverse("admin:sharing_trackedlink_add").replace("/admin", prefix, 1)
        assert staff.post(url, {"target": typed, "channel": "radio"}).status_code == 302
        assert TrackedLink.objects.get().target == "/volunteer/sort-food/"
