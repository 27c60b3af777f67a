"""Reminders of one person for one day leave as one letter; each row keeps its own state."""

from datetime import timedelta

import pytest

from mailing import letters, registry
from mailing.models import AccessLink, CallTask, Message
from mailing.outbox import claims, rounds
from mailing.reach import speaking
from mailing.returns import by_mail, reports
from mailing.writing import previews
from people.models import Person
from tests.mailing.returned import dsn
from tests.makers import NOW, person, role, sign_up
from tests.outreach import wanting
from volunteers.actions import reminders
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db

START = NOW + timedelta(days=1, hours=1)  # Wednesday, December 2, 11 a.m. in Boston
EVE = NOW + timedelta(hours=8, minutes=1)  # Tuesday, 6:01 p.m.


def remind(*people, shifts=2):
    for number in range(shifts):
        there = role(starts=START + timedelta(hours=4 * number))
        for one in people:
            sign_up(there, who=one)
    SignUp.objects.update(changed_at=NOW - timedelta(days=9))
    reminders.queue(now=NOW)


def ring(now=EVE):
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()


def test_two_shifts_on_one_day_are_one_letter_with_both(mail_server):
    remind(person())
    ring()
    (letter,) = mail_server.letters
    first, second = Message.objects.order_by("id")
    assert letter.subject.endswith("(and one more)") and letter.kind == "reminder"
    assert letter.message_id.startswith(f"<message-{first.id}@")
    assert "You have 2 things coming up." in letter.text
    titles = [one.shift_role.opportunity.title for one in SignUp.objects.order_by("id")]
    assert [title in letter.text and title in letter.html for title in titles] == [True, True]
    assert len([part for part in letter.message.walk() if part.get_content_type() == "text/calendar"]) == 2
    assert [(one.state, one.attempts, one.text == first.text) for one in (first, second)] == [("sent", 1, True)] * 2


def test_the_kept_text_of_a_bundle_hides_its_links(mail_server):
    remind(person())
    ring()
    assert "/my/link/" in mail_server.letters[0].text
    kept = Message.objects.earliest("id").text
    assert "/my/link/" not in kept and "•••" in kept


def test_looking_at_a_letter_makes_no_link(mail_server):
    remind(person())
    assert "•••" in previews.of_message(Message.objects.earliest("id"))[1]
    assert AccessLink.objects.count() == 0


def test_one_shift_is_an_ordinary_reminder(mail_server):
    remind(person(), shifts=1)
    ring()
    assert mail_server.letters[0].subject.startswith("Reminder:")
    assert "things coming up" not in mail_server.letters[0].text


def test_a_shift_given_back_is_left_out_and_its_row_is_cancelled(mail_server):
    remind(person())
    SignUp.objects.filter(pk=SignUp.objects.latest("pk").pk).update(state="cancelled")
    ring()
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "sent"]
    assert mail_server.letters[0].subject.startswith("Reminder:") and "more)" not in mail_server.letters[0].subject


def test_two_people_get_a_letter_each(mail_server):
    remind(person(), person("Sol", "vera@example.org"), shifts=3)
    ring()
    assert len(mail_server.letters) == 2
    assert all("(and 2 more)" in letter.subject for letter in mail_server.letters)


def test_two_workers_never_take_a_part_each(mail_server):
    remind(person(), person("Dan", "dan@example.org"))
    _, first = claims.claim(lanes=(1, 2), count=1, now=EVE)
    _, second = claims.claim(lanes=(1, 2), count=5, now=EVE)
    assert [len({one.bundle for one in chunk}) for chunk in (first, second)] == [1, 1]
    assert [len(first), len(second)] == [2, 2]


def test_a_bundle_in_doubt_is_one_letter_in_doubt(settings, mail_server):
    remind(person(), person("Dan", "dan@example.org"), person("Sam", "sam@example.org"))
    claims.claim(lanes=(1, 2), count=10, now=EVE)
    assert claims.recover(now=EVE + settings.MAIL_LEASE * 2) == (4, 2)


def test_a_deferred_bundle_goes_later_as_one(mail_server):
    remind(person())
    mail_server.deferred.add("vera@example.org")
    ring()
    assert set(Message.objects.values_list("state", "attempts")) == {("queued", 1)}
    mail_server.deferred.clear()
    ring(now=EVE + timedelta(minutes=2))
    assert len(mail_server.letters) == 1 and set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_somebody_without_email_gets_a_line_for_each_shift(mail_server):
    remind(person(email="", phone="+16175550142", channel=Person.Channel.PHONE))
    ring()
    assert CallTask.objects.count() == 2 and mail_server.letters == []


def test_a_line_of_the_call_list_says_only_what_its_own_shift_is_about(mail_server):
    remind(person(email="", phone="+16175550142", channel=Person.Channel.PHONE))
    ring()
    titles = {f"volunteers.signup:{one.pk}": one.shift_role.opportunity.title for one in SignUp.objects.all()}
    said = {line.message.about: [title for title in titles.values() if f"{title}\n" in line.script] for line in CallTask.objects.select_related("message")}
    assert said == {about: [title] for about, title in titles.items()}


def test_what_to_say_on_the_phone_is_said_anew_in_another_language():
    wanting.city()
    vera = person(email="", phone="+16175550142", channel=Person.Channel.PHONE)
    remind(vera, shifts=1)
    ring()
    before = CallTask.objects.get()
    CallTask.objects.update(tries=1, note="At work until five")
    speaking.change(person=vera, language="es", now=EVE)
    line = CallTask.objects.select_related("message").get()
    assert "Hello Vera" in before.script and "Hola, Vera" in line.script
    assert (line.language, line.due, line.tries, line.note) == ("es", before.due, 1, "At work until five")
    assert (line.message.state, line.message.language) == ("held", "es")


def test_a_part_that_cannot_be_written_holds_up_no_other_part(note, kinds, vera, now, mail_server):
    broken = {"template": "mailing/email/test_letter", "lane": Message.Lane.NORMAL, "load": lambda messages: {one.id: one for one in messages}}
    registry.register("broken", **broken, context=lambda message, record: record.nothing)
    for kind in ("broken", "note"):
        letters.send(kind, to=vera, about="test.thing:1", now=now, bundle=f"p:{vera.pk}:2026-10-08:eve")
    ring(now)
    assert dict(Message.objects.values_list("kind", "state")) == {"broken": "queued", "note": "sent"}
    assert [letter.kind for letter in mail_server.letters] == ["note"]


def test_a_bundle_that_comes_back_did_not_arrive_with_any_of_its_parts(mail_server):
    remind(person(), person("Dan", "dan@example.org"))
    ring()
    letter = Message.objects.select_related("person").filter(person__name="Vera").earliest("id")
    assert [reports.take(report, now=EVE) for report in by_mail.reports(dsn(letter, at=EVE), now=EVE)] == [True]
    assert sorted(Message.objects.values_list("person__name", "state")) == [("Dan", "sent")] * 2 + [("Vera", "failed")] * 2


def test_no_reminder_leaves_after_the_start(mail_server):
    remind(person())
    ring(now=START + timedelta(hours=8))
    assert (set(Message.objects.values_list("state", flat=True)), mail_server.letters) == ({"expired"}, [])
