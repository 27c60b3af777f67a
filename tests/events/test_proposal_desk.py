"""Proposals at the desk, and how long they are kept."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.keeping import proposals as keeping
from events.models import Event, KitLoan, Proposal
from intake.admin import steps_of
from people import owning
from people.forgetting import forget
from people.models import OfficeRole
from tests import makers, meetings
from tests.events.proposing import WISH, a_day, kinds, received
from tests.events.reporting import carla as maker
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def main_office(db):
    makers.city()
    return makers.office()


# --- At the desk ----------------------------------------------------------------------------------------------------------


def at(name, *records):
    return reverse(f"admin:{name}", args=[record.pk for record in records])


def accepting(client, found, **typed):
    rest = {"title": found.title, "kind": "clean_up", "day": found.day.isoformat(), "start": "09:00", "end": "12:00", "reply": "We are glad."}
    return client.post(at("accept_proposal", found), {**rest, **typed})


def test_staff_take_answer_and_accept_a_proposal(carla, office):
    found, rakes = received(office=office), meetings.kit(office=office, name="Rakes", owned=10)
    client = signed_in(carla)
    page = client.get(reverse("admin:proposals")).content.decode()
    assert "Clean-up at the pond" in page and "nobody’s hands" in page
    client.post(at("take_proposal", found))
    assert Proposal.objects.get().owner == carla
    shown = client.get(at("proposal", found)).content.decode()
    assert "10 free that day" in shown and found.person.email in shown
    client.post(at("answer_proposal", found), {"reply": "We look at it."})
    full = accepting(client, found, **{f"kit_{rakes.pk}": "11"})
    assert full.status_code == 422 and "Only 10 of" in full.content.decode() and "We are glad." in full.content.decode()
    assert accepting(client, found, **{f"kit_{rakes.pk}": "4"}).status_code == 302
    assert (Event.objects.get().office, KitLoan.objects.get().quantity, kinds()) == (office, 4, ["proposal_answered"])
    again = accepting(client, found)
    assert again.status_code == 422 and Event.objects.count() == 1


def test_an_answer_without_words_comes_back(carla, office):
    found = received(office=office)
    answer = signed_in(carla).post(at("answer_proposal", found), {"reply": "", "act": "decline"})
    assert answer.status_code == 422 and "or why not" in answer.content.decode() and Proposal.objects.get().state == "received"


def test_a_proposal_by_phone_is_written_down_once(carla, office):
    client = signed_in(carla)
    url = reverse("admin:enter_proposal")
    key = client.get(url).context["form"]["key"].value()
    sent = {
        **WISH,
        "office": office.pk,
        "kind": "run",
        "day": a_day().isoformat(),
        "tools": "",
        "name": "Dan",
        "email": "",
        "phone": "617-555-0123",
        "language": "es",
        "key": key,
    }
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    found = Proposal.objects.get()
    assert (found.entered_by, found.owner, found.link, found.due, kinds()) == (carla, carla, None, a_day(7), ["proposal_received"])
    wrong = client.post(url, {**sent, "day": "2020-01-01", "key": makers.key()})
    assert wrong.status_code == 422 and "a day to come" in wrong.content.decode()


def test_a_viewer_and_another_office_see_nothing(office, other_coordinator):
    found = received(office=office)
    viewer = make_staff("vi@example.org", office, OfficeRole.Role.VIEWER)
    assert [signed_in(user).get(at("proposal", found)).status_code for user in (viewer, other_coordinator)] == [403, 404]
    assert found.title not in signed_in(other_coordinator).get(reverse("admin:proposals")).content.decode()


# --- Kept -----------------------------------------------------------------------------------------------------------------


def test_words_go_twelve_months_after_the_answer_and_the_numbers_stay(main_office):
    words = {"text": "Near my house", "tools": "My rakes", "other_days": "When my son is free"}
    old = received(**words, organization="Hill School", state="declined", reply="No room.", replied_at=timezone.now() - timedelta(days=366))
    new = received(**words, state="declined", reply="No room.", replied_at=timezone.now() - timedelta(days=300))
    assert keeping.forget_old(now=timezone.now()) == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.text, old.organization, old.where, old.reply, old.title) == ("", "", "", "", "–") and new.text == "Near my house"
    assert (old.tools, old.other_days, new.tools, new.title) == ("", "", "My rakes", "Clean-up at the pond")
    assert keeping.forget_old(now=timezone.now()) == 0


def test_whoever_is_forgotten_takes_the_words_along(main_office):
    found = received(text="Near my house")
    forget(person=found.person, now=timezone.now())
    found.refresh_from_db()
    assert (found.state, found.text, found.where, found.title) == ("withdrawn", "", "", "–")


def test_no_word_of_theirs_stays_in_the_history(main_office):
    found = received(
        title="Canary clean-up", tools="Canary rakes", other_days="Canary Saturdays", text="Canary", where="Canary Row", organization="Canary School"
    )
    for name in ("title", "tools", "other_days"):
        setattr(found, name, f"Canary {name} of 12 Canary Row")
        found.save()
    rows = steps_of(found)
    assert [step.fields for step in rows] == [[(label, "•••", "•••")] for label in ("Other days that would do, and the time of day", "Which tools", "What")] + [
        []
    ]
    forget(person=found.person, now=timezone.now())
    kept = [*Proposal.objects.values(), *Proposal.pgh_event_model.objects.values()]
    assert len(kept) > 4 and "anary" not in json.dumps(kept, default=str)


def test_what_a_colleague_has_in_hand_passes_on_and_what_nobody_has_is_found(main_office):
    found, free = received(owner=maker()), received()
    nell = makers.staff("nell@example.org")
    assert [thing.ref for thing in owning.without_owner([main_office.pk]) if "proposal" in thing.ref] == [free.ref]
    assert [thing.ref for thing in owning.open_things(maker())] == [found.ref]
    keeping.pass_on(giver=maker(), successor=nell, refs=[found.ref], by=nell, now=timezone.now())
    assert Proposal.objects.get(pk=found.pk).owner == nell
