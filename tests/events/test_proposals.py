"""“I'd like to run a clean-up” and “invite us”: asked, proved, answered, made an event of with its kits, withdrawn, forgotten."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from events.actions import answers, proposals
from events.models import Event, KitLoan, Proposal
from intake.refusal import Refused
from mailing.models import Message
from mailing.outbox import rounds
from tests import makers, meetings
from tests.events.proposing import a_day, kinds, plan, proposed, received
from tests.events.reporting import Reader
from tests.events.reporting import carla as maker
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def main_office(db):
    makers.city()
    return makers.office()


# --- Asked ----------------------------------------------------------------------------------------------------------------


def test_a_clean_up_is_proposed_proved_and_the_office_told(main_office):
    vera = Reader()
    assert proposed(vera)["Location"] == "/confirm/"
    assert kinds() == ["confirm_code"] and Proposal.objects.waiting().count() == 0
    done = vera.get(vera.type_code(code_for("vera@example.org"))["Location"]).content.decode()
    found = Proposal.objects.get()
    assert "We have got your proposal" in done and (found.due, found.tools, found.how_many) == (a_day(7), "20 rakes", 25)
    assert kinds() == ["confirm_code", "proposal_received", "proposal_to_answer"]
    assert Message.objects.get(kind="proposal_to_answer").to == "engagement@example.org"
    page = vera.get(f"/events/proposals/{found.pk}/").content.decode()
    assert "Jamaica Pond" in page and "We answer by" in page and "Clean-up at the pond" in vera.get("/my/").content.decode()
    assert proposed(vera)["Location"] == f"/events/proposals/{Proposal.objects.latest('pk').pk}/"


def test_a_school_invites_us(main_office):
    vera = Reader()
    assert proposed(vera, "/events/invite/", title="Talk with the eighth grade")["Location"] == "/confirm/"
    assert (Proposal.objects.get().kind, Proposal.objects.get().organization) == ("invite", "Hill School")


@pytest.mark.parametrize("path", ["/events/propose/", "/events/invite/"])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "in a few words what it is"), ({"where": ""}, "where it would be"), ({"day": ""}, "Choose a day"), ({"day": "2026-13-45"}, "Enter a day such as"),
        ({"day": "2020-01-01"}, "a day to come"), ({"day": "9999-01-01"}, "next two years"), ({"how_many": "-2"}, "0 or more"), ({"how_many": "9" * 20}, "at most"),
        ({"text": "Card 4111 1111 1111 1111"}, "we never need it"), ({"title": "4111 1111 1111 1111"}, "we never need it"), ({"neighborhood": "987654"}, "valid choice"),
        ({"email": "", "phone": ""}, "so that we can reach you"), ({"name": ""}, "Enter your name"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field_and_nothing_is_lost(main_office, path, typed, words):
    page = proposed(Reader(), path, **{"other_days": "Any Saturday in May", **typed})
    assert page.status_code == 422 and words in page.content.decode() and "Any Saturday in May" in page.content.decode()
    assert Proposal.objects.count() == 0


def test_an_invitation_says_who_invites(main_office):
    assert "Enter the name of your school" in proposed(Reader(), "/events/invite/", organization="").content.decode()


def test_the_same_form_twice_is_one_proposal(main_office):
    vera = Reader()
    hidden = vera.hidden(vera.get("/events/propose/"))
    assert [proposed(vera, **hidden).status_code for _ in range(2)] == [302, 302]
    assert (Proposal.objects.count(), Message.objects.count()) == (1, 1)


def test_one_address_waits_with_five_at_a_time(main_office):
    assert [proposed(Reader()).status_code for _ in range(6)] == [302] * 5 + [429]


def test_wrong_address_corrected_takes_the_proposal_along(main_office):
    vera = Reader()
    proposed(vera, email="vera@example.com")
    vera.press("/confirm/address/", email="vera@example.org")
    vera.type_code(code_for("vera@example.org"))
    assert Proposal.objects.waiting().get().person.email == "vera@example.org"


def test_nobody_else_sees_it(main_office):
    found = received()
    for path in (f"/events/proposals/{found.pk}/", f"/events/proposals/{found.pk}/withdraw/", "/events/proposals/987654/"):
        assert Visitor().get(path).status_code == 404


def test_what_nobody_has_proved_goes_after_a_week(main_office):
    proposed(Reader())
    received()
    assert proposals.sweep(now=timezone.now() + timedelta(days=6)) == 0
    proposals.sweep(now=timezone.now() + timedelta(days=8))
    assert Proposal.objects.get().link is None


def test_it_is_withdrawn_until_it_is_answered(main_office):
    found = received()
    assert proposals.withdraw(proposal=found, by=None, now=timezone.now()).state == "withdrawn"
    assert proposals.withdraw(proposal=found, by=None, now=timezone.now()).state == "withdrawn"
    answered = received(state=Proposal.State.DECLINED)
    with pytest.raises(Refused, match="answered this already"):
        proposals.withdraw(proposal=answered, by=None, now=timezone.now())


def test_a_browser_withdraws_its_own(main_office):
    vera = Reader()
    proposed(vera)
    vera.type_code(code_for("vera@example.org"))
    path = f"/events/proposals/{Proposal.objects.get().pk}/"
    assert "Do you want to withdraw it?" in vera.get(f"{path}withdraw/").content.decode() and Proposal.objects.get().state == "received"
    vera.press(f"{path}withdraw/", from_page=f"{path}withdraw/")
    assert Proposal.objects.get().state == "withdrawn" and "Withdrawn" in vera.get(path).content.decode()


# --- Answered -------------------------------------------------------------------------------------------------------------


def answer(found, verb=answers.answer, reply="We look at it on Monday.", **more):
    return verb(proposal=found, reply=reply, by=maker(), now=timezone.now(), **more)


def test_an_answer_leaves_it_open_and_the_same_words_again_send_nothing(main_office, mail_server):
    found = received()
    for reply in ("On Monday.", "On Monday.", "On Tuesday."):
        answer(found, reply=reply)
    assert (Proposal.objects.get().state, kinds()) == ("received", ["proposal_answered"])
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    assert "not decided yet" in mail_server.letters[-1].text and "On Tuesday." in mail_server.letters[-1].html


def test_a_no_needs_its_reason(main_office):
    found = received()
    with pytest.raises(Refused, match="or why not"):
        answer(found, answers.decline, reply=" ")
    answer(found, answers.decline, reply="The pond is closed in May.")
    assert (Proposal.objects.get().state, kinds()) == ("declined", ["proposal_answered"])


def test_a_yes_makes_a_draft_that_whoever_accepts_leads_with_its_kits(main_office):
    found, rakes, bags = received(), meetings.kit(owned=10), meetings.kit(owned=5)
    event = answer(found, answers.accept, reply="We bring rakes.", plan=plan(kits={rakes.pk: 6, bags.pk: 5}))
    found.refresh_from_db()
    assert (event.state, event.kind, list(event.leads.all()), found.state, found.event) == ("draft", "clean_up", [maker()], "accepted", event)
    assert (event.local_starts.date(), event.local_starts.hour, event.local_ends.hour) == (a_day(), 9, 12)
    assert sorted(KitLoan.objects.values_list("kit", "quantity", "since")) == sorted([(rakes.pk, 6, a_day()), (bags.pk, 5, a_day())])


def test_the_event_is_on_the_clock_of_the_city_that_accepts_it(main_office, settings):
    settings.TIME_ZONE = "America/Chicago"
    event = answer(received(), answers.accept, plan=plan())
    assert (event.time_zone, event.local_starts.hour, event.local_ends.hour) == ("America/Chicago", 9, 12)


def test_too_few_kits_make_no_event_and_say_which(main_office):
    found, rakes, bags = received(), meetings.kit(owned=10), meetings.kit(owned=5)
    with pytest.raises(Refused, match="Only 5 of") as refusal:
        answer(found, answers.accept, plan=plan(kits={rakes.pk: 6, bags.pk: 6}))
    assert refusal.value.field == f"kit_{bags.pk}"
    assert (Event.objects.count(), KitLoan.objects.count(), Proposal.objects.get().state, kinds()) == (0, 0, "received", [])


@pytest.mark.parametrize(("changes", "field"), [({"end": time(9)}, "end"), ({"day": a_day(-1)}, "day")])
def test_a_plan_has_a_time_to_come_that_ends_after_it_begins(main_office, changes, field):
    with pytest.raises(Refused) as refusal:
        answer(received(), answers.accept, plan=plan(**changes))
    assert refusal.value.field == field and Event.objects.count() == 0


def test_the_second_of_two_who_answer_is_told(main_office):
    found = received()
    answer(found, answers.decline, reply="No room.")
    for verb, more in ((answers.accept, {"plan": plan()}), (answers.decline, {}), (answers.answer, {})):
        with pytest.raises(Refused, match="Meanwhile it is “declined”"):
            answer(found, verb, **more)
    assert Event.objects.count() == 0 and kinds() == ["proposal_answered"]


def test_what_nobody_has_proved_is_not_answered(main_office):
    proposed(Reader())
    with pytest.raises(Refused, match="confirmed this address"):
        answer(Proposal.objects.get())


def test_the_event_is_shown_on_the_own_page_once_it_is_announced(main_office):
    vera = Reader()
    proposed(vera)
    vera.type_code(code_for("vera@example.org"))
    found = Proposal.objects.get()
    event = answer(found, answers.accept, plan=plan())
    path = f"/events/proposals/{found.pk}/"
    assert event.get_absolute_url() not in vera.get(path).content.decode()
    Event.objects.update(state="cancelled")  # a draft that was given up has no page
    assert event.get_absolute_url() not in vera.get(path).content.decode() and vera.get(event.get_absolute_url()).status_code == 404
    Event.objects.update(state="published", published_at=timezone.now())
    assert event.get_absolute_url() in vera.get(path).content.decode()
