"""Two colleagues at the same page: the second is told who changed what, nothing is overwritten, nothing typed is lost."""

import html
import re

import pytest
from django.urls import reverse

from intake.fresh import NothingOverwritten
from people.models import OfficeRole
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_opportunity_admin import TRANSLATIONS, management, opportunity_form
from tests.staff.test_pages_in_a_browser import enter_as
from tests.staff.test_shift_page import roles, weekly  # noqa: F401  a fixture
from volunteers.models import Shift


@pytest.fixture
def dana(office):
    return make_staff("dana@example.org", office, OfficeRole.Role.COORDINATOR)


class Editor:
    """A colleague with a change page open."""

    def __init__(self, user, record):
        self.client = signed_in(user)
        self.url = reverse(f"admin:volunteers_{record._meta.model_name}_change", args=[record.pk])
        self.seen = seen_in(self.client.get(self.url).text)

    def save(self, fields):
        """Send the page; what comes back says what was shown now."""
        answer = self.client.post(self.url, {**fields, "seen": self.seen}, follow=True)
        self.seen = seen_in(answer.text)
        return html.unescape(answer.text), bool(answer.redirect_chain)


def seen_in(text):
    found = re.search(r'name="seen" value="([^"]*)"', text)
    return html.unescape(found[1]) if found else ""


def fields(shift, **changes):
    local = shift.local_starts
    return {
        "date": local.date(), "start": f"{local:%H:%M}", "end": f"{shift.local_ends:%H:%M}", "venue": shift.venue_id, "notes": "", "late_hours": 24,
        "contact_name": "", "contact_phone": "", "contact_email": "", **management("roles", 0), **changes,
    }  # fmt: skip


def test_the_second_is_told_who_changed_what_and_shown_both_values(carla, dana, shift):
    first, second = Editor(carla, shift), Editor(dana, shift)
    assert first.save(fields(shift, notes="Side door"))[1]
    text, is_saved = second.save(fields(shift, notes="Back door"))
    assert not is_saved and "While you were writing, Carla (" in text
    assert "Notes: it is “Side door” now, you wrote “Back door”." in text or "notes: it is “Side door” now, you wrote “Back door”." in text
    assert 'value="Back door"' in text and Shift.objects.get(pk=shift.pk).notes == "Side door"
    assert second.save(fields(shift, notes="Back door"))[1] and Shift.objects.get(pk=shift.pk).notes == "Back door"


def test_what_the_second_did_not_touch_is_filled_in_and_not_set_back(carla, dana, shift):
    first, second = Editor(carla, shift), Editor(dana, shift)
    first.save(fields(shift, notes="Side door", late_hours=48))
    text, is_saved = second.save(fields(shift, contact_name="Dana"))
    assert not is_saved and "it is “Side door” now; you left it alone, so it is filled in." in text
    assert 'value="Side door"' in text and 'value="Dana"' in text and 'value="48"' in text
    assert second.save(fields(shift, contact_name="Dana", notes="Side door", late_hours=48))[1]
    stored = Shift.objects.get(pk=shift.pk)
    assert (stored.notes, stored.contact_name, stored.late_hours) == ("Side door", "Dana", 48)


def test_a_new_time_is_shown_in_words_and_nobody_moves_it_back(carla, dana, shift):
    first, second = Editor(carla, shift), Editor(dana, shift)
    first.save(fields(shift, start="10:00"))
    text, is_saved = second.save(fields(shift, notes="Side door"))
    assert not is_saved and "10 a.m." in text and 'value="10:00"' in text
    assert Shift.objects.get(pk=shift.pk).local_starts.hour == 10


def test_a_role_that_a_colleague_changed_is_not_set_back(carla, dana, shift):
    first, second = Editor(carla, shift), Editor(dana, shift)
    assert first.save(fields(shift, **roles(shift, places=12)))[1]
    text, is_saved = second.save(fields(shift, notes="Side door", **roles(shift, places=10)))
    assert not is_saved and "it is “12” now; you left it alone" in text
    assert shift.roles.get().capacity == 12


def test_a_change_for_a_series_does_not_overwrite_what_a_colleague_changed_in_it(carla, dana, weekly):  # noqa: F811
    first, second = Editor(carla, weekly[2]), Editor(dana, weekly[0])
    first.save(fields(weekly[2], scope="this", notes="Side door"))
    text, is_saved = second.save(fields(weekly[0], scope="following", notes="Back door"))
    assert not is_saved and "was changed meanwhile too" in text
    assert Shift.objects.get(pk=weekly[2].pk).notes == "Side door"
    assert second.save(fields(weekly[0], scope="following", notes="Back door"))[1]
    assert Shift.objects.get(pk=weekly[2].pk).notes == "Back door"


def test_alone_in_a_series_another_shift_does_not_matter(carla, dana, weekly):  # noqa: F811
    first, second = Editor(carla, weekly[2]), Editor(dana, weekly[0])
    first.save(fields(weekly[2], scope="this", notes="Side door"))
    assert second.save(fields(weekly[0], scope="this", notes="Back door"))[1]


def work(office, opportunity, **changes):
    form = opportunity_form(office, title=opportunity.title, summary=opportunity.summary, slug=opportunity.slug)
    return {**form, **management("shifts", 0), **management(TRANSLATIONS, 0), **changes}


def test_the_page_of_an_opportunity_is_guarded_too(carla, dana, office, opportunity):
    first, second = Editor(carla, opportunity), Editor(dana, opportunity)
    first.save(work(office, opportunity, bring="Gloves"))
    text, is_saved = second.save(work(office, opportunity, bring="Boots"))
    opportunity.refresh_from_db()
    assert (is_saved, opportunity.bring) == (False, "Gloves") and "it is “Gloves” now, you wrote “Boots”." in text


def test_saving_ones_own_page_twice_troubles_nobody(carla, shift):
    editor = Editor(carla, shift)
    assert editor.save(fields(shift, notes="Side door"))[1]
    again = Editor(carla, shift)
    assert again.save(fields(shift, notes="Side door", contact_name="Carla"))[1]


def test_another_slip_on_the_way_does_not_hide_the_change(carla, dana, shift):
    first, second = Editor(carla, shift), Editor(dana, shift)
    first.save(fields(shift, notes="Side door"))
    assert "While you were writing" not in second.save(fields(shift, late_hours=9999))[0]
    assert "While you were writing" in second.save(fields(shift, notes="Back door"))[0]


@pytest.mark.parametrize("seen", ["", "x", "eyJhIjoxfQ:1:abc"])
def test_a_form_that_does_not_say_what_it_showed_is_taken_as_it_is(carla, shift, seen):
    editor = Editor(carla, shift)
    editor.seen = seen
    assert editor.save(fields(shift, notes="Side door"))[1]


def test_without_the_check_the_second_would_overwrite_the_first(carla, dana, shift, monkeypatch):
    monkeypatch.setattr(NothingOverwritten, "check_fresh", lambda self, request, form: None)
    first, second = Editor(carla, shift), Editor(dana, shift)
    first.save(fields(shift, notes="Side door"))
    assert second.save(fields(shift, contact_name="Dana"))[1] and Shift.objects.get(pk=shift.pk).notes == ""


def test_in_two_browsers(live, new_page, axe, carla, dana, shift):
    first, second = (enter_as(new_page(width=width), live, who) for width, who in ((1280, carla), (320, dana)))
    for page in (first, second):
        page.goto(live.url + reverse("admin:volunteers_shift_change", args=[shift.pk]))
    first.get_by_label("Notes").fill("Side door")
    first.get_by_role("button", name="Save", exact=True).click()
    first.wait_for_url("**/shift/")
    second.get_by_label("Notes").fill("Back door")
    second.get_by_label("Contact:", exact=True).fill("Dana")
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_selector("text=While you were writing, Carla")
    assert second.get_by_label("Notes").input_value() == "Back door" and second.get_by_label("Contact:", exact=True).input_value() == "Dana"
    axe(second)
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_url("**/shift/")
    stored = Shift.objects.get(pk=shift.pk)
    assert (stored.notes, stored.contact_name) == ("Back door", "Dana")
