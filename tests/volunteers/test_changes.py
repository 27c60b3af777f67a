"""Change notices: date and place always, the rest when staff say yes; ten minutes, one letter, what was and what is, once."""

from datetime import timedelta

import pytest

from bookings.models import State
from mailing import calls
from mailing.models import CallTask, Message
from tests import makers
from tests.makers import NOW
from tests.reading import told
from tests.volunteers.changing import AFTER, move, owed, ring
from volunteers import changes
from volunteers.actions import notices, reminders, shifts, sign_ups
from volunteers.models import ChangeNotice, SignUp

pytestmark = pytest.mark.django_db
MOVED = ["ends", "starts"]
DAY = told(NOW + timedelta(days=10))  # Friday, December 11


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=NOW + timedelta(days=10, hours=-1))  # 9 a.m. in Boston


@pytest.fixture
def vera(role):
    return makers.sign_up(role, who=makers.person())


# --- When -------------------------------------------------------------------------------------------------------------------


def test_a_moved_shift_is_told_after_ten_minutes_and_not_before(role, vera):
    move(role.shift, hours=2)
    assert (notices.sweep(now=AFTER - timedelta(seconds=1)), owed()) == (0, [])
    assert (notices.sweep(now=AFTER), owed()) == (1, [("shift_moved", "Vera", MOVED)])
    assert (notices.sweep(now=AFTER), notices.sweep(now=AFTER + timedelta(days=1)), len(owed())) == (0, 0, 1)


def test_edits_within_ten_minutes_are_one_letter_with_what_was_told_last_and_what_is(role, vera, mail_server):
    move(role.shift, hours=2)
    move(role.shift, hours=1, now=NOW + timedelta(minutes=4))
    move(role.shift, venue=makers.venue(name="City Hall", address="1 Square"), now=NOW + timedelta(minutes=9))
    notices.sweep(now=AFTER)
    ring()
    (letter,) = mail_server.to("vera@example.org")
    assert f"before: {DAY}, 9 a.m. to noon" in letter.text and f"now: {DAY}, noon to 3 p.m." in letter.text
    assert "before: Grove Hall Library, 41 Geneva Ave, 02121" in letter.text and "now: City Hall, 1 Square" in letter.text
    assert "11 a.m." not in letter.text and "Can you still come?" in letter.text


def test_what_is_taken_back_within_ten_minutes_is_told_to_nobody(role, vera):
    move(role.shift, hours=2)
    move(role.shift, hours=-2, now=NOW + timedelta(minutes=5))
    assert (notices.sweep(now=AFTER), owed(), ChangeNotice.objects.open().count()) == (0, [], 0)


def test_without_the_comparison_an_edit_that_was_taken_back_would_be_told(role, vera, monkeypatch):
    move(role.shift, hours=2)
    move(role.shift, hours=-2, now=NOW + timedelta(minutes=5))
    monkeypatch.setattr(changes, "between", lambda before, after: before)
    assert notices.sweep(now=AFTER) == 1


def test_a_second_change_after_the_letter_is_a_second_letter(role, vera):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    Message.objects.update(state="sent")
    move(role.shift, hours=2, now=AFTER + timedelta(minutes=1))
    notices.sweep(now=AFTER + timedelta(minutes=11))
    first, second = Message.objects.order_by("pk")
    assert (second.values["was"]["shift"]["starts"], first.period != second.period) == ((role.shift.starts + timedelta(hours=2)).isoformat(), True)


def test_a_letter_that_has_not_left_is_taken_up_by_the_next_one(role, vera):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    move(role.shift, hours=2, now=AFTER + timedelta(minutes=1))
    notices.sweep(now=AFTER + timedelta(minutes=11))
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "queued"]
    assert Message.objects.get(state="queued").values["was"]["shift"]["starts"] == role.shift.starts.isoformat()


def test_the_letter_says_how_things_stand_when_it_leaves(role, vera, mail_server):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    move(role.shift, hours=1, now=AFTER)
    ring()
    assert f"now: {DAY}, noon to 3 p.m." in mail_server.to("vera@example.org")[0].text


def test_a_letter_about_what_is_as_it_was_again_does_not_leave(role, vera, mail_server):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    move(role.shift, hours=-2, now=AFTER)
    ring()
    assert (mail_server.letters, Message.objects.get().state) == ([], "cancelled")


@pytest.mark.parametrize(("minutes", "letters"), [(59, 1), (61, 0), (5, 1)])
def test_what_begins_within_the_hour_is_told_at_once(minutes, letters):
    makers.city()
    makers.sign_up(role := makers.role(starts=NOW + timedelta(minutes=minutes)))
    move(role.shift, hours=3)
    assert (len(owed()), notices.sweep(now=NOW)) == (letters, 0)
    assert set(Message.objects.values_list("lane", flat=True)) <= {1}


def test_nobody_is_told_of_what_has_begun(role, vera):
    move(role.shift, hours=-1, now=role.shift.starts + timedelta(minutes=1))
    assert not ChangeNotice.objects.exists()
    move(role.shift, hours=3)
    notices.sweep(now=role.shift.starts + timedelta(hours=5))
    assert owed() == []


@pytest.mark.parametrize("hours", [2, 7 * 24])
def test_what_had_begun_and_is_put_off_is_told_at_once(role, vera, mail_server, hours):
    began = role.shift.starts + timedelta(minutes=10)
    makers.sign_up(role, who=makers.person("Dan", "dan@example.org"), state=State.ATTENDED)  # he is there, and hears it there
    move(role.shift, hours=hours, now=began)
    assert owed() == [("shift_moved", "Vera", MOVED)]
    ring(now=began)
    (letter,) = mail_server.letters
    assert f"before: {DAY}, 9 a.m. to noon" in letter.text
    assert f"now: {told(role.shift.starts + timedelta(hours=hours))}" in letter.text


def test_a_slip_into_the_past_that_is_put_right_is_told_to_nobody(role, vera):
    morning = role.shift.starts + timedelta(minutes=30)
    move(role.shift, hours=9)  # 6 p.m.
    notices.sweep(now=AFTER)
    move(role.shift, hours=-9, now=morning)
    move(role.shift, hours=9, now=morning + timedelta(minutes=2))
    notices.sweep(now=morning + notices.WINDOW)
    assert (len(owed()), ChangeNotice.objects.open().count()) == (1, 0)  # the letter of days ago


def test_a_reminder_waits_for_the_change_and_then_is_not_needed(role, vera):
    SignUp.objects.update(changed_at=NOW - timedelta(days=30))
    eve = role.shift.starts - timedelta(hours=15, minutes=5)  # 5:55 p.m. the day before
    move(role.shift, hours=1, now=eve)
    from_the_clock = [reminder_count(now=eve + timedelta(minutes=minutes)) for minutes in (6, 9)]
    notices.sweep(now=eve + notices.WINDOW)
    assert (from_the_clock, reminder_count(now=eve + timedelta(minutes=20)), len(owed())) == ([0, 0], 0, 1)


def reminder_count(*, now):
    reminders.queue(now=now)
    return Message.objects.filter(kind="reminder", state="queued", due__lte=now).count()


# --- Who --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (State.CONFIRMED, ["shift_moved"]), (State.WAITLISTED, ["shift_changed"]), (State.REQUESTED, ["shift_changed"]), (State.CANCELLED, []),
        (State.DECLINED, []), (State.EXPIRED, []), (State.EXCUSED, []),
    ],
)  # fmt: skip
def test_open_sign_ups_are_told_each_in_their_words_and_nobody_else(role, state, kinds):
    makers.sign_up(role, state=state)
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    assert [kind for kind, _who, _facts in owed()] == kinds


def test_who_waits_reads_that_the_place_in_line_is_kept(role, mail_server):
    makers.sign_up(role, who=makers.person(), state=State.WAITLISTED)
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    ring()
    (letter,) = mail_server.letters
    assert "You are still on the waitlist, at the same place in line." in letter.text and "still come" not in letter.text
    assert not [part for part in letter.message.walk() if part.get_content_type() == "text/calendar"]


def test_who_has_not_proved_an_address_or_signed_up_after_the_edit_is_not_told(role, vera):
    move(role.shift, hours=2)
    late = makers.sign_up(role, who=makers.person("Late", "late@example.org"))
    SignUp.objects.filter(pk=late.pk).update(created_at=NOW + timedelta(minutes=3))
    SignUp.objects.filter(pk=vera.pk).update(created_at=NOW - timedelta(days=1))
    notices.sweep(now=AFTER)
    assert [who for _kind, who, _facts in owed()] == ["Vera"]


def test_who_signed_up_between_two_edits_hears_of_the_second_only(role, vera):
    move(role.shift, hours=2)
    late = makers.sign_up(role, who=makers.person("Late", "late@example.org"))
    SignUp.objects.filter(pk=late.pk).update(created_at=NOW + timedelta(minutes=3))
    SignUp.objects.filter(pk=vera.pk).update(created_at=NOW - timedelta(days=1))
    move(role.shift, hours=1, now=NOW + timedelta(minutes=5))
    notices.sweep(now=AFTER)
    was = {one.person.name: one.values["was"]["shift"]["starts"] for one in Message.objects.select_related("person")}
    assert was == {"Vera": role.shift.starts.isoformat(), "Late": (role.shift.starts + timedelta(hours=2)).isoformat()}


def test_who_cancels_before_the_letter_leaves_does_not_get_it(role, vera, mail_server):
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    sign_ups.cancel(sign_up=vera, by=None, now=AFTER)
    ring()
    (letter,) = mail_server.letters
    assert letter.kind == "sign_up_cancelled"
    assert role.opportunity.title in letter.text and "Please bring" not in letter.text + letter.html and "Directions" not in letter.text


def test_a_shift_called_off_meanwhile_tells_only_that(role, vera, mail_server):
    move(role.shift, hours=2)
    shifts.call_off(shift=role.shift, reason="Snow", by=makers.staff(), now=NOW + timedelta(minutes=3))
    notices.sweep(now=AFTER)
    ring()
    assert [letter.kind for letter in mail_server.letters] == ["shift_called_off"]


# --- Asked anew -------------------------------------------------------------------------------------------------------------


def test_an_answer_from_before_does_not_count_and_one_given_since_does(role, vera):
    early = makers.sign_up(role, who=makers.person("Early", "early@example.org"))
    sign_ups.answer_coming(sign_up=early, by=None, now=NOW - timedelta(days=1))
    move(role.shift, hours=2)
    sign_ups.answer_coming(sign_up=vera, by=None, now=NOW + timedelta(minutes=2))
    notices.sweep(now=AFTER)
    assert dict(SignUp.objects.values_list("person__name", "answer")) == {"Vera": "coming", "Early": ""}


def test_who_has_no_email_is_called_and_asked(role):
    dan = makers.sign_up(role, who=makers.person("Dan", "", phone="+16175550142", channel="phone"))
    move(role.shift, hours=2)
    notices.sweep(now=AFTER)
    ring()
    call = CallTask.objects.get()
    assert f"now: {DAY}, 11 a.m. to 2 p.m." in call.script
    calls.record_result(task=call, result="said_no", by=makers.staff(), now=AFTER)
    assert SignUp.objects.get(pk=dan.pk).state == "cancelled"
