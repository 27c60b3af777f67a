"""One letter of every kind that leaves the house for people who are not staff: owed by the verbs and rows that really owe them."""

from datetime import timedelta

from django.utils import timezone

from bookings.models import State
from donations import emails as drive_emails
from donations import emails as of_drives
from donations.actions import location_links, pick_up_reminders, rerouting
from donations.actions import reminders as drive_reminders
from donations.actions.goods import receive
from donations.models import Arrangement, Drive, PickUpRequest, Pledge
from events.actions import door_links, events, invitations, telling
from events.actions import notes as event_notes
from events.letters import accommodations as support_letters
from events.letters import guardians as guardian_letters
from events.letters import questions as question_letters
from events.letters import registrations as registered
from events.models import AccommodationRequest, Question
from events.reminder_times import link_key as event_link_key
from events.reminder_times import start_key as event_start_key
from mailing import letters
from mailing.models import Message
from outreach.actions import digests
from outreach.coming import coming
from outreach.digest.choosing import Index
from outreach.letters import subscribed
from outreach.models import DigestIssue, Preferences, TopicRequest
from people.models import GuardianConsent
from tests import goods, makers, meetings
from tests.outreach import subscribed as subscribers
from tests.outreach import wanting
from tests.volunteers import asking
from volunteers import emails
from volunteers.actions import hours, notes, site_links
from volunteers.actions.hours import Work
from volunteers.letters.sign_ups import start_key
from volunteers.models import Ask, KeepPosted, Recognition, ShiftRole
from volunteers.told_states import ChangeLetter


def about_sign_ups(shift, *, now):
    """What happens to a sign-up on this role, a letter each."""
    confirmed = makers.sign_up(shift)
    emails.placed(confirmed, now=now)
    emails.changed(confirmed, now=now)
    was = {"shift": {"starts": (shift.shift.starts - timedelta(hours=1)).isoformat(), "notes": "Front door"}}
    emails.changed_for([ChangeLetter(confirmed, was, now, asks) for asks in (True, False)], period="n1", now=now)
    letters.send("reminder", to=confirmed.person, about=confirmed, now=now, period=f"eve:{start_key(shift.shift.starts)}", bundle="one")
    emails.placed(makers.sign_up(shift, state=State.WAITLISTED), now=now)
    emails.waitlist_offer(makers.sign_up(shift, state=State.OFFERED, until=now + timedelta(hours=12)), now=now)
    gone = makers.sign_up(shift, state=State.CANCELLED)
    emails.cancelled(gone, by_office=True, now=now)
    emails.handed_over(gone, now=now)
    emails.cancelled_late(gone, now=now)
    emails.requested(makers.sign_up(shift, state=State.REQUESTED, until=now + timedelta(days=3)), now=now)
    emails.request_expired(makers.sign_up(shift, state=State.EXPIRED), now=now)
    emails.declined(makers.sign_up(shift, state=State.DECLINED), note="All drivers are found.", now=now)
    emails.guardian_said_no(makers.sign_up(shift, state=State.DECLINED), now=now)
    emails.need_answered(makers.sign_up(shift, notes="A chair, please.", reply="There will be chairs."), now=now)
    off = makers.role(starts=now + timedelta(days=9))
    type(off.shift).objects.filter(pk=off.shift_id).update(cancelled_at=now, reason="The freezer broke.")
    emails.shift_called_off(makers.sign_up(off), now=now)


def about_young_people(*, now):
    """A guardian is asked, and reminded."""
    shift = makers.role(starts=now + timedelta(days=9), of=makers.opportunity(minimum_age=14))
    mia, ana = makers.person("Mia", "mia@example.org"), makers.person("Ana", "ana@example.org")
    consent = GuardianConsent.objects.create(person=mia, guardian=ana, age_band="minor", asked_at=now)
    sign_up = makers.sign_up(shift, who=mia, state=State.REQUESTED, age_band="minor", consent=consent, until=now + timedelta(days=3))
    emails.guardian_asked(sign_up, now=now)
    letters.send(emails.GUARDIAN_REMINDED, to=ana, about=consent, now=now, expires=sign_up.until)


def about_the_day(shift, *, by, now):
    """The lead's link and a note to everybody."""
    values = {"name": "Lena", "email": "lena@example.org", "phone": "", "language": "en", "key": makers.key()}
    site_links.give(shift=shift.shift, by=by, now=now, **values)
    notes.write(shift=shift.shift, subject="Side door", text="Ring twice.", with_waitlist=False, urgent=False, key=makers.key(), by=by, now=now)


def about_asking(shift, *, now):
    """Being asked, hearing that it is filled, being kept posted."""
    asked, late, posted = (asking.willing(name) for name in ("Ada", "Lou", "Nia"))
    expires = shift.shift.starts
    emails.asked([(Ask.objects.create(shift_role=shift, person=asked, asked_at=now), asked)], expires=expires, now=now)
    emails.ask_filled([(Ask.objects.create(shift_role=shift, person=late, asked_at=now, closed_at=now), late)], expires=expires, now=now)
    consent = KeepPosted.objects.create(person=posted, agreed_at=now)
    emails.kept_posted(consent, now=now)
    found = [{"role": asking.short_shift().pk, "near": True, "languages": [], "interests": [], "slot": None}]
    emails.news(consent, found=found, expires=now + timedelta(days=1), now=now)


def about_hours(*, by, now):
    """Hours that could not be counted, and thanks for those that were."""
    sewing = makers.sign_up(ShiftRole.objects.create(opportunity=makers.opportunity(kind="remote")), now=now)
    entry = hours.claim(sign_up=sewing, work=Work(now.date() - timedelta(days=1), 90, None), key=makers.key(), browser="b", now=now)
    hours.decline(entry=entry, reason="That was another day.", by=by, now=now)
    past = makers.role(starts=now - timedelta(days=2))
    came = makers.sign_up(past, state=State.ATTENDED, attended_minutes=700)
    reached = Recognition.objects.create(person=came.person, milestone=10, reached_on=now.date())
    letters.send("milestone", to=came.person, about=reached, now=now)


def about_topics(*, now):
    """What somebody subscribed to."""
    topic = wanting.topic()
    subscribed.welcome(
        TopicRequest.objects.create(person=makers.person("Noor", "noor@example.org"), topics=[topic.pk], consent_version="1", settled_at=now), now=now
    )


def about_goods(*, by, now):
    """The link for the people at a location, and thanks for what somebody brought."""
    location = goods.location(goods.drive(closes=now + timedelta(days=10)))
    values = {"name": "Lena", "email": "lena@example.org", "phone": "", "language": "en", "key": makers.key()}
    location_links.give(location=location, by=by, now=now, **values)
    lines, dan = {goods.need(location.drive).pk: 12}, goods.dan()
    donation = receive(location=location, lines=lines, source="walk_in", person=dan, by=by, key=makers.key(), now=now)
    Message.objects.filter(about=donation.ref).update(due=now)


def about_pledges(*, now):
    """What happens to a promise of goods, and to a large gift, a letter each."""
    drive = goods.drive(opens=now - timedelta(days=1), closes=now + timedelta(days=9), remind_days=3)
    need, full = goods.need(drive), goods.location(drive, state="full")
    donors = [makers.person(name, f"{name.lower()}-gives@example.org") for name in ("Dan", "Lee", "Pat", "Max", "Kim", "Jo")]
    promised = [goods.pledge({need: 1}, who=donor) for donor in donors[:4]]
    of_drives.pledged(promised[0], now=now)
    of_drives.pledge_changed(promised[0], now=now)
    Pledge.objects.filter(pk=promised[1].pk).update(state=Pledge.State.WITHDRAWN)
    of_drives.pledge_withdrawn(promised[1], by_office=False, now=now)
    remind(promised[2], now=now)
    Pledge.objects.filter(pk=promised[3].pk).update(location=full, expected_day=now.date() + timedelta(days=1))
    rerouting.tell_of_closed(location=full, now=now)
    values = {"drive": Drive.objects.get(pk=drive.pk), "kind": "box", "organization": "Bakery", "reply_by": now.date()}
    offered, agreed = (Arrangement.objects.create(person=donor, state=state, **values) for donor, state in zip(donors[4:], ("asked", "agreed"), strict=True))
    of_drives.arrangement_asked(offered, now=now)
    of_drives.arrangement_answered(agreed, now=now)


def remind(pledge, *, now):
    """A reminder is due some evening: it is owed as `queue` owes it."""
    (loaded,) = Pledge.objects.filter(pk=pledge.pk).select_related("drive")
    loaded.times = []
    letters.send("pledge_reminder", to=pledge.person, about=pledge, now=now, period=drive_reminders.period_of(loaded, now))


def about_pick_ups(*, now):
    """What happens to a pick-up, a letter each, and the driver's link."""
    drive = goods.drive(offers_pick_up=True, opens=now - timedelta(days=5), closes=now + timedelta(days=20))
    run = goods.run(drive, starts=now + timedelta(days=3), driver=makers.person("Dora", "dora@example.org"))
    window, state = run.windows.get(), PickUpRequest.State

    def one(kind, at=window, **changes):
        who = makers.person("Dan", f"{kind}-{PickUpRequest.objects.count()}@example.org")
        return goods.pick_up(drive, who=who, state=kind, window=at, **changes)

    drive_emails.pick_up_requested(one(state.REQUESTED, None), now=now)
    drive_emails.pick_up_put_off(one(state.REQUESTED, None), now=now)
    drive_emails.pick_up_proposed(one(state.PROPOSED), now=now)
    drive_emails.pick_up_declined(one(state.DECLINED, None, reason="Our van is too small."), now=now)
    drive_emails.pick_up_cancelled(one(state.CANCELLED), now=now)
    drive_emails.pick_up_missed(one(state.MISSED), due=now, now=now)
    drive_emails.pick_up_partly(one(state.PARTLY), due=now, now=now)
    planned = one(state.ASSIGNED, told_on_the_way_at=now)
    drive_emails.pick_up_scheduled(planned, now=now)
    drive_emails.pick_up_on_the_way(planned, expires=window.ends, now=now)
    drive_emails.pick_up_reminders([(planned, now, None)], now=now)
    pick_up_reminders.owe_links(now=now)


def about_registrations(*, by, now):
    """What happens to a registration for an event, a letter each, and the link for a helper at the door."""
    event = meetings.event(starts=now + timedelta(hours=23), mode="hybrid", online_link="https://example.org/meeting", late_hours=48)
    one = meetings.registration(event, attends="online", now=now)
    registered.placed(one, now=now)
    registered.changed(one, now=now)
    letters.send("event_link", to=one.person, about=one, now=now, period=event_link_key(event))
    letters.send("event_reminder", to=one.person, about=one, now=now, period=f"eve:{event_start_key(event.starts)}", bundle="event")
    registered.placed(meetings.registration(event, state=State.WAITLISTED), now=now)
    registered.offered(meetings.registration(event, state=State.OFFERED, until=now + timedelta(hours=12)), now=now)
    gone = meetings.registration(event, state=State.CANCELLED)
    registered.cancelled(gone, by_office=True, now=now)
    registered.cancelled_late(gone, now=now)
    about_young_guests(now=now)
    values = {"name": "Lena", "email": "lena@example.org", "phone": "", "language": "en", "key": makers.key()}
    door_links.give(event=event, by=by, now=now, **values)
    guests = [invitations.Guest(email="church@example.org", language="en", name="Grove Hall Church")]
    closed = meetings.event(starts=now + timedelta(days=9), invited_only=True)
    invitations.write(event=closed, guests=guests, words="We would like to hear from you.", key=makers.key(), by=by, now=now)


def about_young_guests(*, now):
    """A guardian is asked about an event and reminded, says no, or says nothing."""
    event = meetings.event(starts=now + timedelta(days=9), minimum_age=14)
    mia, ana = makers.person("Mia", "mia-comes@example.org"), makers.person("Ana", "ana-decides@example.org")
    young = {"age_band": "minor", "consent": GuardianConsent.objects.create(person=mia, guardian=ana, age_band="minor", asked_at=now)}
    waits = meetings.registration(event, who=mia, state=State.REQUESTED, until=now + timedelta(days=3), **young)
    guardian_letters.asked(waits, now=now)
    letters.send(guardian_letters.REMINDED, to=ana, about=waits.consent, now=now, expires=waits.until)
    guardian_letters.requested(waits, now=now)
    guardian_letters.expired(meetings.registration(event, state=State.EXPIRED, age_band="minor"), now=now)
    guardian_letters.said_no(meetings.registration(event, state=State.DECLINED, age_band="minor"), now=now)


def about_events(*, by, now):
    """An event that is moved, one that is edited and written about, one that is postponed, one that is cancelled."""
    moved, edited, postponed, cancelled = (meetings.event(starts=now + timedelta(days=9)) for _number in range(4))
    for number, event in enumerate((moved, edited, postponed, cancelled)):
        meetings.registration(event, who=makers.person("Vera", f"vera-comes-{number}@example.org"))
    later = events.When(moved.starts + timedelta(days=1), moved.ends + timedelta(days=1), moved.venue)
    events.postpone(event=moved, reason="The hall is not free.", when=later, by=by, now=now)
    edit = telling.note(event=edited, names={"bring"}, by=by, now=now)
    telling.decide(event=edited, edit_id=edit.pk, shown=["bring"], tell_them=True, by=by, now=now)
    event_notes.write(event=edited, subject="Back door", text="Ring twice.", with_waitlist=False, urgent=False, key=makers.key(), by=by, now=now)
    events.postpone(event=postponed, reason="A storm comes.", when=None, by=by, now=now)
    events.cancel(event=cancelled, reason="A storm comes.", by=by, now=now)


def about_support_and_questions(*, now):
    """What becomes of a request for support and of a question in advance, a letter each."""
    event, state = meetings.event(starts=now + timedelta(days=9)), AccommodationRequest.State

    def request(kind, **more):
        return meetings.accommodation(event, state=kind, due=now.date(), **more)

    support_letters.asked(request(state.REQUESTED), now=now)
    support_letters.answered(request(state.CONFIRMED, reply="Ana interprets."), now=now)
    support_letters.did_it_work([request(state.CONFIRMED)], now=now)
    for kind, owe in [(Question.State.ACCEPTED, question_letters.taken), (Question.State.DECLINED, question_letters.declined)]:
        who = makers.person("Vera", f"{kind}@example.org")
        owe(meetings.question(event, person=who, state=kind, public_text="When?", declined_because="Elsewhere."), now=now)
    answered = {"state": Question.State.ANSWERED, "public_text": "When?", "answer": "In May.", "answered_by": event.office}
    question_letters.answered([meetings.question(event, person=makers.person("Ana", "answered@example.org"), **answered)], now=now)


def about_the_week(*, now):
    """The weekly email, and what is short of people nearby tomorrow."""
    reader = subscribers.reader(subscribers.topic("volunteering"), name="Nell", email="nell@example.org", evening_gaps=True)
    subscribers.shift(starts=now + timedelta(days=1))
    issue = DigestIssue.objects.create(office=reader.office, period="2000-W01", due=now)
    digests.write(pk=issue.pk, index=Index(coming(reader.office, now)), now=now)
    Message.objects.filter(kind="digest").update(due=now)
    letters.send("evening_gaps", to=reader, about=Preferences.objects.get(person=reader), now=now, period=f"{timezone.localdate(now):%Y%m%d}")
