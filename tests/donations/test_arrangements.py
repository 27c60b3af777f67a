"""“Let's arrange it”: a large gift or a collection box is offered, proved, answered by a date, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import arrangements
from donations.models import Arrangement, Drive
from intake.refusal import Refused
from mailing.models import AccessLink, Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import giving
from tests.donations.giving import Giver
from tests.volunteers.visitor import code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def drive(db):
    makers.city()
    return giving.running(reply_days=2, arrange_from=50)


def offered(browser, drive, **typed):
    page = browser.get(f"/donate/{drive.slug}/arrange/")
    rest = {
        "kind": "large_gift",
        "what": "Two pallets of paper",
        "name": "Dan",
        "email": "dan@example.org",
        "phone": "",
        "language": "en",
        "organization": "",
        "address": "",
    }
    return browser.post(f"/donate/{drive.slug}/arrange/", {**browser.hidden(page), **rest, "need": "", "quantity": "", **typed})


def asked(drive, **changes):
    values = {
        "drive": drive,
        "kind": "large_gift",
        "person": changes.pop("person", None) or goods.dan(),
        "what": "Two pallets",
        "reply_by": timezone.localdate(),
        "state": "asked",
        **changes,
    }
    return Arrangement.objects.create(**values)


def answer(found, *, state="agreed", reply="Come to the loading door on Monday."):
    by = makers.User.objects.filter(is_staff=True).first() or makers.staff()
    return arrangements.answer(arrangement=found, state=state, reply=reply, by=by, now=timezone.now())


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def test_a_large_gift_is_offered_proved_and_the_office_told_once(drive):
    carla = makers.staff()
    drive.leads.add(carla)
    dan = Giver()
    assert offered(dan, drive)["Location"] == "/confirm/"
    assert kinds() == ["confirm_code"]
    done = dan.get(dan.type_code(code_for("dan@example.org"))["Location"]).content.decode()
    found = Arrangement.objects.get()
    assert "We have got your offer" in done and "All drives" in done and "All ways to volunteer" not in done
    assert (found.state, found.owner, found.reply_by) == ("asked", carla, timezone.localdate(timezone.now(), drive.zone) + timedelta(days=2))
    assert kinds() == ["arrangement_asked", "arrangement_to_answer", "confirm_code"]
    assert Message.objects.get(kind="arrangement_to_answer").to == "carla@example.org"
    page = dan.get(f"/donate/arrangements/{found.pk}/").content.decode()
    assert "Two pallets of paper" in page and "We answer by" in page
    assert "A large gift" in dan.get("/my/").content.decode()


def test_what_was_typed_on_the_pledge_form_comes_along(drive):
    books, bags = goods.need(drive, name="Notebooks"), goods.need(drive, name="Bags")
    dan = Giver()
    form = dan.pledge_form(drive, {books: 500, bags: 3}, name="Dan Lopez", organization="Lopez Bakery", notes="By truck")
    page = dan.post(f"/donate/{drive.slug}/arrange/", {**form, "start": "1"}).content.decode()
    for words in ("Dan Lopez", "Lopez Bakery", "By truck", "3 × Bags", 'value="500"', f'value="{books.pk}" selected'):
        assert words in page
    assert Arrangement.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "box", "organization": "", "address": "1 Main St"}, "organization that hosts"), ({"kind": "box", "organization": "Bakery", "address": ""}, "where the box would stand"),
        ({"what": ""}, "would like to give"), ({"kind": "house"}, "valid choice"), ({"kind": ""}, "Choose one of the two"), ({"need": "999999"}, "not collected in this drive"),
        ({"quantity": "-1"}, "Enter 0 or more"), ({"quantity": "9" * 30}, "Enter at most"), ({"what": "Card 4111 1111 1111 1111"}, "we never need it"),
        ({"address": "Card 4111111111111111"}, "we never need it"), ({"email": "", "phone": ""}, "so that we can reach you"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field(drive, typed, words):
    page = offered(Giver(), drive, name="Dan Lopez", **typed)
    assert page.status_code == 422 and words in page.content.decode() and "Dan Lopez" in page.content.decode()
    assert Arrangement.objects.count() == 0


def test_a_box_keeps_the_consent_to_be_thanked_only_for_the_organization(drive):
    offered(Giver(), drive, kind="box", organization="Lopez Bakery", address="1 Main St", thanks="on", what="")
    offered(Giver(), drive, thanks="on", email="sam@example.org")
    first, second = Arrangement.objects.order_by("pk")
    assert first.thanks_agreed_at is not None and second.thanks_agreed_at is None


def test_the_same_form_twice_is_one_offer(drive):
    dan = Giver()
    page = dan.hidden(dan.get(f"/donate/{drive.slug}/arrange/"))
    for _ in range(2):
        assert offered(dan, drive, **page).status_code == 302
    assert (Arrangement.objects.count(), Message.objects.count()) == (1, 1)


def test_a_closed_drive_takes_no_offer(drive):
    dan = Giver()
    page = dan.hidden(dan.get(f"/donate/{drive.slug}/arrange/"))
    Drive.objects.update(state="closed")
    typed = {"kind": "large_gift", "what": "Paper", "name": "Dan", "email": "dan@example.org"}
    assert dan.post(f"/donate/{drive.slug}/arrange/", {**page, **typed}).status_code == 422
    assert "This drive is over" in Giver().get(f"/donate/{drive.slug}/arrange/").content.decode()


def test_the_answer_goes_to_the_donor_once_and_other_words_again(drive, mail_server):
    found = asked(drive)
    for reply in ("Monday at 9.", "Monday at 9.", "Tuesday at 9."):
        answer(found, reply=reply)
    assert kinds() == ["arrangement_answered"] * 2
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    assert "Tuesday at 9." in mail_server.letters[-1].text and "gladly take" in mail_server.letters[-1].html


@pytest.mark.parametrize(
    ("state", "reply", "words"),
    [("done", "x", "agree or decline"), ("agreed", " ", "Write what the donor"), ("agreed", "4111 1111 1111 1111", "never need it")],
)
def test_an_answer_that_says_nothing_is_refused(drive, state, reply, words):
    with pytest.raises(Refused, match=words):
        answer(asked(drive), state=state, reply=reply)
    assert Message.objects.count() == 0


def test_only_what_was_agreed_is_done_and_what_is_withdrawn_is_not_answered(drive):
    found, by = asked(drive), makers.staff()
    sam = makers.person("Sam", "sam@example.org")
    with pytest.raises(Refused, match="Only what was agreed"):
        arrangements.finish(arrangement=found, by=by, now=timezone.now())
    answer(found)
    assert [arrangements.finish(arrangement=found, by=by, now=timezone.now()).state for _twice in range(2)] == ["done", "done"]
    other = asked(drive, person=sam)
    assert [arrangements.withdraw(arrangement=other, by=None, now=timezone.now()).state for _twice in range(2)] == ["withdrawn", "withdrawn"]
    with pytest.raises(Refused, match="cannot be answered"):
        answer(other)
    with pytest.raises(Refused, match="not open any more"):
        arrangements.withdraw(arrangement=found, by=None, now=timezone.now())


def test_an_offer_that_nobody_proves_ends_with_its_code(drive):
    offered(Giver(), drive)
    now = timezone.now()
    arrangements.start_clock(link_id=AccessLink.objects.get().pk, now=now)
    arrangements.sweep(now=now + timedelta(hours=23))
    assert Arrangement.objects.get().state == "held"
    arrangements.sweep(now=now + timedelta(hours=24))
    assert Arrangement.objects.get().state == "expired"


def test_foreign_and_unknown_offers_are_one_404(drive):
    found = asked(drive)
    for act in ("", "withdraw/"):
        assert [Giver().get(f"/donate/arrangements/{number}/{act}").status_code for number in (found.pk, 987_654)] == [404, 404]
