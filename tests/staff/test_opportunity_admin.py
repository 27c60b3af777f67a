"""Opportunities and their shifts on one page: a plain shift is five fields, and what a verb refuses comes back as a form error."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from languages.models import Translation, source_hash
from tests.staff.conftest import NEW_YORK, enter, make_shift, make_staff, signed_in
from volunteers.models import Opportunity, Shift, ShiftRole


def soon(days=3):
    return timezone.localtime(timezone.now(), NEW_YORK).date() + timedelta(days=days)


def management(prefix, total, initial=0):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial, f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}


TRANSLATIONS = "languages-translation-content_type-object_id"


def opportunity_form(office, **more):
    return {
        "office": office.pk,
        "title": "Read to children",
        "summary": "Read aloud.",
        "kind": "shifts",
        **management("shifts", 0),
        **management(TRANSLATIONS, 0),
        **more,
    }


def row(number, *, start="09:00", end="12:00", places="8", venue=None, day=None, repeat="", **more):
    values = {
        "date": day or soon(),
        "start": start,
        "end": end,
        "places": places,
        "venue": venue.pk if venue else "",
        "rule": "weekly" if repeat else "",
        "repeat_until": repeat,
        **more,
    }
    return {f"shifts-{number}-{key}": value for key, value in values.items()}


@pytest.fixture
def client(carla):
    return signed_in(carla)


def add(client, **data):
    return client.post(reverse("admin:volunteers_opportunity_add"), data, follow=True)


def change(client, opportunity, **data):
    url = reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])
    values = {**opportunity_form(opportunity.office, title=opportunity.title), **data}
    values.pop("office")
    return client.post(url, values, follow=True)


def existing(shift, number=0, **changes):
    local = shift.local_starts
    values = row(
        number,
        day=local.date(),
        start=f"{local:%H:%M}",
        end=f"{shift.local_ends:%H:%M}",
        places=shift.roles.get().capacity,
        venue=shift.venue,
        id=shift.pk,
        opportunity=shift.opportunity_id,
    )
    return {**values, **{f"shifts-{number}-{key}": value for key, value in changes.items()}, **management("shifts", 1, 1)}


def test_an_opportunity_is_made_with_a_shift_in_five_fields(client, office, venue):
    add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, venue=venue))
    opportunity = Opportunity.objects.get(slug="read-to-children")
    shift = opportunity.shifts.get()
    assert (opportunity.state, shift.venue, shift.local_starts.date(), shift.local_starts.hour) == ("draft", venue, soon(), 9)
    assert shift.roles.get().capacity == 8


def test_a_shift_repeats_weekly_until_a_date(client, office, venue):
    add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, venue=venue, repeat=soon(3 + 21)))
    assert [shift.local_starts.date() for shift in Shift.objects.all()] == [soon(3 + 7 * week) for week in range(4)]


def test_what_a_verb_refuses_comes_back_as_a_form_error_and_nothing_is_stored(client, office, venue):
    answer = add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, venue=venue, repeat=soon(1)))
    page = answer.content.decode()
    assert "The last date is before the first." in page and "Read aloud." in page
    assert Opportunity.objects.count() == 0 and Shift.objects.count() == 0


def test_a_second_opportunity_of_the_same_title_gets_its_own_address(client, office):
    add(client, **opportunity_form(office))
    add(client, **opportunity_form(office))
    assert list(Opportunity.objects.order_by("id").values_list("slug", flat=True)) == ["read-to-children", "read-to-children-2"]


def test_places_below_what_is_taken_are_a_form_error(client, carla, shift, role):
    enter(role, "Vera", by=carla, party_size=3)
    answer = change(client, shift.opportunity, **existing(shift, places=2))
    role.refresh_from_db()
    assert "3 places are already taken" in answer.content.decode()
    assert role.capacity == 10


def test_places_can_be_changed_down_to_what_is_taken(client, carla, shift, role):
    enter(role, "Vera", by=carla, party_size=3)
    change(client, shift.opportunity, **existing(shift, places=3))
    role.refresh_from_db()
    assert (role.capacity, role.taken) == (3, 3)


def test_a_shift_moves_on_the_clock_of_its_place(client, shift):
    change(client, shift.opportunity, **existing(shift, date=soon(9), start="13:00", end="15:30"))
    shift.refresh_from_db()
    assert (shift.local_starts.date(), shift.local_starts.hour, shift.local_ends.minute, shift.sequence) == (soon(9), 13, 30, 1)


def test_saving_the_page_unchanged_moves_nothing(client, shift, role):
    change(client, shift.opportunity, **existing(shift))
    shift.refresh_from_db()
    assert (shift.sequence, shift.changes.count(), role.changes.count()) == (0, 1, 1)


def test_a_translation_remembers_the_text_it_was_made_from(client, opportunity):
    rows = {**management(TRANSLATIONS, 1)}
    rows |= {f"{TRANSLATIONS}-0-{key}": value for key, value in {"field": "title", "language": "es", "text": "Empacar comida", "status": "verified"}.items()}
    change(client, opportunity, **rows)
    translation = Translation.objects.get()
    assert (translation.text, translation.source_hash) == ("Empacar comida", source_hash("Pack food boxes"))
    Opportunity.objects.filter(pk=opportunity.pk).update(title="Pack boxes")
    page = client.get(reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])).content.decode()
    assert "older than the English text" in page


def test_publishing_needs_a_shift(client, opportunity, carla, venue):
    Opportunity.objects.filter(pk=opportunity.pk).update(state="draft")
    url = reverse("admin:publish", args=[opportunity.pk])
    assert "Add a shift first" in client.post(url, follow=True).content.decode()
    make_shift(opportunity, venue, by=carla)
    client.post(url)
    opportunity.refresh_from_db()
    assert opportunity.state == "published"


def test_roles_of_a_shift_are_kept_on_its_page(client, shift, role):
    url = reverse("admin:volunteers_shift_change", args=[shift.pk])
    local = shift.local_starts
    data = {
        "date": local.date(), "start": f"{local:%H:%M}", "end": f"{shift.local_ends:%H:%M}", "venue": shift.venue_id, "notes": "Ring the bell",
        "late_hours": 24,
        **management("roles", 2, 1),
        "roles-0-id": role.pk, "roles-0-shift": shift.pk, "roles-0-name": "Packer", "roles-0-capacity": 10, "roles-0-waitlist": "on", "roles-0-order": 0,
        "roles-1-shift": shift.pk, "roles-1-name": "Driver", "roles-1-capacity": 2, "roles-1-waitlist": "on", "roles-1-order": 1,
    }  # fmt: skip
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200
    shift.refresh_from_db()
    assert (shift.notes, shift.sequence) == ("Ring the bell", 0)
    assert list(ShiftRole.objects.values_list("name", "capacity")) == [("Packer", 10), ("Driver", 2)]


def test_who_changed_what_is_on_the_history_page(client, carla, shift):
    change(client, shift.opportunity, **existing(shift, date=soon(9)))
    page = client.get(reverse("admin:volunteers_shift_history", args=[shift.pk])).content.decode()
    assert "Carla" in page and "From" in page


def test_the_change_page_costs_the_same_for_one_and_for_many_shifts(client, carla, opportunity, venue, shift, django_assert_max_num_queries):
    url = reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])
    client.get(url)
    with django_assert_max_num_queries(60) as one:
        client.get(url)
    for days in range(3, 9):
        make_shift(opportunity, venue, by=carla, days=days)
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_a_form_that_comes_back_reads_only_the_shifts_it_was_shown_with(client, carla, opportunity, venue, shift):
    for days in range(3, 6):
        make_shift(opportunity, venue, by=carla, days=days)
    answer = change(client, opportunity, **existing(shift, places="", date=""))
    formset = answer.context["inline_admin_formsets"][0].formset
    assert [form.instance.pk for form in formset.initial_forms] == [shift.pk]
    assert len(formset.get_queryset()) == 1


def test_a_form_that_claims_more_shifts_than_there_are_is_no_error_of_ours(client, opportunity, shift):
    answer = change(client, opportunity, **{**existing(shift), **management("shifts", 40, 40)})
    assert answer.status_code in (200, 422)
    assert Shift.objects.count() == 1


def test_a_year_that_is_a_slip_of_the_finger_is_refused(client, office):
    answer = add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, day="9999-12-31"))
    assert "Please check the year." in answer.content.decode() and Shift.objects.count() == 0


def test_two_texts_for_one_field_and_language_are_refused(client, opportunity):
    rows = {**management(TRANSLATIONS, 2)}
    for number in (0, 1):
        values = {"field": "title", "language": "es", "text": f"Texto {number}", "status": "draft"}
        rows |= {f"{TRANSLATIONS}-{number}-{key}": value for key, value in values.items()}
    answer = change(client, opportunity, **rows)
    assert "Keep one." in answer.content.decode() and Translation.objects.count() == 0


def test_the_history_of_an_opportunity_tells_who_was_made_a_lead(client, carla, opportunity):
    opportunity.leads.add(carla)
    page = client.get(reverse("admin:volunteers_opportunity_history", args=[opportunity.pk])).content.decode()
    assert "Colleague: nothing → Carla" in page


def test_a_contact_phone_is_kept_as_it_is_dialed_anywhere(client, opportunity):
    change(client, opportunity, contact_phone="(617) 555 0142")
    opportunity.refresh_from_db()
    assert str(opportunity.contact_phone) == "+16175550142"
    assert 'value="617-555-0142"' in client.get(reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])).text


def test_leads_of_other_offices_stay_when_who_cannot_see_them_saves(client, opportunity):
    boss = make_staff("boss@example.org", is_superuser=True)
    opportunity.leads.add(boss)
    change(client, opportunity)
    assert list(opportunity.leads.all()) == [boss]


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ({"start": "12:00", "end": "09:00"}, "That is longer than 12 hours. Does it end before it begins?"),
        ({"day": soon(-1)}, "This date is past."),
    ],
)
def test_a_slip_of_the_finger_in_a_shift_is_refused_and_nothing_is_stored(client, office, slip, said):
    page = add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, **slip))
    assert said in page.text
    assert Opportunity.objects.count() == 0


def test_a_shift_through_the_night_of_twelve_hours_is_one(client, office):
    add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, start="20:00", end="08:00"))
    assert Shift.objects.get().local_ends.date() == soon(4)


def test_a_shift_is_not_moved_into_the_past(client, opportunity, shift):
    page = change(client, opportunity, **existing(shift, date=soon(-2)))
    assert "This date is past." in page.text
    before = shift.starts
    shift.refresh_from_db()
    assert shift.starts == before


def test_an_opportunity_whose_dates_are_past_is_not_published(client, opportunity, shift):
    Opportunity.objects.filter(pk=opportunity.pk).update(state="draft")
    Shift.objects.filter(pk=shift.pk).update(starts=timezone.now() - timedelta(days=3), ends=timezone.now() - timedelta(days=2, hours=22))
    page = client.post(reverse("admin:publish", args=[opportunity.pk]), follow=True)
    opportunity.refresh_from_db()
    assert "still to come" in page.text and opportunity.state == "draft"


def test_a_new_opportunity_shows_no_state_and_lets_a_place_be_added(client, office):
    page = client.get(reverse("admin:volunteers_opportunity_add")).text
    assert "field-state" not in page and "field-reason" not in page
    assert reverse("admin:places_venue_add") in page and "Add it with the plus sign." in page


def test_a_copy_is_a_press_away_and_leads_to_the_new_draft(client, opportunity, shift, role):
    page = reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])
    assert reverse("admin:copy_opportunity", args=[opportunity.pk]) in client.get(page).text
    answer = client.post(reverse("admin:copy_opportunity", args=[opportunity.pk]), {"weeks": "52"}, follow=True)
    new = Opportunity.objects.latest("pk")
    assert answer.redirect_chain[-1][0] == reverse("admin:volunteers_opportunity_change", args=[new.pk])
    local = new.shifts.get().local_starts
    assert (new.state, local.date() - shift.local_starts.date(), local.time()) == ("draft", timedelta(weeks=52), shift.local_starts.time())


@pytest.mark.parametrize("weeks", ["0", "many", "999999999999"])
def test_a_number_of_weeks_that_is_none_is_said_and_copies_nothing(client, opportunity, weeks):
    answer = client.post(reverse("admin:copy_opportunity", args=[opportunity.pk]), {"weeks": weeks}, follow=True)
    assert "between 1 and 520" in answer.text and Opportunity.objects.count() == 1
