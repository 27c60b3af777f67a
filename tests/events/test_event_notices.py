"""The notice: when it is due, how it reads in each finished language, and the proof that it was posted."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from civic.needs_today import events as drawers
from events import notice_words, notices
from events.actions import events
from events.actions import notices as postings
from events.models import Event, LeadTime, NoticePosting
from intake.refusal import Refused
from languages.content import set_translation
from languages.models import Translation
from places.models import Holiday
from places.office_days import office_days_before, office_hours_before
from tests import meetings
from tests.events import planning
from tests.reading import told
from tests.staff.conftest import NEW_YORK, signed_in

pytestmark = pytest.mark.django_db


def local(*parts):
    return datetime(*parts, tzinfo=NEW_YORK)


@pytest.fixture
def thanksgiving(db):
    return Holiday.objects.create(date=date(2026, 11, 26), name="Thanksgiving Day")


@pytest.fixture
def meeting(office, carla):
    """A public meeting on Wednesday, December 16, at 6 p.m."""
    return planning.complete(office, carla, starts=local(2026, 12, 16, 18), is_public_meeting=True)


def test_office_days_leave_out_weekends_and_holidays(thanksgiving):
    assert office_days_before(date(2026, 11, 30), 1) == date(2026, 11, 27)  # Monday → Friday
    assert office_days_before(date(2026, 11, 30), 2) == date(2026, 11, 25)  # Thursday is a holiday
    assert office_days_before(date(2026, 11, 29), 1) == date(2026, 11, 27)  # from a Sunday
    assert office_days_before(date(2026, 11, 30), 0) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("starts", "latest"),
    [
        (local(2026, 12, 16, 18), local(2026, 12, 14, 18)),  # Wednesday → Monday
        (local(2026, 12, 14, 18), local(2026, 12, 10, 18)),  # Monday → Thursday: Saturday and Sunday are not counted
        (local(2026, 11, 30, 9), local(2026, 11, 25, 9)),  # Monday → Wednesday before Thanksgiving Thursday? Friday counts, Thursday does not
        (local(2026, 12, 13, 12), local(2026, 12, 10, 0)),  # a Sunday: the whole of Friday and Thursday
        (local(2026, 12, 12, 0), local(2026, 12, 10, 0)),  # midnight into Saturday
    ],
)
def test_forty_eight_hours_are_counted_on_weekdays_that_are_no_holidays(thanksgiving, starts, latest):
    assert office_hours_before(starts, 48, NEW_YORK) == latest


def test_on_a_day_when_the_clocks_change_hours_are_real_hours(db):
    assert office_hours_before(local(2027, 3, 15, 12), 24, NEW_YORK) == local(2027, 3, 12, 12)  # the change is on Sunday, which is not counted
    assert office_hours_before(local(2026, 11, 2, 12), 24, NEW_YORK) == local(2026, 10, 30, 12)


def test_each_board_has_its_own_hours_and_other_events_need_no_notice(office, carla):
    board = meetings.board(office=office, posting_hours=72)
    of_board = planning.complete(office, carla, starts=local(2026, 12, 18, 18), board=board)
    assert notices.latest_posting(of_board) == local(2026, 12, 15, 18)
    assert notices.latest_posting(planning.complete(office, carla)) is None


def test_support_is_asked_for_as_early_as_the_longest_lead_time_needs(office, meeting):
    assert notices.request_deadline(meeting) == local(2026, 12, 2, 17)  # ten working days before
    LeadTime.objects.create(office=office, kind="other", working_days=3)
    assert notices.request_deadline(meeting) == local(2026, 12, 11, 17)
    LeadTime.objects.create(office=office, kind="asl", working_days=5)
    Holiday.objects.create(date=date(2026, 12, 15), name="A holiday")
    assert notices.request_deadline(meeting) == local(2026, 12, 8, 17)
    assert notices.request_deadlines(meeting)["childcare"] == local(2026, 12, 10, 17)
    meeting.request_deadline = local(2026, 12, 14, 12)
    assert notices.request_deadline(meeting) == local(2026, 12, 14, 12)


@pytest.mark.parametrize(("now", "is_soon"), [(local(2026, 11, 30, 9), False), (local(2026, 12, 2, 9), True), (local(2026, 12, 16, 9), True)])
def test_near_or_past_the_notice_says_ask_as_soon_as_you_can(meeting, now, is_soon):
    said = " ".join(notice_words.in_language(meeting, "en", now=now).ask)
    assert ("Ask as soon as you can. We will try." in said) is is_soon
    assert (f"Please ask by {told(local(2026, 12, 2))}, 5 p.m." in said) is not is_soon


def test_the_notice_names_phone_relay_email_languages_supports_and_the_way_in(meeting):
    Event.objects.filter(pk=meeting.pk).update(mode="hybrid", online_link="https://example.org/room", dial_in="+16175550199", overflow_room="Room 2")
    text = postings.as_text(Event.objects.select_related("office", "venue", "board").get(), "en", timezone.now())
    for part in (
        "Notice of a public meeting", "Wednesday, December 16", "6 p.m.", "617-555-0100", "711", "office-of-service@example.org", "English", "Food (vegetarian too)",
        "https://example.org/room", "617-555-0199", "Room 2", "1. Safer crossings (30 minutes)", "ID asked: No", "You need no registration", "without steps",
    ):  # fmt: skip
        assert part in text, part


def test_the_link_of_an_event_that_is_no_public_meeting_is_never_in_its_notice(office, carla):
    event = planning.complete(office, carla, mode="hybrid", online_link="https://example.org/room", dial_in="+16175550199")
    text = postings.as_text(event, "en", timezone.now())
    assert "example.org/room" not in text and "555-0199" not in text and "24 hours before" in text


def test_only_verified_words_that_fit_todays_english_are_published(meeting):
    assert notice_words.finished(meeting) == ["en", "es"]
    assert "Cruces más seguros" in postings.as_text(meeting, "es", timezone.now())
    Translation.objects.filter(text="Cruces más seguros").update(status="machine")
    assert notice_words.finished(meeting) == ["en"]
    assert "Cruces más seguros" not in postings.as_text(meeting, "es", timezone.now())
    Translation.objects.filter(text="Cruces más seguros").update(status="verified")
    meeting.purpose = "Something else?"
    meeting.save()
    assert notice_words.finished(meeting) == ["en"]


def test_everybody_reads_and_prints_it_in_their_language_once_it_is_announced(client, office, carla):
    event = planning.complete(office, carla, is_public_meeting=True)
    page = client.get(f"/es/events/{event.slug}/notice/")
    assert page.status_code == 200 and "Cruces más seguros" in page.text and 'lang="es"' in page.text
    assert client.get(f"/es/events/{event.slug}/notice.txt")["Content-Type"].startswith("text/plain")
    unfinished = planning.complete(office, carla, is_public_meeting=True)
    Translation.objects.update(status="draft")
    page = client.get(f"/es/events/{unfinished.slug}/notice/").text
    assert "Safer crossings" in page and "Cruces" not in page


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "in_review"}, {"invited_only": True}])
def test_nobody_else_reads_the_notice_of_what_is_not_announced_to_all(client, office, carla, hidden):
    event = planning.complete(office, carla, **hidden)
    for name in ("events:notice", "events:notice_text"):
        assert client.get(reverse(name, args=[event.slug])).status_code == 404
        assert client.post(reverse(name, args=[event.slug])).status_code == 405


def test_a_cancelled_meeting_says_so_in_its_notice(client, office, carla):
    event = planning.complete(office, carla, is_public_meeting=True, state="cancelled", reason="The hall is closed.")
    text = client.get(reverse("events:notice", args=[event.slug])).text
    assert "Cancelled: public meeting" in text and "The hall is closed." in text


def test_a_hostile_title_stays_text(client, office, carla):
    event = planning.complete(office, carla, title='</script><script>alert(1)</script>"; END:VEVENT')
    assert "<script>alert(1)" not in client.get(reverse("events:notice", args=[event.slug])).text


def post(user, event, **changes):
    client, url = signed_in(user), reverse("admin:event_notice", args=[event.pk])
    page = client.get(url)
    here = timezone.localtime(timezone.now(), NEW_YORK) - timedelta(minutes=5)
    data = {
        "where": "City Hall",
        "date": str(here.date()),
        "time": f"{here:%H:%M}",
        "language": "en",
        "key": page.text.split('name="key" value="')[1].split('"')[0],
    }
    return page, [client.post(url, {**data, **changes}) for _press in range(2)]


def test_a_posting_is_kept_with_its_words_once(office, carla):
    event = planning.complete(office, carla, is_public_meeting=True)
    page, answers = post(carla, event)
    assert "Post it by" in page.text and [answer.status_code for answer in answers] == [302, 302]
    posting = NoticePosting.objects.get()
    assert (posting.where, posting.is_late, posting.by) == ("City Hall", False, carla) and "Safer crossings" in posting.text
    Event.objects.update(title="Another title")
    posting.refresh_from_db()
    assert "Another title" not in posting.text


def test_a_meeting_that_was_moved_is_posted_again(office, carla):
    event = planning.complete(office, carla, days=10, is_public_meeting=True)
    post(carla, event)
    assert drawers.unposted_notices(carla, "events.change_event", timezone.now()).count == 0
    when = events.When(event.starts + timedelta(days=2), event.ends + timedelta(days=2), event.venue)
    events.postpone(event=event, reason="The hall is closed.", when=when, by=carla, now=timezone.now())
    assert drawers.unposted_notices(carla, "events.change_event", timezone.now()).count == 1
    page, _answers = post(carla, event)
    assert "It was posted before the last change: post it again." in page.text
    assert drawers.unposted_notices(carla, "events.change_event", timezone.now()).count == 0


def test_a_late_posting_is_kept_and_said_to_be_late(office, carla):
    event = planning.complete(office, carla, days=1, is_public_meeting=True)
    page, _answers = post(carla, event)
    assert "Late: the notice had to be posted by" in page.text and NoticePosting.objects.get().is_late


@pytest.mark.parametrize("wrong", [{"where": ""}, {"date": "2099-01-01"}, {"date": "never"}, {"time": "25:00"}, {"language": "so"}, {"key": "short"}])
def test_a_posting_that_cannot_be_meant_is_refused(office, carla, wrong):
    event = planning.complete(office, carla, is_public_meeting=True)
    _page, answers = post(carla, event, **wrong)
    assert answers[0].status_code == 422 and not NoticePosting.objects.exists()


def test_what_nobody_can_read_yet_is_not_posted(office, carla):
    event = planning.complete(office, carla, is_public_meeting=True, state="draft")
    with pytest.raises(Refused, match="Publish it first"):
        postings.record_posting(event=event, where="x", posted_at=timezone.now(), language="en", key="k" * 20, by=carla, now=timezone.now())


def test_an_unfinished_language_is_neither_posted_nor_a_file(office, carla):
    event = planning.complete(office, carla, is_public_meeting=True)
    client = signed_in(carla)
    assert client.get(reverse("admin:event_notice_file", args=[event.pk, "es"])).status_code == 200
    Translation.objects.update(status="machine")
    assert client.get(reverse("admin:event_notice_file", args=[event.pk, "es"])).status_code == 404
    with pytest.raises(Refused, match="not finished"):
        postings.record_posting(event=event, where="x", posted_at=timezone.now(), language="es", key="k" * 20, by=carla, now=timezone.now())


def test_the_notice_costs_the_same_for_one_point_of_the_agenda_and_four(office, carla):
    def cost(event):
        with CaptureQueriesContext(connection) as queries:
            notice_words.in_language(event, "es", now=timezone.now())
        return len(queries)

    event = planning.complete(office, carla, is_public_meeting=True)
    cost(event)  # what is asked once in a while
    one = cost(Event.objects.select_related("office", "venue", "board").get())
    for number in range(3):
        item = event.agenda.create(title=f"Point {number}")
        set_translation(record=item, field="title", language="es", text=f"Punto {number}", status="verified", now=timezone.now())
    assert cost(Event.objects.select_related("office", "venue", "board").get()) == one
