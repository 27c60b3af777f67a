"""Reminders from the clock to the inbox: the real worker, a real broker, a real mail server, and the day, date and time in the reader's words."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from civic.processes import wait_until
from mailing import registry
from mailing.models import Message
from mailing.outbox import rounds
from tests import makers
from volunteers.actions import notices, reminders, shifts, sign_ups
from volunteers.models import SignUp
from volunteers.tasks import queue_reminders

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
}
MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
}


def where_it_is(hour):
    """Return a time zone where the clocks show this hour now."""
    now = timezone.now()
    east = next(offset for offset in range(-12, 15) if (now + timedelta(hours=offset)).hour == hour)
    return f"Etc/GMT{-east:+d}"  # POSIX turns the sign round: Etc/GMT-9 is nine hours east


def shift_at(hour, *, days, zone):
    """Return the role of a shift of three hours that begins at this hour so many days from now, on the clock of the place."""
    here = ZoneInfo(zone)
    day = timezone.now().astimezone(here).date() + timedelta(days=days)
    role = makers.role(starts=datetime.combine(day, time(hour), tzinfo=here), places=None)
    role.shift.time_zone = zone
    role.shift.save()
    return role


def signed_up(role, name, language="en"):
    """Return the sign-up of somebody who has been on the shift for weeks."""
    one = makers.sign_up(role, who=makers.person(name, f"{name.lower()}@example.org"), language=language)
    SignUp.objects.filter(pk=one.pk).update(created_at=timezone.now() - timedelta(days=20), changed_at=timezone.now() - timedelta(days=20))
    return one


def date_in(language, role):
    day = role.shift.starts.astimezone(ZoneInfo(role.shift.time_zone))
    name, month = DAYS[language][day.weekday()], MONTHS[language][day.month - 1]
    return f"{name}, {month} {day.day}" if language == "en" else f"{name} {day.day} de {month}"


def when_line(letter):
    """Return the line of a letter that says when."""
    (line,) = [line for line in letter.text.splitlines() if line.startswith(("When:", "Cuándo:"))]
    return line.replace("\xa0", " ")


def everything_due_has_ended():
    return not Message.objects.filter(state__in=["queued", "sending"], due__lte=timezone.now()).exists()


@pytest.fixture
def town(transactional_db):
    makers.city()
    return makers.office()


def begun(name):
    """Return the sign-up of somebody whose reminder was owed in time but not sent before the shift began."""
    role = makers.role(starts=timezone.now() - timedelta(minutes=1))
    one = signed_up(role, name)
    local = role.shift.starts.astimezone(ZoneInfo("America/New_York"))
    reminders.queue(now=datetime.combine(local.date() - timedelta(days=1), time(19), tzinfo=local.tzinfo))
    assert Message.objects.filter(about=one.ref, kind="reminder", state="queued").exists()
    return one


def move_to_two_in_the_afternoon(role):
    shift = role.shift
    starts = shift.starts.astimezone(ZoneInfo(shift.time_zone)).replace(hour=14)
    yesterday = timezone.now() - timedelta(days=1)
    shifts.move(shift=shift, starts=starts, ends=starts + timedelta(hours=3), venue=shift.venue, by=makers.staff(), now=yesterday)
    notices.sweep(now=yesterday + notices.WINDOW)


def test_on_the_eve_everybody_hears_the_right_time_in_their_language_and_nobody_else_hears_anything(town, processes, mail_server):
    evening, afternoon = where_it_is(20), where_it_is(14)
    tomorrow, moved = shift_at(9, days=1, zone=evening), shift_at(9, days=1, zone=evening)
    ida, sam = signed_up(moved, "Ida"), signed_up(tomorrow, "Sam")
    reminders.queue(now=timezone.now())
    begun("Tom")
    sign_ups.cancel(sign_up=sam, by=None, now=timezone.now())
    move_to_two_in_the_afternoon(moved)
    SignUp.objects.filter(pk=ida.pk).update(changed_at=timezone.now() - timedelta(days=20))
    signed_up(tomorrow, "Vera")
    signed_up(tomorrow, "Dan", "es")
    signed_up(shift_at(9, days=3, zone=where_it_is(12)), "Eva")
    early = signed_up(shift_at(9, days=1, zone=afternoon), "Ben")

    processes.environment["EMAIL_URL"] = mail_server.url
    processes.start("worker", "beat")
    queue_reminders.delay()
    for name in ("vera", "dan", "ida", "eva"):
        mail_server.wait_for(1, to=f"{name}@example.org", kind="reminder", seconds=90)
    assert wait_until(everything_due_has_ended, 60)

    reminded = {letter.to.partition("@")[0]: when_line(letter) for letter in mail_server.letters if letter.kind == "reminder"}
    assert sorted(reminded) == ["dan", "eva", "ida", "vera"]
    assert date_in("en", tomorrow) in reminded["vera"] and "9 a.m. to noon" in reminded["vera"]
    assert date_in("es", tomorrow) in reminded["dan"] and "de 9 a. m. al mediodía" in reminded["dan"]
    assert date_in("en", moved) in reminded["ida"] and "2 p.m. to 5 p.m." in reminded["ida"]
    (told,) = [letter for letter in mail_server.to("ida@example.org") if letter.kind == "shift_moved"]
    assert "2 p.m. to 5 p.m." in when_line(told) and "2 p.m. to 5 p.m." in told.subject.replace("\xa0", " ")
    assert len(mail_server.to("ida@example.org")) == 2
    assert [letter.kind for letter in mail_server.to("sam@example.org")] == ["sign_up_cancelled"]
    assert set(Message.objects.filter(about=early.ref).values_list("state", flat=True)) == {"queued"}
    assert set(Message.objects.filter(person__name="Tom").values_list("state", flat=True)) == {"expired"}


def send_what_is_due():
    rounds.Round(lanes=rounds.WORKER).run()


def test_without_the_end_and_the_last_look_a_reminder_would_come_after_the_start(town, mail_server, monkeypatch):
    one = begun("Tom")
    Message.objects.filter(about=one.ref).update(expires=None)
    send_what_is_due()
    assert (mail_server.letters, Message.objects.get().state) == ([], "cancelled")  # the last look alone is enough
    ask_nothing_at_the_last_moment(monkeypatch)
    Message.objects.update(state="queued")
    send_what_is_due()
    assert [letter.to for letter in mail_server.letters] == ["tom@example.org"]


def test_without_the_last_look_a_reminder_would_go_out_for_a_time_that_is_no_more(town, mail_server, monkeypatch):
    role = shift_at(9, days=1, zone=where_it_is(20))
    signed_up(role, "Ida")
    reminders.queue(now=timezone.now())
    type(role.shift).objects.filter(pk=role.shift_id).update(starts=role.shift.starts + timedelta(days=7), ends=role.shift.ends + timedelta(days=7))
    send_what_is_due()
    assert (mail_server.letters, Message.objects.get().state) == ([], "cancelled")
    ask_nothing_at_the_last_moment(monkeypatch)
    Message.objects.update(state="queued")
    send_what_is_due()
    assert [letter.to for letter in mail_server.letters] == ["ida@example.org"]


def ask_nothing_at_the_last_moment(monkeypatch):
    monkeypatch.setitem(registry._kinds, "reminder", replace(registry.kind_named("reminder"), wanted=None))


def test_without_the_sign_ups_own_language_a_spanish_reader_would_get_english(town, mail_server):
    role = shift_at(9, days=1, zone=where_it_is(20))
    signed_up(role, "Dan", "es")
    reminders.queue(now=timezone.now())
    Message.objects.update(language="en")
    send_what_is_due()
    (letter,) = mail_server.letters
    assert date_in("es", role) not in when_line(letter) and date_in("en", role) in when_line(letter)
