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
from volunteers.actions import notices
from volunteers.models import Opportunity, Series, Shift, SignUp


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


def test_a_series_is_changed_from_one_shift_on_and_an_applicant_is_approved(walk, town):
    starts = (timezone.now() + timedelta(days=6)).replace(hour=15, minute=0, second=0, microsecond=0)
    work = makers.opportunity(title="Serve lunch", approval=True)
    rule = Series.objects.create(opportunity=work, first=starts.date(), until=starts.date() + timedelta(days=21))
    roles = [makers.role(starts=starts + timedelta(weeks=week), of=work) for week in range(4)]
    Shift.objects.update(series=rule)
    carla = coordinator(walk, town, width=1280)
    vera = walk(width=320).sign_up(roles[2])
    vera.type_code(vera.code())
    assert "Kept for you, not confirmed yet" in vera.text
    carla.open("/admin/").follow("Vera: Serve lunch").press("Approve")
    assert "Approved." in carla.text and "You are signed up" in vera.letter("signed_up").text

    carla.open(f"/admin/volunteers/shift/{roles[1].shift_id}/change/").tick("this shift and the following ones of its series")
    carla.page.locator("[name=start]").fill("11:00")
    carla.page.locator("[name=end]").fill("14:00")
    carla.press("Save")
    hours = [Shift.objects.get(pk=role.shift_id).local_starts.hour for role in roles]
    assert hours == [roles[0].shift.local_starts.hour, 11, 11, 11]
    later = timezone.now() + timedelta(minutes=11)
    notices.sweep(now=later)
    vera.post(at=later)
    assert "11" in vera.letter("shift_moved").text and SignUp.objects.get().state == "confirmed"
    carla.open(f"/admin/volunteers/shift/{roles[1].shift_id}/change/").follow("Series")
    assert "shifts are to come" in carla.text
