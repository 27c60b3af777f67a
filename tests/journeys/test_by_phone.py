"""Somebody with only a phone: the place is kept, the office calls, and every later letter is a line on the call list."""

from django.utils import timezone

from mailing.models import CallTask, Message
from people.models import OfficeRole
from tests.journeys.test_staff import begin_work
from tests.staff.conftest import make_staff
from volunteers.actions import places
from volunteers.models import SignUp


def test_a_phone_number_is_called_and_the_press_of_a_button_confirms(walk, shift, town):
    dan = walk(width=320, javascript=False).sign_up(shift, name="Dan", email="", phone="617-555-0142")
    assert "We will call you by" in dan.text and "5 p.m." in dan.text and "617" in dan.text
    assert SignUp.objects.get().state == "held"
    dan.post()

    carla = begin_work(walk(width=320, javascript=False), make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR))
    carla.open("/admin/desk/calls/")
    assert "Dan" in carla.text and "617-555-0142" in carla.text and "English" in carla.text and "Sort food at the pantry" in carla.text
    carla.press("No answer")
    assert CallTask.objects.get().result == CallTask.Result.OPEN and "Tried 1 time" in carla.text
    assert "press “Said yes”" in carla.text
    carla.press("Said yes")
    assert (SignUp.objects.get().state, CallTask.objects.get().result) == ("confirmed", "said_yes")

    carla.post()
    assert list(Message.objects.values_list("kind", "state")) == [("confirm_code", "sent")]
    assert not CallTask.objects.filter(result=CallTask.Result.OPEN).exists()
    assert carla.mail_server.letters == []


def test_who_does_not_want_to_take_part_is_not_called_again_and_nothing_is_confirmed(walk, shift, town):
    walk().sign_up(shift, name="Dan", email="", phone="617-555-0142").post()
    carla = begin_work(walk(), make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR))
    carla.open("/admin/desk/calls/").press("Said no")
    assert "Nobody waits for a call" in carla.text
    dan = SignUp.objects.get()
    assert (dan.state, dan.person.phone_confirmed_at, CallTask.objects.get().result) == ("held", None, "said_no")
    places.sweep(now=timezone.now())
    dan.refresh_from_db()
    assert (dan.state, dan.shift_role.taken) == ("expired", 0)  # what was kept is free for others
    assert not CallTask.objects.filter(result="").exists() and Message.objects.count() == 1  # and nobody is called about that


def test_a_wrong_number_ends_the_wait(walk, shift, town):
    walk().sign_up(shift, name="Dan", email="", phone="617-555-0142").post()
    carla = begin_work(walk(), make_staff("carla@example.org", town, OfficeRole.Role.COORDINATOR))
    carla.open("/admin/desk/calls/").press("Wrong number")
    assert "Nobody waits for a call" in carla.text
    assert Message.objects.get().state == "failed"
