"""The to-call list and the letters ledger."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mailing.kind_names import kind_in_words
from mailing.models import AccessLink, CallTask, Message
from mailing.registry import registry
from people.models import OfficeRole
from tests.staff.conftest import make_staff, signed_in


@pytest.fixture
def call(office, vera):
    return CallTask.objects.create(office=office, person=vera.person, number="+16175550142", language="es", script="Hola, Vera.", due=timezone.now())


@pytest.fixture
def letter(office, vera):
    values = {
        "state": "failed",
        "smtp_reply": "550 No such mailbox",
        "subject": "You are signed up",
        "text": "Hello Vera",
        "html": "<p style='color:red'>Hello</p><script>x</script>",
    }
    return Message.objects.create(person=vera.person, recipient=f"p:{vera.person_id}", office=office, kind="test", about="x:1", due=timezone.now(), **values)


@pytest.fixture
def caller(office):
    return make_staff("cal@example.org", office, OfficeRole.Role.CALLER)


def test_the_list_says_whom_to_call_in_which_language_and_what_to_say(call, caller):
    page = signed_in(caller).get(reverse("admin:calls")).content.decode()
    assert "Vera Lopez" in page and "tel:+16175550142" in page and "What to say, in Spanish:" in page and "Hola, Vera." in page
    assert "What to say, in Español" not in page


def test_languages_are_called_as_the_page_speaks(call, caller):
    page = signed_in(caller).get("/es/admin/desk/calls/").text
    assert "Español" in page and "Spanish" not in page


def test_the_list_names_the_language_of_the_words_to_say_and_that_of_the_person(call, caller):
    CallTask.objects.filter(pk=call.pk).update(language="ht", script="Hello, Vera.")
    page = signed_in(caller).get(reverse("admin:calls")).text
    assert 'call__state">ht<' in page and "What to say, in English:" in page and '<div class="call__script" lang="en"' in page


def test_what_staff_do_is_said_in_their_language_beside_what_they_say(call, caller, office):
    CallTask.objects.filter(pk=call.pk).update(link=AccessLink.objects.create(purpose="prove", phone="+16175550142", office=office))
    page = signed_in(caller).get(reverse("admin:calls")).text
    assert page.index("press “Said yes”") < page.index('<div class="call__script" lang="es"')


def test_no_answer_keeps_the_line_open_and_counts(call, caller):
    signed_in(caller).post(reverse("admin:call_result", args=[call.pk]), {"result": "no_answer", "note": "will call back"})
    call.refresh_from_db()
    assert (call.result, call.tries, call.note) == ("", 1, "will call back")


def test_a_reached_person_leaves_the_list(call, caller):
    client = signed_in(caller)
    client.post(reverse("admin:call_result", args=[call.pk]), {"result": "confirmed"})
    call.refresh_from_db()
    assert (call.result, call.done_by) == ("confirmed", caller)
    assert "Nobody waits for a call." in client.get(reverse("admin:calls")).content.decode()


def test_another_result_than_the_three_is_refused(call, caller):
    signed_in(caller).post(reverse("admin:call_result", args=[call.pk]), {"result": "dropped"})
    call.refresh_from_db()
    assert (call.result, call.tries) == ("", 0)


def test_callers_of_another_office_do_not_see_the_line(call, other_office):
    other = signed_in(make_staff("pat@example.org", other_office, OfficeRole.Role.CALLER))
    assert "Nobody waits for a call." in other.get(reverse("admin:calls")).content.decode()
    assert other.post(reverse("admin:call_result", args=[call.pk]), {"result": "confirmed"}).status_code == 404


def test_the_ledger_shows_state_and_the_mail_servers_answer(letter, carla):
    page = signed_in(carla).get(reverse("admin:mailing_message_change", args=[letter.pk])).content.decode()
    assert "550 No such mailbox" in page and "Hello Vera" in page and "Send it again" in page


def test_a_failed_letter_is_sent_again(letter, carla):
    signed_in(carla).post(reverse("admin:retry_letter", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == Message.State.QUEUED


def test_a_letter_somebody_has_dealt_with_needs_nobody_any_more(letter, carla, other_coordinator):
    client, url = signed_in(carla), reverse("admin:settle_letter", args=[letter.pk])
    assert "I have dealt with it" in client.get(reverse("admin:mailing_message_change", args=[letter.pk])).text
    assert signed_in(other_coordinator).post(url).status_code == 404
    assert list(Message.objects.unsettled()) == [letter]
    client.post(url)
    assert not Message.objects.unsettled().exists()
    page = client.get(reverse("admin:mailing_message_change", args=[letter.pk])).text
    assert "Dealt with on" in page and "I have dealt with it" not in page
    client.post(reverse("admin:retry_letter", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.settled_at is None  # if it fails again, it is news


def test_a_letter_that_arrived_waits_for_nobody(letter, carla):
    Message.objects.filter(pk=letter.pk).update(state="sent")
    answer = signed_in(carla).post(reverse("admin:settle_letter", args=[letter.pk]), follow=True)
    letter.refresh_from_db()
    assert letter.settled_at is None and "did not arrive" in answer.text


def test_the_ledger_speaks_in_words(letter, vera, role, carla):
    Message.objects.filter(pk=letter.pk).update(kind="reminder", about=vera.ref, state="held", smtp_reply="")
    client = signed_in(carla)
    lists = client.get(reverse("admin:mailing_message_changelist")).text
    assert "Reminder" in lists and "kept, not sent" in lists and "On the to-call list." in lists and "lane" not in lists.lower()
    page = client.get(reverse("admin:mailing_message_change", args=[letter.pk])).text
    assert reverse("admin:volunteers_signup_change", args=[vera.pk]) in page and "volunteers.signup" not in page and "English" in page
    assert re.search(rf'{reverse("admin:volunteers_signup_change", args=[vera.pk])}">Pack food boxes, \w+day, ', page)


def test_every_kind_of_letter_has_a_name():
    assert [kind for kind in registry() if kind_in_words(kind) == kind.replace("_", " ")] == []


def test_a_sent_letter_is_not_sent_again(letter, carla):
    Message.objects.filter(pk=letter.pk).update(state="sent")
    answer = signed_in(carla).post(reverse("admin:retry_letter", args=[letter.pk]), follow=True)
    letter.refresh_from_db()
    assert letter.state == "sent" and "Only a letter that failed" in answer.content.decode()


def test_the_html_part_stands_in_a_sandbox_where_nothing_runs(letter, carla):
    answer = signed_in(carla).get(reverse("admin:letter_html", args=[letter.pk]))
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "script-src" not in policy and "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_ledger_costs_the_same_for_one_and_for_many(letter, office, vera, carla, django_assert_max_num_queries):
    client, url = signed_in(carla), reverse("admin:mailing_message_changelist")
    client.get(url)
    with django_assert_max_num_queries(20) as one:
        client.get(url)
    for number in range(5):
        Message.objects.create(person=vera.person, recipient=f"p:{vera.person_id}", office=office, kind="test", about=f"x:{number + 9}", due=timezone.now())
    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_every_letter_can_be_read_in_every_offered_language(carla):
    client = signed_in(carla)
    page = client.get(reverse("admin:letter_previews"))
    assert page.status_code == 200
    assert "confirm_code" not in page.text.replace("/confirm_code/", "") and "Code to confirm a sign-up" in page.text
    for kind, _name in page.context["kinds"]:
        for language in page.context["languages"]:
            assert client.get(reverse("admin:letter_preview", args=[kind, language.code])).status_code == 200, (kind, language.code)
            assert client.get(reverse("admin:letter_preview_html", args=[kind, language.code])).status_code == 200


def test_an_unknown_letter_is_not_found(carla):
    assert signed_in(carla).get("/admin/desk/letters/nothing/es/").status_code == 404
