"""Letters that come back: what is believed, and what follows."""

import mailbox
from datetime import timedelta

import pytest

from mailing import letters
from mailing.models import Message, Pulse, Returned, Suppression
from mailing.reach import leaving
from mailing.reach.suppression import lift_known
from mailing.returns import by_mail, reports, rounds
from mailing.writing import return_marks
from people.models import Person
from tests.mailing import imap
from tests.mailing.returned import complaint, dsn

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(note, vera, now):
    """A letter that the mail server has taken."""
    letters.send("note", to=vera, about="office:1", now=now)
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, sent_at=now)
    return message


@pytest.fixture
def left(monkeypatch):
    """What the apps above were told to end."""
    told = []
    monkeypatch.setattr(leaving, "_leavers", [lambda *, persons, why, now: told.append((persons, why))])
    return told


def read(mail, now):
    return [reports.take(report, now=now) for report in by_mail.reports(mail, now=now)]


@pytest.mark.parametrize("whole", [False, True])
def test_a_letter_to_no_mailbox_comes_back_and_the_address_gets_no_more(letter, note, left, now, whole):
    assert read(dsn(letter, at=now, whole=whole), now) == [True]
    letter.refresh_from_db()
    assert (letter.state, note.failed) == (Message.State.FAILED, ["office:1"])
    assert Suppression.objects.get().reason == Suppression.Reason.REFUSED
    assert Person.objects.get(pk=letter.person_id).email_refused_at == now
    assert left == [([letter.person_id], leaving.BOUNCED)]
    assert "vera" not in letter.smtp_reply
    assert "550 5.1.1" in Returned.objects.get().words


def test_a_report_acts_once_however_often_it_is_read(letter, left, now):
    mail = dsn(letter, at=now)
    assert (read(mail, now), read(mail, now + timedelta(hours=1))) == ([True], [False])
    assert (Returned.objects.count(), len(left)) == (1, 1)


def test_a_forged_report_is_not_believed(letter, now):
    assert read(dsn(letter, at=now, mark="0" * return_marks.LENGTH), now) == []
    assert read(dsn(letter, at=now).replace(b"X-Portal-Mark", b"X-Other"), now) == []
    assert not Suppression.objects.exists()
    assert read(dsn(letter, at=now), now) == [True]  # with its mark the same report is


def test_a_report_about_somebody_else_than_the_letters_reader_touches_nobody(letter, dan, now):
    other = Person.objects.create(office=letter.person.office, name="Oda", email="oda@example.org")
    read(dsn(letter, at=now, address="oda@example.org"), now)
    letter.refresh_from_db()
    assert (letter.state, Suppression.objects.count()) == (Message.State.SENT, 0)
    other.refresh_from_db()
    assert other.email_refused_at is None


def test_a_full_mailbox_is_given_up_on_the_third_day_within_a_week(note, vera, left, now):
    suppressed = []
    for day in (0, 0, 3, 9, 11, 15):
        at = now + timedelta(days=day, hours=len(suppressed))
        letters.send("note", to=vera, about=f"office:{len(suppressed) + 1}", now=at)
        message = Message.objects.latest("pk")
        read(dsn(message, status="5.2.2", words="smtp; 552 5.2.2 mailbox full", at=at), at)
        suppressed.append(Suppression.objects.exists())
    assert suppressed == [False, False, False, False, False, True]


def test_being_refused_for_what_we_are_is_nobodys_fault_but_ours(letter, left, now):
    assert read(dsn(letter, status="5.7.1", words="smtp; 550 5.7.1 blocked by policy", at=now), now) == [True]
    assert (Suppression.objects.count(), left) == (0, [])


@pytest.mark.parametrize("action", ["delayed", "relayed", "expanded", "delivered"])
def test_what_only_waits_or_went_on_is_no_return(letter, now, action):
    assert read(dsn(letter, action=action, status="4.4.7", at=now), now) == []


def test_a_complaint_ends_what_was_asked_for_and_the_third_one_everything(note, vera, left, now):
    for number in range(3):
        at = now + timedelta(days=number)
        letters.send("note", to=vera, about=f"office:{number}", now=at)
        assert not Suppression.objects.exists()
        assert read(complaint(Message.objects.latest("pk"), at=at), at) == [True]
    assert left == [([vera.pk], leaving.COMPLAINT)] * 3
    assert Suppression.objects.get().reason == Suppression.Reason.COMPLAINED


def test_the_status_of_the_last_server_is_more_exact_than_a_general_one():
    assert by_mail._status("5.0.0", "smtp; 550 5.1.1 unknown") == "5.1.1"
    assert by_mail._status("5.2.2", "smtp; 550 5.1.1 unknown") == "5.2.2"
    assert by_mail._status("nonsense", "") == ""


@pytest.mark.parametrize(
    "mail", [b"", b"\x00\xff", b"Subject: hello\r\n\r\nI cannot come", b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts"]
)
def test_what_is_no_report_is_left_alone(mail, now):
    assert by_mail.reports(mail, now=now) == []


def test_the_mailbox_is_read_and_what_people_wrote_is_left_for_people(letter, note, settings, tmp_path, now):
    box = mailbox.Maildir(tmp_path / "box")
    for mail in (dsn(letter, at=now), b"Subject: hello\r\n\r\nI cannot come\r\n"):
        box.add(mailbox.MaildirMessage(mail))
    settings.BOUNCE_MAILBOX_URL = f"maildir://{tmp_path}/box"
    assert (rounds.read(now=now), rounds.read(now=now)) == ((2, 1), (0, 0))
    assert sorted(mail.get_flags() for mail in mailbox.Maildir(tmp_path / "box", factory=None)) == ["F", "S"]
    settings.BOUNCE_MAILBOX_URL = f"maildir://{tmp_path}/gone"
    assert rounds.read(now=now) == (0, 0)


def test_what_was_read_before_is_not_opened_again(letter, left, settings, tmp_path, now, monkeypatch):
    box = mailbox.Maildir(tmp_path / "box")
    settings.BOUNCE_MAILBOX_URL = f"maildir://{tmp_path}/box"
    box.add(mailbox.MaildirMessage(dsn(letter, at=now)))
    assert rounds.read(now=now) == (1, 1)
    fresh = box.add(mailbox.MaildirMessage(b"Subject: hello\r\n\r\nI cannot come\r\n"))
    opened, look = [], mailbox.Maildir.get_message
    monkeypatch.setattr(mailbox.Maildir, "get_message", lambda self, key: opened.append(key) or look(self, key))
    assert rounds.read(now=now) == (1, 0)
    assert set(opened) == {fresh}


def test_a_report_in_words_without_end_is_looked_at_as_far_as_it_can_mean_something(letter, left, now):
    words = "smtp; 550 5.1.1 " + "x" * (by_mail.LONGEST * 50)
    (report,) = by_mail.reports(dsn(letter, at=now, words=words), now=now)
    assert (report.address, report.status, len(report.words)) == (letter.person.email, "5.1.1", by_mail.LONGEST)
    assert reports.take(report, now=now) and Returned.objects.get().acted_on


def test_a_mail_that_cannot_be_read_holds_up_nobody(letter, left, settings, tmp_path, now):
    box = mailbox.Maildir(tmp_path / "box")
    odd = dsn(letter, at=now, words="smtp; 550 5.1.1 no\x00body")
    for mail in (
        odd.replace(b"Date: ", b"Date: Mon, 01 Jan 99999999999999999999 00:00:00 +0000\r\nX-Date: "),
        dsn(letter, at=now, status="5.2.2", words="full"),
    ):
        box.add(mailbox.MaildirMessage(mail))
    settings.BOUNCE_MAILBOX_URL = f"maildir://{tmp_path}/box"
    assert (rounds.read(now=now), rounds.read(now=now)) == ((2, 2), (0, 0))
    assert sorted(Returned.objects.values_list("words", flat=True)) == ["full", "smtp; 550 5.1.1 nobody"]


def test_lifting_a_suppression_reaches_whoever_shares_the_address(letter, left, now):
    Person.objects.create(office=letter.person.office, name="Vito", email="vera@example.org")
    read(dsn(letter, at=now), now)
    assert Person.objects.filter(email_refused_at=None).count() == 0
    lift_known(suppression=Suppression.objects.get())
    assert (Suppression.objects.count(), Person.objects.filter(email_refused_at=None).count()) == (0, 2)


def test_reports_are_forgotten_after_a_year(letter, left, now):
    read(dsn(letter, at=now), now)
    assert (reports.forget_old(now=now + timedelta(days=364)), reports.forget_old(now=now + timedelta(days=366))) == (0, 1)


def test_a_mailbox_on_a_server_is_read_over_tls(letter, left, settings, tmp_path, monkeypatch, now):
    with imap.running([dsn(letter, at=now), b"Subject: hello\r\n\r\nI cannot come\r\n"], tmp_path) as (port, mails, logins, certificate):
        settings.BOUNCE_MAILBOX_URL = f"imaps://portal%40example.org:pass%20word@127.0.0.1:{port}/INBOX"
        assert rounds.read(now=now) == (0, 0)  # a certificate nobody vouches for: no password is told
        assert logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert (rounds.read(now=now), rounds.read(now=now)) == ((2, 1), (0, 0))
        assert logins[0] == f'LOGIN {imap.USER} "{imap.PASSWORD}"'
        assert [flags for _mail, flags in mails.values()] == [{"\\Seen"}, {"\\Flagged"}]
    assert rounds.read(now=now) == (0, 0)  # the server is gone; the next ring tries again
    assert Pulse.objects.get(name="bounce_mailbox_trouble").count == 2
