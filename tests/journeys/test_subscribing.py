"""From a tick on the page of topics to the last press: subscribed with a button, paused, and left, on a phone."""

import re

from outreach.models import Preferences, Subscription
from tests.journeys.walking import links_of
from tests.outreach import wanting


def test_vera_subscribes_with_the_button_pauses_and_leaves_it_all(walk, town):
    wanting.topic(), wanting.topic("Donation drives", kind="drives")
    vera = walk(width=320)
    vera.open("/").follow("Choose what we write to you about")
    vera.press("Yes, write to me")
    assert "Tick at least one topic" in vera.text and Subscription.objects.count() == 0
    vera.fill(email="vera@example.org").tick("Ways to volunteer")
    vera.press("Yes, write to me")
    assert vera.heading == "One more step" and "Ways to volunteer" in vera.text
    phone = walk(width=320)
    phone.open(next(link for link in links_of(vera.letter("confirm_code")) if "/confirm/" in link))
    assert not Subscription.objects.standing().exists()
    phone.press("Yes, confirm")
    assert phone.heading == "We write to you about this" and Subscription.objects.standing().count() == 1
    links = links_of(vera.letter("subscribed"))
    reader = walk(width=320)
    reader.open(next(link for link in links if "/preferences/" in link))
    assert reader.heading == "Letters you get from us" and reader.page.get_by_label("Ways to volunteer").is_checked()
    reader.tick("Donation drives").tick("Once a month")
    reader.press(re.compile("^Save$"))
    assert Preferences.objects.get().pace == "monthly" and Subscription.objects.standing().count() == 2
    reader.press("Stop for a month")
    assert "Stopped until" in reader.text
    reader.press("Write to me again now")
    assert "Stopped until" not in reader.text
    reader.open(next(link for link in links if "/unsubscribe/" in link))
    assert reader.heading == "Stop these letters" and Subscription.objects.standing().count() == 2
    reader.press("Stop all of these letters")
    assert reader.heading == "You get no more of these letters" and not Subscription.objects.standing().exists()


def test_without_a_script_and_without_an_old_letter_the_page_of_preferences_is_reached(walk, town):
    topic = wanting.topic()
    wanting.wants(wanting.makers.person(), topic)
    vera = walk(width=320, javascript=False)
    vera.open("/preferences/").fill(email="vera@example.org").press("Send me a code")
    vera.type_code(vera.code())
    assert vera.heading == "Letters you get from us"
    vera.press("Stop all of these letters")
    assert "You get none of these letters" in vera.text and not Subscription.objects.standing().exists()
