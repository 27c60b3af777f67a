"""Campaigns in odd moments: corrected while they stand still, let go while they are held, begun again, with a group that changes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mailing.models import Message
from outreach import budget, campaign_rules, whom
from outreach.actions import campaigns, sending
from outreach.models import Campaign, Subscription
from people.models import OfficeRole
from tests import makers
from tests.outreach.campaigning import NOW, campaign, colleague, languages, later, letters, reader, rules, segment, start
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


def test_a_correction_waits_for_what_it_corrects_and_passes_over_whom_a_pause_held_back():
    vera, dan = reader("Vera"), reader("Dan")
    rules()
    carla, one = colleague("carla@example.org"), start(campaign())
    letters(one).filter(person=vera).update(state="sent", sent_at=NOW)
    campaigns.pause(campaign=one, by=carla, now=NOW)
    sending.work(now=NOW)
    assert letters(one).get(person=dan).state == "held"
    fix = campaigns.correct(campaign=one, by=carla, now=NOW)
    assert list(whom.recipients(fix, NOW)) == [vera]
    assert any("still on its way" in said for said in campaign_rules.problems(fix, NOW))
    campaigns.cancel(campaign=one, by=carla, now=NOW)
    fix = Campaign.objects.get(pk=fix.pk)
    assert not any("still on its way" in said for said in campaign_rules.problems(fix, NOW))


def test_what_was_held_while_it_was_let_go_on_is_let_go_by_the_next_ring():
    reader("Vera")
    rules()
    one = start(campaign())
    letters(one).update(state="held", smtp_reply=sending.PAUSED)  # a slow hold of another worker, after the press
    sending.work(now=later(minutes=1))
    assert (letters(one).get().state, Campaign.objects.get().paused_at) == ("queued", None)


def test_what_piled_up_for_days_does_not_leave_on_one_day():
    for number in range(6):
        reader(f"Reader {number}", f"reader{number}@example.org")
    rules(per_day=2)
    one, day, at_eight = start(campaign()), timedelta(days=1), NOW.replace(hour=13)  # 8 a.m. in Boston
    assert budget.keep_pace("campaign", about=one.ref, office=one.office, now=later(hours=1)) == 0  # as many as may leave today
    budget.keep_all(now=later(days=2))
    dues = sorted(letters(one).values_list("due", flat=True))
    assert [due <= later(days=2) for due in dues[:2]] == [True, True] and dues[2:] == [at_eight + 3 * day] * 2 + [at_eight + 4 * day] * 2


def test_a_letter_made_before_a_stop_is_the_only_one_for_its_address():
    vera = reader("Vera", "home@example.org")
    reader("Vito", "home@example.org")
    rules()
    one = start(campaign())
    assert [letter.person for letter in letters(one)] == [vera]
    Campaign.objects.update(counted_at=None)  # a worker was killed before it was through
    Subscription.objects.filter(person=vera).update(state="unsubscribed")
    assert [person.name for person in whom.recipients(one, NOW)] == ["Vito"]
    sending.work(now=later(minutes=1))
    assert Message.objects.filter(kind="campaign").count() == 1


def test_a_group_that_a_campaign_on_its_way_goes_by_is_not_changed():
    languages()
    makers.city()
    reader("Vera", language="es")
    rules()
    desk = signed_in(make_staff("carla@example.org", makers.office(), OfficeRole.Role.COORDINATOR))
    group = segment({"combine": "all", "only": {"language": ["es"]}, "except": {}})
    one = campaign(segment=group)
    form = {"name": "Some people", "combine": "all", "only_language": ["es", "en"]}
    for state, is_changed in (("scheduled", False), ("draft", True)):
        Campaign.objects.filter(pk=one.pk).update(state=state)
        desk.post(reverse("admin:outreach_segment_change", args=[group.pk]), form)
        group.refresh_from_db()
        assert (group.rule["only"]["language"] == ["es", "en"]) == is_changed
