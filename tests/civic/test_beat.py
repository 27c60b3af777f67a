"""The clock of the machine is set back: what rings by itself does not stop until the moment it rang last."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app
from celery.beat import PersistentScheduler

from civic import beat
from civic.celery import SEND_BULK

AHEAD = timedelta(hours=12)
OFTEN = 5  # seconds between two rings for letters to many


@pytest.fixture
def made(tmp_path):
    """`made(scheduler)` opens the schedule file, as a start of the process does."""
    opened = []

    def make(scheduler):
        opened.append(scheduler(beat.app, schedule_filename=str(tmp_path / "schedule"), lazy=False))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def rang(scheduler):
    """Everything has rung just now."""
    for entry in scheduler.schedule.values():
        entry.last_run_at = entry.default_now()
    return scheduler


@pytest.mark.parametrize(("scheduler", "goes_on"), [(beat.Clock, True), (PersistentScheduler, False)])
def test_a_file_that_tells_of_rings_to_come_holds_up_nobody(made, scheduler, goes_on):
    with time_machine.travel(datetime.now(UTC) + AHEAD):
        rang(made(scheduler)).close()
    assert (made(scheduler).tick() <= OFTEN) == goes_on


@pytest.mark.parametrize(("scheduler", "goes_on"), [(beat.Clock, True), (PersistentScheduler, False)])
def test_a_clock_set_back_while_it_runs_holds_up_nobody(made, scheduler, goes_on):
    running = made(scheduler)
    with time_machine.travel(datetime.now(UTC) + AHEAD):
        assert rang(running).tick() <= OFTEN
    assert (running.tick() <= OFTEN) == goes_on


def test_what_rang_a_moment_ago_waits_for_its_turn(made):
    clock = rang(made(beat.Clock))
    before = clock.schedule[SEND_BULK].last_run_at
    assert 0 < clock.tick() <= OFTEN
    assert clock.schedule[SEND_BULK].last_run_at == before


def test_the_process_is_started_with_this_clock():
    assert beat.app.Beat(schedule="unused").scheduler_cls == "civic.beat:Clock"


def test_whoever_looks_at_it_goes_on_ringing_through_the_portal():
    assert beat.app.main == "beat" and current_app.main == "civic"
