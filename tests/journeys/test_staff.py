"""A coordinator's day: sign in with two factors, see what is needed, plan a shift, greet who comes, read the letters."""

import re
import time
from datetime import timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from languages.formats import plain
from people.models import OfficeRole
from tests import makers
from tests.staff.conftest import SECRET, make_staff
from volunteers.models import Opportunity, Shift, SignUp


def begin_work(walk, user):
    """Sign in as staff do: password, then the code of the app."""
    walk.open("/admin/")
    walk.fill(login=user.email, password="a long enough phrase").press("Sign in")
    walk.fill(code=format_hotp_value(hotp_value(SECRET, int(time.time() // 30))))
    walk.page.locator("main button[type=submit]:visible").first.click()
    walk.page.wait_for_url(re.compile(r"^[^?]*/admin/$"))
    return walk.look()


def coordinator(walk, office, **browser):
    return begin_work(walk(**browser), make_staff("carla@example.org", office, OfficeRole.Role.COORDINATOR))


def test_a_shift_is_planned_shown_filled_and_marked(walk, town):
    makers.venue()
    carla = coordinator(walk, town)
    day = timezone.localtime(timezone.now()) + timedelta(days=6)
    carla.follow("Add an opportunity")
    page = carla.page
    page.locator("[name=title]").fill("Read to children")
    page.locator("[name=summary]").fill("Read aloud in the library.")
    for field, value in {"date": f"{day:%Y-%m-%d}", "start": "09:00", "end": "12:00", "places": "8"}.items():
        page.locator(f"[name=shifts-0-{field}]").fill(value)
    page.locator("[name=shifts-0-venue]").select_option(value=str(makers.venue().pk))
    page.locator("[name=_save], [name=_continue]").first.click()
    opportunity = Opportunity.objects.get()
    carla.open(f"/admin/volunteers/opportunity/{opportunity.pk}/change/").press("Publish")
    assert Opportunity.objects.get().state == "published"

    vera = walk(width=320)
    vera.open(f"/volunteer/{opportunity.slug}/")
    assert "Grove Hall Library" in vera.text and "9 a.m. to noon" in plain(vera.text)
    role = opportunity.roles.get()
    vera.sign_up(role)
    carla.open(f"/admin/desk/shifts/{role.shift_id}/")
    assert "Vera" in carla.text and "Not confirmed yet" in carla.text
    vera.type_code(vera.code())

    Shift.objects.update(starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=2))
    carla.open(f"/admin/desk/shifts/{role.shift_id}/").press(re.compile("^Came"))
    carla.page.locator('[data-ticks][data-left="0"]').wait_for(state="attached")
    assert SignUp.objects.get().state == "attended"
    carla.page.get_by_label("Name", exact=True).fill("Sam")
    carla.page.get_by_role("button", name="Add to the list").click()
    carla.page.get_by_text("Sam is on the list.").wait_for()
    carla.look()
    assert SignUp.objects.get(person__name="Sam").state == "walk_in" and "Sam" in carla.text


def test_what_failed_and_what_is_empty_stands_on_the_first_page_and_a_letter_is_sent_again(walk, town, mail_server):
    soon = makers.role(starts=timezone.now() + timedelta(hours=30), of=makers.opportunity(title="Serve lunch"))
    mail_server.refused.add("vera@example.org")
    walk().sign_up(soon).post()
    carla = coordinator(walk, town)
    assert "Serve lunch" in carla.text and "vera@example.org" in carla.text
    mail_server.refused.clear()
    carla.follow("vera@example.org")
    assert "No such mailbox" in carla.text
    carla.press("Send it again")
    assert carla.letter("confirm_code", "vera@example.org")
