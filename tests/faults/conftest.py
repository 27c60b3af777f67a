"""A small town behind the real web server, and crowds that arrive at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import makers
from tests.faults.resident import Resident


@pytest.fixture
def town(transactional_db):
    makers.city()
    return makers.office()


@pytest.fixture
def resident(web, town):
    """`resident()` is a new browser in front of the real web server."""
    made = []

    def begin(**headers):
        made.append(Resident(web.url, **headers))
        return made[-1]

    yield begin
    for one in made:
        one.close()


@pytest.fixture
def at_once():
    """`at_once(function, people)` calls the function for everybody in the same moment and returns the answers in order."""

    def run(function, people):
        people = list(people)
        start = threading.Barrier(len(people))

        def go(person):
            start.wait()
            return function(person)

        with ThreadPoolExecutor(len(people)) as crowd:
            return list(crowd.map(go, people))

    return run
