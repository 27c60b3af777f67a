"""Invitations by letter: whom they reach, one letter each, what was answered, sent again within bounds, taken back."""

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from events import guest_lines, invitation_words, invitations
from events.actions import attending
from events.actions import invitations as verbs
from events.actions.invitations import Guest
from events.actions.registrations import register
from events.letters.invitations import is_wanted
from events.models import Event, Invitation, Registration
from events.registration_retention import forget_old
from intake.refusal import Refused
from languages.models import Language
from mailing.models import Message
from mailing.reach import suppression
from people.models import OfficeRole, PartnerOrganization
from tests import makers, meetings
from tests.events.coming import asked
from tests.events.planning import text_of
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db
LENA, SAM = Guest(email="lena@example.org", language="en", name="Lena"), Guest(email="sam@example.org", language="es")


@pytest.fixture
def event(db):
    makers.city()
    for code, name in (("en", "English"), ("es", "Spanish")):
        Language.objects.get_or_create(code=code, defaults={"name": name, "own_name": name, "offered": True})
    return meetings.event(invited_only=True, starts=timezone.now() + timedelta(days=9))


@pytest.fixture
def church(event):
    return PartnerOrganization.objects.create(office=event.office, name="Grove Hall Church")


@pytest.fixture
def carla(event):
    return make_staff("carla@example.org", event.office, OfficeRole.Role.COORDINATOR)


def write(event, carla, *guests, key="", now=None, words="Please come."):
    return verbs.write(event=event, guests=list(guests), words=words, key=key or makers.key(), by=carla, now=now or timezone.now())


def sent():
    return list(Message.objects.filter(kind="event_invitation").order_by("pk"))


# --- What staff type ---------------------------------------------------------------------------------------------------------


def test_lines_are_read_in_any_order_with_name_and_language(event, church):
    text = "lena@example.org\nSam Stranger, SAM@example.org, Spanish\n\nGrove Hall Church; es; office@example.org\nAna Lopez <ana@example.org>\nLeo\tleo@example.org\tes\n"
    found = guest_lines.read(text, default_language="en", partners=[church])
    assert [(one.name, one.email, one.language, one.partner) for one in found] == [
        ("", "lena@example.org", "en", None), ("Sam Stranger", "sam@example.org", "es", None), ("Grove Hall Church", "office@example.org", "es", church),
        ("Ana Lopez", "ana@example.org", "en", None), ("Leo", "leo@example.org", "es", None),
    ]  # fmt: skip


def test_every_wrong_line_is_named_and_too_many_are_refused(event):
    text = f"lena@example.org\nnobody\na@example.org b@example.org\nx@y@z\nLENA@example.org\n{'n' * 130}, n@example.org\none@example.org, two@example.org"
    with pytest.raises(forms.ValidationError) as wrong:
        guest_lines.read(text, default_language="en", partners=[])
    said = wrong.value.messages
    assert [line.partition(":")[0] for line in said] == ["Line 2", "Line 3", "Line 4", "Line 5", "Line 6", "Line 7"]
    assert "stands on line 1 already" in said[3]
    with pytest.raises(forms.ValidationError, match="At most 100"):
        guest_lines.read("\n".join(f"v{n}@example.org" for n in range(101)), default_language="en", partners=[])


# --- One letter each -----------------------------------------------------------------------------------------------------------


def test_each_gets_one_letter_in_their_language_however_often_it_is_pressed(event, carla, church):
    key = makers.key()
    for _ in range(2):
        assert write(event, carla, LENA, SAM, Guest("office@example.org", "en", "", church), key=key) == 3
    with pytest.raises(Refused, match="nobody here"):
        write(event, carla, LENA, SAM)
    assert sorted((letter.to, letter.language, letter.person_id) for letter in sent()) == [
        ("lena@example.org", "en", None), ("office@example.org", "en", None), ("sam@example.org", "es", None),
    ]  # fmt: skip
    subject, text, *_html = text_of(next(letter for letter in sent() if letter.to == "lena@example.org"))
    assert subject.startswith("You are invited: ") and "Hello Lena," in text and "Please come." in text and "I can’t come:" in text
    assert invitations.token(Invitation.objects.get(email="lena@example.org")) not in text, "links are not shown in previews"


def test_who_refuses_letters_is_invited_or_has_got_five_today_is_named_before_and_left_out(event, carla):
    now = timezone.now()
    suppression.suppress(address="refuses@example.org", reason="refused", now=now)
    write(event, carla, LENA)
    for number in range(5):
        Message.objects.create(to="five@example.org", recipient="a:5", office=event.office, kind="confirm_code", about=f"x:{number}", due=now)
    found = verbs.sort(event=event, guests=[LENA, SAM, SAM, Guest("refuses@example.org", "en"), Guest("five@example.org", "en")], now=now)
    assert [guest.email for guest in found.written] == ["sam@example.org"]
    assert [(guest.email, why.split(";")[0]) for guest, why in found.left_out] == [
        ("lena@example.org", "is invited already"), ("sam@example.org", "stands here twice"),
        ("refuses@example.org", "the address refuses our letters"), ("five@example.org", "has got five letters from us today"),
    ]  # fmt: skip
    assert write(event, carla, SAM, Guest("refuses@example.org", "en")) == 1
    assert not Invitation.objects.filter(email="refuses@example.org").exists()


def test_a_draft_an_open_and_a_past_event_invite_nobody(event, carla):
    for change in ({"state": "draft"}, {"invited_only": False}, {"starts": timezone.now() - timedelta(hours=1)}, {"state": "cancelled"}):
        other = meetings.event(**{"invited_only": True, "starts": timezone.now() + timedelta(days=9), **change})
        with pytest.raises(Refused):
            write(other, carla, LENA)
    assert sent() == []


def test_the_letter_is_sent_again_after_an_hour_and_at_most_five_times_a_day(event, carla):
    now = timezone.now()
    write(event, carla, LENA, now=now)
    one = Invitation.objects.get()
    with pytest.raises(Refused, match="within the hour"):
        verbs.send_again(invitation=one, by=carla, now=now + timedelta(minutes=59))
    for number in range(1, 5):
        Message.objects.update(state="sent")
        verbs.send_again(invitation=one, by=carla, now=now + timedelta(hours=number))
    with pytest.raises(Refused, match="Five letters"):
        verbs.send_again(invitation=one, by=carla, now=now + timedelta(hours=5))
    assert len(sent()) == 5 and len({letter.period for letter in sent()}) == 5
    suppression.suppress(address=LENA.email, reason="refused", now=now)
    with pytest.raises(Refused, match="gets no letters"):
        verbs.send_again(invitation=one, by=carla, now=now + timedelta(hours=9))


def test_a_letter_that_has_not_left_is_not_sent_beside_the_one_that_was_asked_for_after_it(event, carla):
    write(event, carla, LENA)
    verbs.send_again(invitation=Invitation.objects.get(), by=carla, now=timezone.now() + timedelta(hours=2))
    assert list(Message.objects.order_by("pk").values_list("state", "period")) == [("cancelled", "1"), ("queued", "2")]


def test_without_the_count_the_sixth_letter_would_go(event, carla, monkeypatch):
    now = timezone.now()
    write(event, carla, LENA, now=now)
    monkeypatch.setattr(verbs, "to_addresses_today", lambda addresses, now: {})
    for number in range(1, 7):
        Message.objects.update(state="sent")
        verbs.send_again(invitation=Invitation.objects.get(), by=carla, now=now + timedelta(hours=number))
    assert len(sent()) == 7


def test_taken_back_its_letter_is_not_sent_and_inviting_anew_makes_a_new_link(event, carla):
    write(event, carla, LENA)
    one, letter = Invitation.objects.get(), sent()[0]
    old = invitations.token(one)
    assert is_wanted(letter, one, timezone.now())
    verbs.revoke(invitation=one, by=carla, now=timezone.now())
    one.refresh_from_db()
    assert sent()[0].state == "cancelled" and not is_wanted(letter, one, timezone.now()) and invitations.behind(old, event=event) is None
    assert write(event, carla, LENA) == 1
    again = Invitation.objects.get()
    assert again.pk == one.pk and again.letters == 2 and invitations.token(again) != old and len(sent()) == 2


def test_a_link_made_to_pass_on_is_taken_up_by_the_letter_to_the_same_partner(event, carla, church):
    link = verbs.invite(event=event, partner=church, by=carla, now=timezone.now())
    write(event, carla, Guest("office@example.org", "es", "Ana", church))
    one = Invitation.objects.get()
    assert (one.pk, one.email, one.language, one.letters) == (link.pk, "office@example.org", "es", 1)
    assert invitations.token(one) == invitations.token(link)


# --- Answers ------------------------------------------------------------------------------------------------------------------


def answer_of(event, email="lena@example.org"):
    return next(one.answer for one in invitation_words.standing(event) if one.email == email)


def test_no_answer_cannot_come_and_a_late_registration_are_told_apart(event, carla):
    write(event, carla, LENA)
    one = Invitation.objects.get()
    assert answer_of(event) == "no answer yet"
    path = invitations.decline_url(one).partition("/events/")[2]
    lena = Visitor()
    page = lena.get(f"/events/{path}")
    assert page.status_code == 200 and "You are invited" in page.content.decode() and page.headers["X-Robots-Tag"] == "noindex, nofollow"
    one.refresh_from_db()
    assert one.declined_at is None, "looking answers nothing"
    for _ in range(2):
        said = lena.post(f"/events/{event.slug}/invitation/", lena.hidden(page))
    assert said.status_code == 302 and "We have noted that you cannot come." in lena.get(said["Location"]).content.decode()
    assert answer_of(event).startswith("cannot come, said on ") and not Registration.objects.exists()
    with pytest.raises(Refused, match="cannot come"):
        verbs.send_again(invitation=one, by=carla, now=timezone.now() + timedelta(hours=2))
    one.refresh_from_db()
    register(invitation=one, **{**asked(event, email="lena@example.org", size=2, proved=["lena@example.org"]), "now": timezone.now()})
    assert answer_of(event) == "2 people are registered"
    answer = lena.post(f"/events/{event.slug}/invitation/", lena.hidden(page))
    assert answer.status_code == 422 and "Somebody has registered with this invitation." in answer.content.decode()
    attending.cancel(registration=Registration.objects.get(), by=None, now=timezone.now())
    assert answer_of(event).startswith("cannot come")


def test_a_place_not_proved_yet_is_counted_as_waiting(event, carla):
    write(event, carla, LENA)
    register(invitation=Invitation.objects.get(), **{**asked(event, email="lena@example.org"), "now": timezone.now()})
    assert Registration.objects.get().state == State.HELD and answer_of(event) == "1 person waits for a place or a confirmation"


def test_wrong_foreign_taken_back_and_over_links_answer_nothing(event, carla):
    write(event, carla, LENA)
    one = Invitation.objects.get()
    other, text = meetings.event(invited_only=True, starts=timezone.now() + timedelta(days=9)), invitations.token(one)
    sam = Visitor()
    for slug, typed in [(event.slug, ""), (event.slug, text + "x"), (other.slug, text), ("nothing-here", text)]:
        assert sam.get(f"/events/{slug}/invitation/", {"for": typed}).status_code == 404
    page = sam.get(f"/events/{event.slug}/invitation/", {"for": text})
    Event.objects.filter(pk=event.pk).update(starts=timezone.now() - timedelta(minutes=1))
    assert sam.post(f"/events/{event.slug}/invitation/", sam.hidden(page)).status_code == 422
    verbs.revoke(invitation=one, by=carla, now=timezone.now())
    assert sam.get(f"/events/{event.slug}/invitation/", {"for": text}).status_code == 404
    one.refresh_from_db()
    assert one.declined_at is None


# --- The pages of staff -------------------------------------------------------------------------------------------------------


def test_staff_look_first_then_send_and_see_how_it_stands(event, carla, church):
    client, address = signed_in(carla), reverse("admin:write_invitations", args=[event.pk])
    listed = reverse("admin:event_invitations", args=[event.pk])
    assert address in client.get(listed).content.decode()
    suppression.suppress(address="refuses@example.org", reason="refused", now=timezone.now())
    typed = {"lines": "Lena, lena@example.org\nSam, sam@example.org, es\nrefuses@example.org", "language": "en", "words": "Please come.", "key": makers.key()}
    for wrong in ({"lines": ""}, {"lines": "nobody"}, {"language": "xx"}, {"lines": "\x00"}):
        answer = client.post(address, {**typed, **wrong, "act": "look"})
        assert answer.status_code == 422 and "errornote" in answer.content.decode()
    look = client.post(address, {**typed, "act": "look"}).content.decode()
    assert "Send 2 letters" in look and "the address refuses our letters" in look and "You are invited: " in look and look.count('class="letter__text"') == 2
    assert not Invitation.objects.exists() and sent() == []
    assert "Lena, lena@example.org" in client.post(address, {**typed, "act": "change"}).content.decode()
    for _ in range(2):
        assert client.post(address, {**typed, "act": "send"}).status_code == 302
    assert len(sent()) == 2
    page = client.get(listed).content.decode()
    assert "no answer yet" in page and "1 letter, waits to be sent" in page and "lena@example.org" in page and "Send the letter again" in page
    again = client.post(reverse("admin:resend_invitation", args=[Invitation.objects.get(email="lena@example.org").pk]), follow=True)
    assert "A letter went to them within the hour." in again.content.decode() and len(sent()) == 2


def test_partners_invited_before_are_ticked_instead_of_typed(event, carla, church):
    write(event, carla, Guest("office@example.org", "es", "Ana", church))
    other = meetings.event(invited_only=True, starts=timezone.now() + timedelta(days=20))
    client, address = signed_in(carla), reverse("admin:write_invitations", args=[other.pk])
    assert "Grove Hall Church: office@example.org" in client.get(address).content.decode()
    client.post(address, {"known": [str(church.pk)], "lines": "", "language": "en", "words": "", "key": makers.key(), "act": "send"})
    one = Invitation.objects.get(event=other)
    assert (one.partner, one.email, one.language, one.name) == (church, "office@example.org", "es", "Ana")
    assert client.post(address, {"known": ["999999"], "lines": "", "language": "en", "act": "look"}).status_code == 422


def test_the_list_costs_the_same_for_one_and_for_three(event, carla, django_assert_max_num_queries):
    write(event, carla, LENA)
    client, address = signed_in(carla), reverse("admin:event_invitations", args=[event.pk])
    client.get(address)
    with django_assert_max_num_queries(60) as one:
        client.get(address)
    write(event, carla, SAM, Guest("ana@example.org", "en"))
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_whom_we_invited_is_forgotten_30_days_after(event, carla):
    write(event, carla, LENA)
    forget_old(now=event.ends + timedelta(days=29))
    assert Invitation.objects.get().email == "lena@example.org"
    forget_old(now=event.ends + timedelta(days=31))
    one = Invitation.objects.get()
    assert (one.email, one.name, one.words) == ("", "", "")


def test_a_partner_who_said_no_by_a_link_that_was_passed_on_is_not_owed_a_letter_that_never_leaves(event, church, carla):
    Invitation.objects.create(event=event, partner=church, made_by=carla, declined_at=timezone.now())
    found = verbs.sort(event=event, guests=[Guest(email="office@example.org", language="en", partner=church), LENA], now=timezone.now())
    assert ([one.email for one in found.written], [str(why) for _guest, why in found.left_out]) == (["lena@example.org"], ["has said that they cannot come"])
