"""Letters leave exactly once, over real SMTP, and end visibly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import letters
from mailing.models import CallTask, KeptLetter, Message, Suppression
from mailing.outbox import claims, rounds
from people.models import Person
from places.models import City

pytestmark = pytest.mark.django_db


def owe(person, count=1, *, start=0, **more):
    now = timezone.now()
    letters.send_many("note", [letters.Owed(person, f"test.thing:{number}", **more) for number in range(start, start + count)], now=now)


def ring(now=None, lanes=rounds.WORKER, seconds=120):
    return rounds.Round(lanes=lanes, clock=lambda: now or timezone.now(), seconds=seconds).run()


def states():
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def test_a_letter_leaves_with_the_headers_that_stay(note, vera, mail_server, settings):
    owe(vera)
    ring()
    (letter,) = mail_server.letters
    message = Message.objects.get()
    assert letter.to == "vera@example.org"
    assert letter.message_id == f"<message-{message.id}@{settings.SITE_HOST}>"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert letter.message["From"] == f"Office of Volunteering <portal@{settings.SITE_HOST}>"
    assert letter.message["Reply-To"] == "Office of Volunteering <volunteer@example.org>"
    assert (letter.kind, letter.message["Content-Language"]) == ("note", "en")
    assert "If you can read it" in letter.text and "If you can read it" in letter.html
    assert (message.state, message.attempts, message.subject) == ("sent", 1, letter.subject)
    assert message.text.strip() == letter.text.replace("\r\n", "\n").strip()
    assert message.smtp_reply.startswith("250")
    assert note.sent == ["test.thing:0"]


def test_many_letters_leave_once_each_over_one_connection(note, vera, mail_server):
    owe(vera, 120)
    ring()
    ring()
    assert states() == ["sent"] * 120
    assert len({letter.message_id for letter in mail_server.letters}) == len(mail_server.letters) == 120


def test_a_letter_nobody_wants_any_more_is_cancelled_at_sending(note, vera, mail_server):
    owe(vera, 3)
    note.unwanted.add("test.thing:1")
    ring()
    assert states() == ["sent", "cancelled", "sent"]
    assert len(mail_server.letters) == 2


def test_nobody_writes_to_or_calls_somebody_who_is_forgotten(note, vera, dan, mail_server):
    owe(vera)
    owe(dan)
    owe(dan, start=1)
    Person.objects.filter(pk=vera.pk).update(forgotten_at=timezone.now(), email="")
    Message.objects.filter(about="test.thing:1").update(person=None)
    ring()
    assert (states(), mail_server.letters, CallTask.objects.count()) == (["cancelled", "held", "cancelled"], [], 1)


def test_a_letter_that_is_too_late_expires(note, vera, mail_server):
    owe(vera, expires=timezone.now() - timedelta(seconds=1))
    ring()
    assert (states(), mail_server.letters) == (["expired"], [])


def test_a_letter_that_is_not_due_waits(note, vera, mail_server):
    owe(vera, due=timezone.now() + timedelta(hours=1))
    ring()
    assert states() == ["queued"]
    ring(now=timezone.now() + timedelta(hours=1))
    assert states() == ["sent"]


@pytest.mark.parametrize(("patient", "leave"), [(True, 3), (False, 1)])
def test_a_patient_round_waits_for_what_is_due_soon(note, vera, mail_server, patient, leave):
    owe(vera, 4)
    now = timezone.now()
    for number, seconds in enumerate((0, 0.7, 1.4, 60)):
        Message.objects.filter(about=f"test.thing:{number}").update(due=now + timedelta(seconds=seconds))
    more = rounds.Round(lanes=rounds.WORKER, patient=patient, seconds=4).run()
    assert (len(mail_server.letters), more) == (leave, False)


def test_a_patient_round_whose_time_is_up_says_that_more_is_coming(note, vera, mail_server):
    owe(vera)
    Message.objects.update(due=timezone.now() + timedelta(seconds=20))
    began = timezone.now()
    assert rounds.Round(lanes=rounds.WORKER, patient=True, seconds=0.5).run()
    assert mail_server.letters == [] and timezone.now() - began < timedelta(seconds=5)


def test_a_refused_recipient_fails_marks_the_address_and_does_not_stop_the_others(note, vera, office, mail_server):
    sam = Person.objects.create(office=office, name="Sam Stranger", email="sam@example.org")
    mail_server.refused.add("sam@example.org")
    owe(sam)
    owe(vera, 2)
    ring()
    assert states() == ["failed", "sent", "sent"]
    assert Message.objects.earliest("id").smtp_reply == "550 5.1.1 No such mailbox here"
    sam.refresh_from_db()
    assert sam.email_refused_at is not None
    assert Suppression.objects.get().reason == "refused"
    assert note.failed == ["test.thing:0"]


def test_an_address_that_refused_once_gets_nothing_more(note, vera, mail_server):
    mail_server.refused.add("vera@example.org")
    owe(vera)
    ring()
    mail_server.refused.clear()
    owe(vera, start=1)
    ring()
    assert (states(), mail_server.letters) == (["failed", "failed"], [])


def test_a_deferred_letter_is_tried_after_1_5_15_60_minutes_then_hourly_for_a_day(note, vera, mail_server):
    mail_server.deferred.add("vera@example.org")
    owe(vera)
    now, waits = timezone.now(), []
    while Message.objects.get().state == "queued":
        due = Message.objects.get().due
        waits.append(round((due - now) / timedelta(minutes=1)))
        now = max(now, due)
        ring(now=now)
    assert waits == [0, 1, 5, 15, 60] + [60] * 22
    assert (states(), note.failed) == (["failed"], ["test.thing:0"])
    assert Message.objects.get().smtp_reply == "451 4.7.1 Try again later"


def test_one_bad_kind_does_not_hold_up_the_others(note, kinds, vera, mail_server):
    letters.register(
        "broken", template="mailing/email/nowhere", lane=1, load=lambda all: {one.id: 1 for one in all}, context=lambda message, record: letters.Letter()
    )
    letters.register("unreadable", template="mailing/email/test_letter", lane=1, load=lambda all: 1 / 0, context=lambda message, record: letters.Letter())
    letters.send("broken", to=vera, about="test.thing:0", now=timezone.now())
    letters.send("unreadable", to=vera, about="test.thing:0", now=timezone.now())
    owe(vera)
    ring()
    assert states() == ["queued", "queued", "sent"]
    assert [one.smtp_reply for one in Message.objects.order_by("id")[:2]] == [
        "The letter could not be written: TemplateDoesNotExist",
        "The letter could not be looked up: ZeroDivisionError",
    ]


def test_a_server_that_is_gone_costs_no_letter_a_try(note, vera, mail_server):
    mail_server.stop()
    owe(vera, 3)
    ring()
    assert list(Message.objects.values_list("state", "attempts").distinct()) == [("queued", 0)]
    mail_server.start()
    ring()
    assert states() == ["sent"] * 3


def test_a_connection_dropped_after_the_last_dot_leaves_one_letter_in_doubt_that_goes_once_more(note, vera, mail_server):
    owe(vera, 5)
    mail_server.mode = "drop"
    ring()
    assert len(mail_server.dropped) == 1
    assert sorted(Message.objects.values_list("doubted", flat=True)) == [0, 0, 0, 0, 1]
    mail_server.mode = "accept"
    ring(now=timezone.now() + timedelta(minutes=2))
    assert states() == ["sent"] * 5
    assert len(mail_server.letters) == 5
    assert mail_server.dropped[0].message_id in {letter.message_id for letter in mail_server.letters}


def test_a_campaign_letter_in_doubt_waits_for_a_person(note, kinds, vera, mail_server):
    letters.register(
        "campaign", template="mailing/email/test_letter", lane=3, load=lambda all: {one.id: 1 for one in all}, context=lambda message, record: letters.Letter()
    )
    letters.send("campaign", to=vera, about="test.thing:1", now=timezone.now())
    mail_server.mode = "drop"
    ring(lanes=rounds.BULK)
    assert states() == ["ambiguous"]


def test_a_hanging_server_is_left_after_the_timeout(note, vera, mail_server, settings):
    settings.EMAIL_TIMEOUT = 1
    mail_server.mode = "hang"
    owe(vera, 3)
    started = timezone.now()
    ring()
    assert timezone.now() - started < timedelta(seconds=9)  # ten is the limit outside this test
    assert sorted(Message.objects.values_list("state", "doubted")) == [("queued", 0), ("queued", 0), ("queued", 1)]
    mail_server.mode = "accept"


def test_a_person_with_only_a_phone_becomes_a_line_on_the_call_list(note, dan, mail_server):
    owe(dan)
    ring()
    task = CallTask.objects.get()
    assert (states(), mail_server.letters) == (["held"], [])
    assert (str(task.number), task.language, task.result) == ("+16175550142", "en", "")
    assert "If you can read it" in task.script
    assert task.due > timezone.now()
    assert note.sent == []


def test_without_a_mail_server_letters_are_kept_and_count_as_arrived(note, vera, settings):
    assert settings.EMAIL_URL == ""
    settings.DATABASE_IS_EMBEDDED = False
    owe(vera)
    ring()
    assert (states(), note.sent, KeptLetter.objects.count()) == (["held"], ["test.thing:0"], 0)


def test_the_demonstration_keeps_letters_readable(note, vera):
    City.objects.create(id=1, name="Boston", is_demo=True)
    owe(vera)
    ring()
    kept = KeptLetter.objects.get()
    assert (kept.to, kept.message.state) == ("vera@example.org", "held")
    assert "If you can read it" in kept.html


def test_two_claims_never_share_a_letter_and_a_lost_lease_marks_nothing(note, vera, mail_server):
    owe(vera, 10)
    now = timezone.now()
    _, first = claims.claim(lanes=(1, 2), count=6, now=now)
    _, second = claims.claim(lanes=(1, 2), count=6, now=now)
    assert len(first) == 6 and len(second) == 4
    assert not {one.id for one in first} & {one.id for one in second}


def test_after_a_crash_the_first_two_unmarked_letters_are_in_doubt_and_the_rest_go_back_untouched(note, vera, settings):
    owe(vera, 10)
    now = timezone.now()
    claims.claim(lanes=(1, 2), count=10, now=now)
    assert claims.recover(now=now + settings.MAIL_LEASE - timedelta(seconds=1)) == (0, 0)
    assert claims.recover(now=now + settings.MAIL_LEASE + timedelta(seconds=1)) == (2, 8)
    assert list(Message.objects.order_by("id").values_list("state", "doubted")) == [("queued", 1)] * 2 + [("queued", 0)] * 8


def test_when_the_database_restarted_since_the_claim_the_whole_chunk_is_in_doubt(note, vera, settings):
    owe(vera, 10)
    now = timezone.now()
    claims.claim(lanes=(1, 2), count=10, now=now)
    Message.objects.update(claimed_at=now - timedelta(days=3650))
    assert claims.recover(now=now + settings.MAIL_LEASE * 2) == (10, 0)


def test_a_code_goes_before_reminders(note, kinds, vera, mail_server):
    letters.register(
        "code", template="mailing/email/test_letter", lane=1, load=lambda all: {one.id: 1 for one in all}, context=lambda message, record: letters.Letter()
    )
    owe(vera, 30)
    letters.send("code", to=vera, about="test.thing:1", now=timezone.now())
    ring()
    assert mail_server.letters[0].kind == "code"


def test_an_answer_with_a_nul_is_kept_without_it_and_the_letter_leaves_once(note, vera, mail_server, now):
    mail_server.thanks = "kept\0 as 1234"
    letters.send("note", to=vera, about="test.thing:1", now=now)
    for _twice in range(2):
        rounds.Round(lanes=rounds.WORKER).run()
    sent = Message.objects.get()
    assert (sent.state, sent.smtp_reply, len(mail_server.letters)) == ("sent", "250 kept as 1234", 1)
