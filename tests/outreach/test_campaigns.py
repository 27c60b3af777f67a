"""Campaigns: written, agreed to by a second person, sent once to each, paused, cancelled, corrected."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings

from intake.refusal import Refused
from languages.content import set_translation
from languages.models import Translation
from mailing import batches
from mailing.models import Message, Suppression
from mailing.outbox import rounds
from mailing.reach.suppression import suppress
from outreach import archive, budget, progress, whom
from outreach.actions import campaigns, sending
from outreach.campaign_rules import State
from outreach.models import Campaign, CampaignText, OutreachRules, Segment, Subscription
from people.models import Person
from sharing.models import TrackedLink
from tests.outreach.campaigning import NOW, campaign, colleague, languages, later, letters, reader, rules, segment, start, topic

pytestmark = pytest.mark.django_db(transaction=True)


def send(now=NOW):
    """One round of the bulk worker at a moment."""
    rounds.Round(lanes=rounds.BULK, clock=lambda: now).run()


def test_a_second_person_agrees_once_and_it_can_be_taken_back():
    reader("Vera")
    rules(needs_second_person=True)
    carla, cora = colleague("carla@example.org"), colleague("cora@example.org")
    one = campaign(by=carla)
    campaigns.submit(campaign=one, by=carla, now=NOW)
    with pytest.raises(Refused, match="somebody else"):
        campaigns.approve(campaign=one, by=carla, now=NOW)
    with pytest.raises(Refused, match="waits for a second person"):
        campaigns.save(campaign=Campaign.objects.get(pk=one.pk), by=carla, now=NOW)
    campaigns.approve(campaign=one, by=cora, now=NOW)
    with pytest.raises(Refused, match="does not wait"):
        campaigns.approve(campaign=one, by=cora, now=NOW)
    campaigns.take_back(campaign=one, by=cora, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.approved_by, one.undo_until) == (State.DRAFT, None, None)
    sending.work(now=NOW)
    assert letters(one).count() == 0


def test_where_nobody_else_agrees_it_waits_ten_minutes():
    reader("Vera")
    rules(undo_minutes=10)
    one = campaign()
    campaigns.submit(campaign=one, by=colleague("carla@example.org"), now=NOW)
    sending.work(now=later(minutes=9))
    assert letters(one).count() == 0
    sending.work(now=later(minutes=10))
    assert letters(one).count() == 1
    with pytest.raises(Refused, match="too late"):
        campaigns.take_back(campaign=one, by=colleague("cora@example.org"), now=later(minutes=11))
    one.refresh_from_db()
    with pytest.raises(Refused, match="being sent"):
        campaigns.save(campaign=one, by=None, now=NOW)


def test_nothing_leaves_that_is_not_in_order():
    carla = colleague("carla@example.org")
    rules()
    one = campaign()
    with pytest.raises(Refused, match="Nobody would get it"):
        campaigns.submit(campaign=one, by=carla, now=NOW)
    reader("Vera")
    Segment.objects.create(office=one.office, name="Gone", rule={"only": {"took_part": ["events.event:999"]}})
    two = campaign(segment=Segment.objects.get())
    with pytest.raises(Refused, match="is gone"):
        campaigns.submit(campaign=two, by=carla, now=NOW)
    set_translation(record=one, field="body", language="es", text="Hola {{ x }}", status=Translation.Status.VERIFIED, now=NOW)
    with pytest.raises(Refused, match="es: Line 1"):
        campaigns.submit(campaign=one, by=carla, now=NOW)
    with pytest.raises(Refused, match="Line 2"):
        campaign(body="Fine\n<script>")


def test_each_person_gets_one_letter_however_often_the_clock_rings(mail_server):
    vera = reader("Vera Volunteer")
    reader("Twin", vera.email)
    rules()
    one = start(campaign(body="Hello [[name]], see [events](http://localhost:8000/events/?kind=forum). [[unsubscribe]]"))
    for _again in range(3):
        sending.work(now=NOW)
        Campaign.objects.filter(pk=one.pk).update(counted_at=None)  # as if the worker had been killed while it made them
    sending.work(now=NOW)
    assert letters(one).count() == 1 and Campaign.objects.get(pk=one.pk).recipients == 1
    send()
    (letter,) = mail_server.letters
    assert letter.subject == "Three clean-ups, Vera Volunteer" and letter.to == vera.email and letter.kind == "campaign"
    link = TrackedLink.objects.get(channel=f"campaign {one.pk}")
    assert link.target == "/events/?kind=forum" and f"/s/{link.code}/" in letter.text and f'/s/{link.code}/"' in letter.html
    assert "Hello Vera Volunteer, see" in letter.text and "/unsubscribe/" in letter.html
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and letter.message["List-Unsubscribe"].endswith("/one-click/>")
    assert letter.message["Auto-Submitted"] == "auto-generated" and letter.message["To"] == vera.email and "<img" not in letter.html
    kept = letters(one).get()
    assert (kept.state, kept.text, kept.html, kept.subject) == ("sent", "", "", "Three clean-ups, Vera Volunteer")
    sending.work(now=NOW)
    one.refresh_from_db()
    assert one.state == State.SENT and progress.of(one, NOW).sent == 1
    entry, html = archive.letter(one.pk, "es")
    assert "http://localhost:8000/events/?kind=forum" in html and "Hello neighbor" in html.replace("vecino", "neighbor") and entry.language == "en"
    send()
    assert len(mail_server.letters) == 1


def test_spliced_letters_say_what_whole_ones_say(mail_server, monkeypatch):
    """The road for many is the same letter: part by part, header by header, whatever a name looks like."""
    languages()
    names = ["Vera", 'Ünal "Ü" <b>', "فيرا", "A" * 120, "=?utf-8?q?x?=", "dot\u2028line", ""]
    for number, name in enumerate(names):
        reader(name, f"reader{number}@example.org", language="ar" if number % 2 else "es")
    rules()
    start(campaign(body="Hello [[name]],\n\n.a dot first\n\n" + "long " * 60 + "[[name]] é [[preferences]]\n\n- = equals\n- [[office]] & [[topic]]"))
    send()
    spliced = {letter.to: letter for letter in mail_server.letters}
    Message.objects.update(state="queued", owner=None, lease=None)
    monkeypatch.setattr("mailing.outbox.parcels.Chunk._spliced", lambda self, parts, address: self._whole(parts, address))
    mail_server.letters.clear()
    send()
    assert len(mail_server.letters) == len(spliced) == len(names)
    for whole in mail_server.letters:
        fast = spliced[whole.to]
        assert (fast.subject, fast.text, fast.html) == (whole.subject, whole.text, whole.html)
        same = {name: value for name, value in whole.message.items() if name not in ("Content-Type", "Date")}
        assert {name: fast.message[name] for name in same} == same
        assert all(len(line) < 990 for line in fast.raw.split(b"\r\n"))


def test_whoever_leaves_while_it_is_sent_gets_nothing_more(mail_server):
    vera, dan, nils, rita = reader("Vera"), reader("Dan"), reader("Nils"), reader("Rita", phone="+16175550101")
    rules()
    one = start(campaign())
    Subscription.objects.filter(person=vera).update(state=Subscription.State.UNSUBSCRIBED, ended_at=later(minutes=1))
    dan.preferences.paused_until = NOW.date() + timedelta(days=30)
    dan.preferences.save()
    suppress(address="rita@example.org", reason=Suppression.Reason.REFUSED, now=NOW)
    Person.objects.filter(pk=rita.pk).update(email_refused_at=None)  # refused under another name: known by its hash only
    send()
    assert [letter.to for letter in mail_server.letters] == [nils.email]
    assert dict(letters(one).values_list("person__name", "state")) == {"Vera": "cancelled", "Dan": "cancelled", "Nils": "sent", "Rita": "failed"}
    assert not Message.objects.filter(call_task__isnull=False).exists()  # nobody is called because of a letter to many
    assert progress.results(one).unsubscribed == 1


def test_pausing_holds_back_and_going_on_loses_nobody(mail_server):
    for number in range(6):
        reader(f"Reader {number}", f"reader{number}@example.org")
    rules()
    carla, one = colleague("carla@example.org"), start(campaign())
    campaigns.pause(campaign=one, by=carla, now=NOW)
    send()  # the worker comes before the clock: it puts them off
    assert mail_server.letters == []
    sending.work(now=NOW)
    assert set(letters(one).values_list("state", "smtp_reply")) == {("held", sending.PAUSED)}
    one.refresh_from_db()
    assert (progress.of(one, NOW).held_back, progress.of(one, NOW).done) == (6, 0)
    campaigns.resume(campaign=one, by=carla, now=NOW)
    sending.work(now=NOW)
    send()
    assert len({letter.to for letter in mail_server.letters}) == len(mail_server.letters) == 6


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_cancelled_campaign_sends_nothing_more_even_before_the_clock_comes(mail_server, monkeypatch, is_guarded):
    reader("Vera")
    rules()
    one = start(campaign())
    campaigns.cancel(campaign=one, by=colleague("carla@example.org"), now=NOW)
    if not is_guarded:  # without the question at sending it would have left
        monkeypatch.setattr("outreach.letters.campaigns._TO_COME", tuple(State))
    send()
    assert len(mail_server.letters) == (0 if is_guarded else 1)
    sending.work(now=NOW)
    one.refresh_from_db()
    assert one.finished_at == NOW and letters(one).get().state == ("cancelled" if is_guarded else "sent")


def test_a_correction_goes_to_exactly_those_reached():
    vera, dan, nils = reader("Vera"), reader("Dan"), reader("Nils")
    rules()
    carla, one = colleague("carla@example.org"), start(campaign())
    letters(one).filter(person=vera).update(state="sent", sent_at=NOW)
    letters(one).filter(person=dan).update(state="failed")
    letters(one).filter(person=nils).update(state="sent", sent_at=NOW)
    Subscription.objects.filter(person=nils).update(state=Subscription.State.UNSUBSCRIBED)
    reader("New")
    fix = campaigns.correct(campaign=one, by=carla, now=later(hours=1))
    assert fix.subject == "Correction: Three clean-ups, [[name]]" and fix.state == State.DRAFT
    assert list(whom.recipients(fix, later(hours=1))) == [vera]
    with pytest.raises(Refused, match="nothing to correct"):
        campaigns.correct(campaign=fix, by=carla, now=NOW)


def test_each_reads_it_in_their_language_or_as_the_office_wants(mail_server):
    languages()
    reader("Vera", language="es")
    reader("Amal", language="ar")
    reader("Dan")
    rules()
    one = campaign()
    for field, text in (("subject", "Tres limpiezas, [[name]]"), ("body", "Hola [[name]], vengan a **tres** limpiezas.")):
        set_translation(record=one, field=field, language="es", text=text, status=Translation.Status.VERIFIED, now=NOW)
        set_translation(record=one, field=field, language="ar", text=text, status=Translation.Status.DRAFT, now=NOW)
    start(one)
    send()
    by_name = {letter.to: letter for letter in mail_server.letters}
    assert by_name["vera@example.org"].subject == "Tres limpiezas, Vera" and 'lang="es"' in by_name["vera@example.org"].html
    assert by_name["amal@example.org"].subject == "Three clean-ups, Amal" and 'lang="en" dir="ltr"' in by_name["amal@example.org"].html
    assert by_name["amal@example.org"].message["Content-Language"] == "ar"
    assert CampaignText.objects.get(campaign=one, language="ar").is_fallback and not CampaignText.objects.get(campaign=one, language="es").is_fallback


def test_nothing_leaves_at_night_and_the_pace_is_kept(mail_server):
    for number in range(5):
        reader(f"Reader {number}", f"reader{number}@example.org")
    rules(per_second=2)
    evening = datetime(2026, 12, 2, 1, 59, 59, tzinfo=UTC)  # 8:59:59 p.m. in Boston
    one = start(campaign(), now=evening)
    dues = list(letters(one).order_by("pk").values_list("due", flat=True))
    morning = datetime(2026, 12, 2, 13, 0, tzinfo=UTC)
    half = timedelta(seconds=0.5)
    assert dues == [evening, evening + half, morning, morning + half, morning + 2 * half]
    send(datetime(2026, 12, 2, 3, 0, tzinfo=UTC))  # late: what was due before is asked again, and waits
    assert mail_server.letters == [] and set(letters(one).order_by("pk").values_list("due", flat=True)[:2]) == {morning}
    send(morning + timedelta(minutes=1))
    assert len(mail_server.letters) == 5


@pytest.mark.parametrize("plan", ["hashjoin", "mergejoin", "nestloop"])
def test_letters_are_numbered_as_they_leave_however_they_are_read(plan):
    people = [reader(f"Reader {number}", f"reader{number}@example.org").pk for number in range(5)][::-1]
    one = campaign()
    with transaction.atomic(), connection.cursor() as cursor:
        for other in {"hashjoin", "mergejoin", "nestloop"} - {plan}:
            cursor.execute(f"SET LOCAL enable_{other} = off")
        batches.owe("campaign", people, about=one.ref, office=one.office_id, due=NOW, step=1.0, now=NOW)
    assert list(letters(one).order_by("pk").values_list("person_id", flat=True)) == people
    assert list(letters(one).order_by("due").values_list("person_id", flat=True)) == people


def test_so_many_a_day_over_the_change_of_the_clock():
    for number in range(5):
        reader(f"Reader {number}", f"reader{number}@example.org")
    rules(per_day=2)
    saturday = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # noon in Boston, the clocks go back at night
    dues = list(letters(start(campaign(), now=saturday)).order_by("pk").values_list("due", flat=True))
    assert dues == [saturday] * 2 + [datetime(2026, 11, 1, 13, 0, tzinfo=UTC)] * 2 + [datetime(2026, 11, 2, 13, 0, tzinfo=UTC)]


def test_what_piled_up_does_not_leave_all_at_once():
    for number in range(45):
        reader(f"Reader {number}", f"reader{number}@example.org")
    rules(per_second=2)
    one = start(campaign())
    late = later(minutes=30)
    budget.keep_all(now=late)
    dues = sorted(letters(one).values_list("due", flat=True))
    assert dues[0] == late and dues[-1] == late + timedelta(seconds=22) and letters(one).filter(state="queued").count() == 45


def test_a_test_goes_to_one_address_once_and_is_marked(mail_server):
    one = campaign()
    to = {"address": "carla@example.org", "language": "es", "key": "a-key-of-its-own-0001", "by": colleague("carla@example.org"), "now": NOW}
    assert campaigns.send_test(campaign=one, **to) and not campaigns.send_test(campaign=one, **to)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: NOW).run()
    (letter,) = mail_server.letters
    assert "Three clean-ups" in letter.subject and letter.kind == "campaign_test" and letter.message["List-Unsubscribe"] is None
    one.subject = "Four clean-ups"  # written anew, tested from the form that a browser kept
    campaigns.save(campaign=one, by=to["by"], now=NOW)
    assert campaigns.send_test(campaign=one, **to) and not campaigns.send_test(campaign=one, **to)


def test_an_earlier_letter_in_hand_is_never_counted_twice():
    reader("Vera")
    rules(per_day=10)
    OutreachRules.objects.update(undo_minutes=0)
    first = start(campaign(name="First"))
    letters(first).update(state="sent", sent_at=NOW)
    second = campaign(name="Second", segment=segment({}))
    with pytest.raises(Refused, match="Nobody would get it"):
        campaigns.submit(campaign=second, by=colleague("carla@example.org"), now=later(hours=2))
    assert topic().campaigns.count() == 2
    with override_settings(SITE_URL="https://volunteer.example.org"):
        assert archive.letter(first.pk, "en") is None  # not sent to the end yet
