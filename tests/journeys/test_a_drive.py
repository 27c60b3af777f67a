"""The office's own story in a real browser: a Back to School Drive is promised to, brought to, fetched for, given on and reported."""

import re
from datetime import timedelta

from django.utils import timezone

from donations import codes, run_links
from donations.actions import location_links
from donations.location_links import DOOR
from donations.models import Drive, HandOver, Need, PickUpRequest, PickUpRun, PickUpWindow, Pledge
from people.models import PartnerOrganization, User
from tests import goods, makers
from tests.donations import fetching, giving
from tests.journeys.test_staff import coordinator


def school_drive(office):
    """The drive with two locations and two things it needs; it fetches too, in three days."""
    made = giving.running(
        title="Back to School Drive", slug="back-to-school", office=office, offers_pick_up=True,
        partner=PartnerOrganization.objects.create(office=office, name="Partners for Schools"),
    )  # fmt: skip
    for name in ("Notebooks", "Backpacks"):
        goods.need(made, name=name, target=40)
    brighton = goods.location(made, venue=makers.venue(name="Brighton Library", address="40 Academy Hill Rd"), hours=((0, 23),))
    goods.location(made, venue=makers.venue(name="East Boston Library", address="365 Bremen St"), hours=((0, 23),))
    goods.run(made, starts=timezone.now() + timedelta(days=3), to=brighton, driver=makers.person("Dora", "dora@example.org"))
    return made, brighton


def need(name):
    return Need.objects.get(item__name=name)


def promise(dan):
    dan.open("/donate/").follow("Back to School Drive").follow("I’ll bring something")
    dan.page.locator(f"[name=need_{need('Notebooks').pk}]").fill("12")
    dan.fill(name="Dan", email="dan@example.org").press("I’ll bring this").type_code(dan.code(to="dan@example.org"))
    assert dan.heading == "We expect this from you"


def bring(lena, location):
    values = {"name": "Lena", "email": "lena@example.org", "phone": "", "language": "en", "key": makers.key()}
    link = location_links.give(location=location, by=User.objects.get(email="carla@example.org"), now=timezone.now(), **values)
    lena.open(f"/donate/site/open/{DOOR.token(link)}/")
    lena.page.get_by_text("Book in a whole pledge at once").click()
    lena.page.locator("#look-up-code").fill(codes.spaced(codes.of(Pledge.objects.get().pk)))
    lena.press("See what was promised").press("Book it in")
    assert (need("Notebooks").received, Pledge.objects.get().state) == (12, "brought")


def ask_for_a_pick_up(rosa, drive):
    rosa.open(f"/donate/{drive.slug}/pick-up/")
    rosa.page.get_by_label("ZIP code of the address").fill("02128")
    rosa.press("Go on")
    rosa.page.get_by_label("Street address").fill("12 Saratoga St")
    rosa.page.get_by_label("What do you give?").fill("Eight backpacks")
    for label in ("a few bags", "no stairs", "None of these times suits me"):
        rosa.page.locator("label", has_text=label).first.click()
    rosa.fill(name="Rosa", email="rosa@example.org").press("Ask for the pick-up").type_code(rosa.code(to="rosa@example.org"))
    return PickUpRequest.objects.get()


def fetch(carla, driver, request):
    carla.open(f"/admin/desk/drives/{request.drive_id}/pick-ups/")
    carla.page.locator(f"#id_{request.pk}_window").select_option(value=str(PickUpWindow.objects.get().pk))
    carla.press(re.compile("^We come then"))
    now = timezone.now()  # the day has come
    PickUpWindow.objects.update(starts=now - timedelta(hours=1), ends=now + timedelta(hours=1))
    PickUpRun.objects.update(day=now.astimezone(request.drive.zone).date())
    driver.open(f"/donate/runs/open/{run_links.DOOR.token(PickUpRun.objects.get())}/")
    driver.page.locator(f"#stop-{request.pk}").get_by_role("button", name="Collected").click()
    driver.page.get_by_text("Stop noted").wait_for()
    assert PickUpRequest.objects.get().state == "collected"


def give_on(carla, location):
    carla.open(f"/admin/desk/locations/{location.pk}/goods/")
    carla.page.locator(f"[name=quantity-{need('Backpacks').pk}]").fill("8")
    carla.press("Book it in").open(f"/admin/desk/locations/{location.pk}/hand-over/")
    for name, quantity in (("Notebooks", 12), ("Backpacks", 8)):
        carla.page.locator(f"[name=quantity-{need(name).pk}]").fill(str(quantity))
    carla.press("Give it on")
    assert f"Hand-over receipt no. {HandOver.objects.get().pk}" in carla.text


def report(carla, drive):
    carla.open(f"/admin/donations/drive/{drive.pk}/change/")
    carla.page.locator("summary", has_text="Close it").click()
    carla.press("Close it: no more goods").open(f"/admin/desk/drives/{drive.pk}/report/")
    carla.page.locator("[name=result]").fill("Every child had something to write in.")
    carla.page.locator("[name=people_helped]").fill("20")
    carla.press("Publish it")
    assert Drive.objects.get().state == "reported"


def test_a_back_to_school_drive_from_the_first_promise_to_the_report(walk, town):
    fetching.zips()
    drive, brighton = school_drive(town)
    carla, dan = coordinator(walk, town), walk(width=320)
    promise(dan)
    bring(walk(width=320, javascript=False), brighton)
    request = ask_for_a_pick_up(walk(width=320, javascript=False), drive)
    fetch(carla, walk(width=320, javascript=False), request)
    give_on(carla, brighton)
    report(carla, drive)
    dan.open(f"/donate/{drive.slug}/")
    for words in ("This drive is over", "Every child had something to write in.", "20 people were helped.", "Partners for Schools"):
        assert words in dan.text
