"""Broker, mail server, worker or clock are down or hang: residents still read, sign up and cancel, and the mail follows."""

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from bookings.models import State
from civic.processes import wait_until
from mailing import proof, wake
from mailing.models import Message
from tests import makers
from tests.faults.resident import Resident
from volunteers.models import SignUp

SECONDS = 2  # nothing a resident does may take longer
FOLLOWS = 120  # seconds after which the letters have left
FULL = pytest.mark.soak


@pytest.fixture
def portal(processes, town, mail_server):
    """The whole portal with a broker of its own, in front of a mail server that can hang."""
    processes.environment["EMAIL_URL"] = mail_server.url
    processes.own_broker()
    processes.start("web", "worker", "beat")
    processes.role = makers.role(places=None, starts=timezone.now() + timedelta(days=10))
    warm = Resident(processes.url)
    for path in ["/", "/volunteer/"] * 4:
        warm.get(path)
    return processes


def use(portal, people, name):
    """Let so many residents read, sign up and cancel; return their addresses and the longest answer in seconds."""
    slowest, addresses = 0, []
    for n in range(people):
        addresses.append(f"{name}{n}@example.org")
        one, holder = Resident(portal.url), makers.sign_up(portal.role)
        link = proof.manage_links({holder.ref: holder.person})[holder.ref]
        form = one.sign_up_form(portal.role.pk, name=f"Vera {n}", email=addresses[-1])
        answers = [one.get("/volunteer/"), one.post(f"/volunteer/shifts/{portal.role.pk}/sign-up/", form)]
        answers.append(one.press(f"/volunteer/sign-ups/{holder.pk}/cancel/", on=one.open_mailed(proof.url(link))))
        assert [answer.status for answer in answers] == [200, 302, 302], answers
        assert SignUp.objects.get(pk=holder.pk).state == State.CANCELLED
        slowest = max(slowest, *(answer.seconds for answer in answers))
        one.close()
    return addresses, slowest


class Outage:
    """How each part breaks and comes back."""

    def __init__(self, portal, mail_server):
        self.portal, self.mail_server = portal, mail_server

    def begin(self, part):
        name, _, how = part.partition(" ")
        if name == "mail":
            self.mail_server.mode = how
        else:
            getattr(self._child(name), {"hangs": "pause", "is_killed": "kill"}[how])()

    def end(self, part):
        name, _, how = part.partition(" ")
        if name == "mail":
            self.mail_server.mode = "accept"
        elif how == "hangs":
            self._child(name).resume()
        elif name == "broker":
            self.portal.broker.start()  # empty: what was in it is gone
        else:
            self._child(name).wait_until_gone(10)
            self.portal.restart(name)

    def _child(self, name):
        return self.portal.broker if name == "broker" else self.portal[name]


PARTS = ["broker hangs", "broker is_killed", "worker hangs", "worker is_killed", "beat hangs", "beat is_killed", "mail hang", "mail defer"]


def test_on_a_bad_morning_residents_notice_nothing_and_every_letter_arrives(portal, mail_server):
    outage, slowest = Outage(portal, mail_server), {}
    waiting, calm = use(portal, 3, "calm")
    for number, part in enumerate(["broker hangs", "mail hang", "worker is_killed", "broker is_killed", "beat is_killed"]):
        outage.begin(part)
        addresses, slowest[part] = use(portal, 3, f"morning{number}-")
        waiting += addresses
        outage.end(part)
    assert max(slowest.values()) < max(SECONDS, 4 * calm), slowest  # a machine that is busy otherwise is slow on calm days too
    assert_letters_follow(mail_server, waiting)


@pytest.mark.soak
@pytest.mark.parametrize("part", PARTS)
def test_each_outage_for_a_hundred_residents(portal, mail_server, part):
    outage = Outage(portal, mail_server)
    outage.begin(part)
    waiting, slowest = use(portal, 100, "hundred-")  # makers call theirs vera1, vera2, …
    outage.end(part)
    assert slowest < SECONDS
    assert_letters_follow(mail_server, waiting, seconds=FOLLOWS if part != "mail defer" else 300)


@pytest.mark.soak
def test_the_broker_hangs_for_two_minutes_while_people_sign_up(portal, mail_server):
    portal.broker.pause()
    began, waiting, turn = time.monotonic(), [], 0
    while time.monotonic() - began < 120:
        addresses, slowest = use(portal, 5, f"turn{turn}-")
        assert slowest < SECONDS
        waiting += addresses
        turn += 1
    portal.broker.resume()
    assert_letters_follow(mail_server, waiting)


def assert_letters_follow(mail_server, addresses, seconds=FOLLOWS):
    """One code letter for each address within the time, and none twice."""
    assert wait_until(lambda: {letter.to for letter in mail_server.letters} >= set(addresses), seconds), Message.objects.filter(state="queued").count()
    codes = [letter.to for letter in mail_server.letters if letter.kind == "confirm_code"]
    assert sorted(codes) == sorted(addresses)


def test_who_rings_a_hung_broker_without_a_guard_waits(processes):
    broker = processes.own_broker()
    broker.pause()
    patient = {"socket_timeout": SECONDS + 1, "socket_connect_timeout": SECONDS + 1, "max_retries": 0, "retry_on_timeout": False}
    began = time.monotonic()
    with pytest.raises(Exception, match="(?i)time"):
        wake.publish(current_app.connection_for_write(broker.url, transport_options=patient), {"mail"})
    assert time.monotonic() - began > SECONDS


def test_while_the_database_is_away_a_clear_page_says_so_and_afterwards_everything_works(processes, town, mail_server):
    processes.environment["EMAIL_URL"] = mail_server.url
    role = makers.role(starts=timezone.now() + timedelta(days=10))
    database = processes.own_database()
    processes.start("web", "worker", "beat", WEB_WORKERS="1")  # the one process of the web server has seen the office once
    Resident(processes.url).get("/volunteer/?q=lunch")
    vera, dan = Resident(processes.url), Resident(processes.url)
    form = vera.sign_up_form(role.pk)
    assert dan.sign_up(role.pk, name="Dan", email="dan@example.org").status == 302
    mail_server.wait_for(1, to="dan@example.org", kind="confirm_code", seconds=60)

    database.kill()
    answers = [vera.post(f"/volunteer/shifts/{role.pk}/sign-up/", form), Resident(processes.url).get("/volunteer/?q=soup"), dan.get("/confirm/")]
    assert {answer.status for answer in answers} == {503}
    assert all("555" in answer.text and answer.headers["retry-after"] for answer in answers), answers[0].text
    assert max(answer.seconds for answer in answers) < 8

    database.start()
    connection.close()
    assert vera.post(f"/volunteer/shifts/{role.pk}/sign-up/", form).status == 302
    assert sorted(SignUp.objects.values_list("person__name", flat=True)) == ["Dan", "Vera"]
    mail_server.wait_for(1, to="vera@example.org", kind="confirm_code", seconds=FOLLOWS)
    assert len(mail_server.to("dan@example.org")) == 1
