"""“Call it off today”: a shift, a place or a day, from the site and from the roster; who is told, and who is excused."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from bookings.models import State
from intake.refusal import Refused
from languages.content import set_translation
from mailing.models import AccessLink, CallTask, Message
from mailing.writing import previews
from places.models import Venue
from tests import makers
from tests.volunteers.test_site_page import Lead
from volunteers import call_off_choices, reasons, told
from volunteers.actions import call_offs, shifts, site_links
from volunteers.actions.call_offs import Reach
from volunteers.models import Opportunity, Shift, ShiftRole, SignUp

pytestmark = pytest.mark.django_db(transaction=True)


def noon():
    """Noon today on the clock of the city, so that a shift before and one after are on the same day."""
    return timezone.localtime(timezone.now()).replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def carla(db):
    makers.city()
    return makers.staff()


@pytest.fixture
def role(carla):
    return makers.role(starts=noon() + timedelta(hours=6), hours=5)


@pytest.fixture
def link(role, carla):
    values = {"name": "Lena", "email": "", "phone": "", "language": "en", "key": makers.key(), "by": carla, "now": noon()}
    return site_links.give(shift=role.shift, **values)


def call_off(role, by, **changes):
    values = {"reach": Reach.SHIFT, "reason": "heat", "more": "", "new_date": None, "key": makers.key(), "now": noon(), **changes}
    return call_offs.call_off(shift=Shift.objects.select_related("opportunity").get(pk=role.shift_id), by=by, **values)


def off():
    return set(Shift.objects.exclude(cancelled_at=None).values_list("pk", flat=True))


@pytest.fixture
def neighbors(role):
    """Shifts around this one: the same activity elsewhere, another one at the same place, another office's, yesterday's and tomorrow's, one that is over."""
    other_place = Venue.objects.create(name="Pool", address="2 Water St", neighborhood=role.shift.venue.neighborhood)
    same = role.opportunity
    around = {
        "elsewhere": makers.role(of=same, starts=noon() + timedelta(hours=4)),
        "same place": makers.role(starts=noon() + timedelta(hours=3)),
        "far": makers.role(starts=noon() + timedelta(hours=5)),
        "other office": makers.role(of=makers.opportunity(office=makers.office(name="Parks", slug="parks", is_main=False)), starts=noon() + timedelta(hours=3)),
        "tomorrow": makers.role(of=same, starts=noon() + timedelta(days=1)),
        "over": makers.role(of=same, starts=noon() - timedelta(hours=5), hours=3),
        "draft": makers.role(of=makers.opportunity(state="draft"), starts=noon() + timedelta(hours=3)),
    }
    for name in ("elsewhere", "far"):
        Shift.objects.filter(pk=around[name].shift_id).update(venue=other_place)
    return {name: one.shift_id for name, one in around.items()}


@pytest.mark.parametrize(
    ("reach", "also"), [("shift", set()), ("place", {"same place"}), ("day", {"elsewhere"}), ("office", {"same place", "elsewhere", "far"})]
)
def test_it_reaches_the_shift_the_place_the_day_or_the_office_and_nothing_else(role, neighbors, carla, reach, also):
    call_off(role, carla, reach=reach)
    assert off() == {role.shift_id, *(neighbors[name] for name in also)}


def test_who_was_expected_is_excused_and_who_was_there_was_there(role, carla):
    vera, dan, ann = (makers.sign_up(role, state=state) for state in (State.CONFIRMED, State.NO_SHOW, State.ATTENDED))
    waits, gone = (makers.sign_up(role, state=state) for state in (State.WAITLISTED, State.CANCELLED))
    call_off(role, carla)
    states = dict(SignUp.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (vera, dan, ann, waits, gone)] == ["excused", "excused", "attended", "waitlisted", "cancelled"]
    role.refresh_from_db()
    assert role.taken == 3


def test_letters_leave_at_once_in_the_first_lane_and_reminders_do_not(role, carla):
    vera = makers.sign_up(role, who=makers.person("Vera"))
    Message.objects.create(person=vera.person, recipient=f"p:{vera.person_id}", kind="reminder", about=vera.ref, due=noon())
    call_off(role, carla)
    letter = Message.objects.get(kind="shift_called_off")
    assert (letter.lane, letter.due, letter.state, letter.person) == (Message.Lane.URGENT, noon(), "queued", vera.person)
    assert Message.objects.get(kind="reminder").state == "cancelled"


def test_one_press_calls_off_once_and_tells_nobody_twice(role, carla):
    makers.sign_up(role)
    key = makers.key()
    assert call_off(role, carla, key=key) == call_off(role, carla, key=key) == [role.shift_id]
    assert Message.objects.filter(kind="shift_called_off").count() == 1
    with pytest.raises(Refused):
        call_off(role, carla)


def test_the_reason_of_the_list_reads_in_every_language_and_typed_words_stay(role, carla):
    call_off(role, carla, reason="heat", more="the hall has no fan")
    kept = Shift.objects.get(pk=role.shift_id).reason
    assert kept == "Heat: the hall has no fan" == reasons.in_words(kept)
    with translation.override("es"):
        assert reasons.in_words(kept) == f"{translation.gettext('Heat')}: the hall has no fan"
        assert reasons.in_words("Because: Heat") == "Because: Heat"


def test_another_reason_is_what_was_typed():
    assert (reasons.line("other", "A film is shot here"), reasons.line("storm"), reasons.in_words("Another reason: x")) == (
        "A film is shot here", "A storm", "Another reason: x")  # fmt: skip


def test_a_new_date_keeps_hours_roles_and_words_and_the_letter_names_it(role, carla):
    ShiftRole.objects.filter(pk=role.pk).update(name="Greeter", capacity=7)
    set_translation(record=ShiftRole.objects.get(pk=role.pk), field="name", language="es", text="Recepción", status="verified", now=noon())
    makers.sign_up(role, who=makers.person("Vera"))
    day = (noon() + timedelta(days=7)).date()
    call_off(role, carla, new_date=day)
    again = Shift.objects.get(cancelled_at=None)
    copy = again.roles.get()
    assert (again.local_starts.date(), again.local_starts.time(), again.ends - again.starts, again.venue) == (
        day, role.shift.local_starts.time(), role.shift.ends - role.shift.starts, role.shift.venue)  # fmt: skip
    assert (copy.name, copy.capacity, copy.taken, copy.sign_ups.count()) == ("Greeter", 7, 0, 0)
    _subject, text, _html = previews.of_message(Message.objects.get(kind="shift_called_off"))
    assert "There is a new date:" in text and role.opportunity.get_absolute_url() in text
    assert previews.of_message(Message.objects.get(kind="shift_called_off"))[1].count("The reason: Heat") == 1


@pytest.mark.parametrize(("days", "reach"), [(0, "shift"), (-3, "shift"), (400, "shift"), (7, "place"), (7, "office")])
def test_a_new_date_that_cannot_be_meant_is_refused_and_nothing_happens(role, carla, neighbors, days, reach):
    before = Shift.objects.count()
    with pytest.raises(Refused) as refused:
        call_off(role, carla, reach=reach, new_date=(noon() + timedelta(days=days)).date())
    assert (refused.value.field, off(), Shift.objects.count()) == ("new_date", set(), before)


def test_the_choices_say_how_many_people_they_reach_and_leave_out_what_reaches_no_more(role, neighbors):
    makers.sign_up(role, size=3)
    shift = Shift.objects.select_related("opportunity", "venue").get(pk=role.shift_id)
    offered = dict(call_off_choices.choices(shift, Reach, noon()))
    assert list(offered) == ["shift", "place", "day", "office"]
    assert offered["shift"] == "Only this shift (1 shift, 3 people)"
    Shift.objects.exclude(pk=role.shift_id).delete()
    assert list(dict(call_off_choices.choices(shift, Reach, noon()))) == ["shift"]


# --- From the site ----------------------------------------------------------------------------------------------------


@pytest.fixture
def at_the_site(link, role):
    """A browser at the site of a shift that has begun."""
    Shift.objects.filter(pk=role.shift_id).update(starts=timezone.now() - timedelta(minutes=5), ends=timezone.now() + timedelta(hours=2))
    lena = Lead(link)
    lena.off = f"/volunteer/site/{lena.link.pk}/call-off/"
    lena.told = f"/volunteer/site/{lena.link.pk}/told/"
    return lena


FORM = {"reach": "shift", "reason": "storm", "more": "", "new_date": "", "key": ""}


def test_a_lead_calls_it_off_and_sees_whom_to_call(at_the_site, role):
    makers.sign_up(role, who=makers.person("Vera", "vera@example.org"))
    makers.sign_up(role, who=makers.person("Dan", "", phone="+16175550143", channel="phone"))
    makers.sign_up(role, who=makers.person("Noor", "", phone=""))
    assert "Call it off today" in at_the_site.page().text
    assert "Only this shift (1 shift, 3 people)" in at_the_site.client.get(at_the_site.off).text
    page = at_the_site.client.post(at_the_site.off, FORM, follow=True)
    assert page.redirect_chain[-1][0] == at_the_site.told
    shown = page.context["told"]
    names = {name: [line.sign_up.person.name for line in getattr(shown, name)] for name in ("to_call", "on_the_way", "told", "unreachable")}
    assert names == {"to_call": ["Dan"], "on_the_way": ["Vera"], "told": [], "unreachable": ["Noor"]}
    assert 'href="tel:+16175550143"' in page.text and "A storm" in page.text
    assert Shift.objects.get(pk=role.shift_id).changes.latest("pgh_id").pgh_context == {"site_link": at_the_site.link.pk}


@pytest.mark.parametrize(("wrong", "words"), [({"reason": ""}, "required"), ({"reason": "other"}, "Say why"), ({"reach": "office"}, "office"), ({"new_date": "soon"}, "Enter a date"), ({"new_date": "2020-01-01"}, "Choose a date after"), ({"more": "x" * 300}, "too long")])  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_called_off(at_the_site, wrong, words):
    answer = at_the_site.client.post(at_the_site.off, {**FORM, **wrong})
    assert answer.status_code == 422 and words in answer.text and off() == set()


def test_opening_the_pages_calls_nothing_off(at_the_site):
    assert at_the_site.client.get(at_the_site.off, FORM).status_code == 200
    assert at_the_site.client.get(at_the_site.told).status_code == 302
    assert off() == set()


def test_of_other_shifts_a_lead_sees_how_many_and_no_names(at_the_site, role, carla):
    other = makers.role(starts=timezone.now() + timedelta(minutes=1))
    makers.sign_up(other, who=makers.person("Olga", "", phone="+16175550149", channel="phone"))
    Shift.objects.filter(pk=other.shift_id).update(venue=Shift.objects.get(pk=role.shift_id).venue)
    if timezone.localtime(timezone.now() + timedelta(minutes=1)).date() != timezone.localtime(Shift.objects.get(pk=role.shift_id).starts).date():
        pytest.skip("midnight passes between the two")
    page = at_the_site.client.post(at_the_site.off, {**FORM, "reach": "place"}, follow=True)
    assert off() == {role.shift_id, other.shift_id}
    assert "1 more shift was called off with it" in page.text and "Olga" not in page.text and "5550149" not in page.text


# --- Who was told -------------------------------------------------------------------------------------------------------


def lists(role):
    shown = told.of_shifts([role.shift_id])
    return {name: {line.sign_up.person.name for line in getattr(shown, name)} for name in ("to_call", "on_the_way", "told", "unreachable")}


@pytest.mark.parametrize(
    ("state", "answer", "where"),
    [("queued", "", "on_the_way"), ("sending", "", "on_the_way"), ("sent", "250 ok", "told"), ("failed", "550 no", "to_call"), ("ambiguous", "", "to_call"), ("expired", "", "to_call")],
)  # fmt: skip
def test_the_page_follows_the_letters(role, carla, state, answer, where):
    makers.sign_up(role, who=makers.person("Vera", "vera@example.org", phone="+16175550143"))
    call_off(role, carla)
    Message.objects.filter(kind="shift_called_off").update(state=state, smtp_reply=answer)
    found = lists(role)
    assert found.pop(where) == {"Vera"} and not any(found.values())


def test_who_was_called_by_the_lead_is_told_and_leaves_the_to_call_list(at_the_site, role):
    dan = makers.sign_up(role, who=makers.person("Dan", "", phone="+16175550143", channel="phone"))
    at_the_site.client.post(at_the_site.off, FORM)
    letter = Message.objects.get(kind="shift_called_off")
    Message.objects.update(state="held")
    task = CallTask.objects.create(office=dan.person.office, person=dan.person, message=letter, number=dan.person.phone, script="Off.", due=timezone.now())
    door = f"{at_the_site.told}{dan.pk}/"
    at_the_site.client.post(door, {"result": "no_answer"})
    assert (CallTask.objects.get().result, CallTask.objects.get().tries, lists(role)["to_call"]) == ("", 1, {"Dan"})
    page = at_the_site.client.post(door, {"result": "confirmed"}, follow=True)
    task.refresh_from_db()
    assert (task.result, task.done_by, task.note) == ("confirmed", None, "Lena")
    assert lists(role)["told"] == {"Dan"} and "Told by phone." in page.text
    assert "Nobody needs to call here any more" in at_the_site.client.post(door, {"result": "confirmed"}, follow=True).text
    assert at_the_site.client.post(door, {"result": "said_no"}, follow=True).status_code == 200


def test_a_letter_that_came_back_is_dealt_with_by_a_call(role, carla):
    vera = makers.sign_up(role, who=makers.person("Vera", "vera@example.org", phone="+16175550143"))
    call_off(role, carla)
    Message.objects.update(state="failed")
    call_offs.note_told(sign_up=vera, result="confirmed", by=carla, now=noon())
    assert lists(role)["told"] == {"Vera"}


def test_who_never_proved_an_address_gets_no_letter_and_is_on_the_list_to_call(role, carla):
    hana = makers.person("Hana", "hana@example.org", phone="+16175550144")
    link = AccessLink.objects.create(purpose="prove", address="hana@example.org")
    makers.sign_up(role, who=hana, state=State.HELD, link=link)
    makers.sign_up(role, who=makers.person("Ann", "ann@example.org"), state=State.ATTENDED)
    call_off(role, carla)
    found = lists(role)
    assert found.pop("to_call") == {"Hana"} and not any(found.values())
    assert Message.objects.filter(kind="shift_called_off").count() == 0


def test_calling_off_the_whole_activity_excuses_too_and_open_ended_work_stays(carla, role):
    vera = makers.sign_up(role)
    shifts.call_off(shift=role.shift, reason="Snow", by=carla, now=noon())
    vera.refresh_from_db()
    assert vera.state == State.EXCUSED and Opportunity.objects.get(pk=role.opportunity_id).state == "published"
