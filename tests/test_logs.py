"""Logs: one JSON line an event, with the request's id, and nothing personal in it."""

import json
import logging
import re
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from civic import logs
from civic.processes import wait_until
from tests import makers
from tests.faults.resident import Resident

TOKEN = "pUGgL0oZgC1m5uTq3dDk0yIY6yT8hK2vZ1xQw4Rb7Nc"


@pytest.fixture
def written(processes, mail_server, tmp_path):
    """Start web and worker as in production and return what a process has written so far: `written("web")`."""
    processes.environment["EMAIL_URL"] = mail_server.url
    processes.start("web", "worker")

    def lines(name):
        return [json.loads(line) for line in processes.log(name).read_text().splitlines() if line.startswith("{")]

    lines.processes = processes
    return lines


def test_a_request_is_a_line_with_an_id_a_route_and_a_status_and_names_nobody(written, mail_server):
    role = makers.role(starts=timezone.now() + timedelta(days=10))
    vera = Resident(written.processes.url)
    assert vera.sign_up(role.pk, name="Vera Quimby", email="vera.quimby@example.org", phone="617-555-0142").status == 302
    assert Resident(written.processes.url).get(f"/confirm/{TOKEN}/").status == 404
    assert Resident(written.processes.url).get("/volunteer/?near=02118&q=quimby").status == 200
    mail_server.wait_for(1, to="vera.quimby@example.org", kind="confirm_code")
    assert wait_until(lambda: any("confirm" in line.get("request", "") for line in written("web")), 10)
    finished = [line for line in written("web") if line["event"] == "request_finished"]
    posted = next(line for line in finished if line["request"].startswith("POST"))
    assert (posted["request"], posted["code"], posted["level"]) == ("POST /volunteer/shifts/<int:role>/sign-up/", 302, "info")
    assert re.fullmatch(r"[0-9a-f-]{36}", posted["request_id"])
    assert len({line["request_id"] for line in finished}) == len(finished)
    everything = "".join(written.processes.log(name).read_text() for name in ("web", "worker")).casefold()
    for personal in ("quimby", "555-0142", "5550142", TOKEN.casefold(), "02118", '127.0.0.1"', "user_agent"):
        assert personal not in everything, personal


@pytest.mark.parametrize(
    "text",
    [
        "mail to vera.quimby@example.org failed",
        "called +16175550142",
        "called (617) 555-0142 twice",
        f"token {TOKEN} is unknown",
        f"Internal Server Error: /my/link/{TOKEN}/",
        "null value in column\nDETAIL:  Failing row contains (7, Vera Quimby, null, f).",
        "duplicate key\nDETAIL:  Key (office_id, lower(name))=(1, vera quimby) already exists.",
    ],
)
def test_what_names_somebody_is_cut_out(text):
    kept = logs.without_personal_data(None, "error", {"event": text})["event"]
    assert logs.CUT in kept
    for personal in ("vera", "quimby", "555", TOKEN):
        assert personal not in kept.replace("0142", "")


@pytest.mark.parametrize(
    "text", ["2026-12-01T15:00:00Z", "GET /volunteer/<slug:slug>/", "volunteers.signup:123456", "mailing.tasks.send_due took 12.345678 s", "/healthz"]
)
def test_what_names_nobody_stays(text):
    assert logs.without_personal_data(None, "info", {"event": text})["event"] == text


def test_an_error_is_one_line_with_its_traceback_cut():
    handler = logging.StreamHandler()
    formatter = logs.configuration(as_json=True, level=logging.INFO)["formatters"]["line"]
    handler.setFormatter(formatter.pop("()")(**formatter))
    record = None
    try:
        raise ValueError("vera.quimby@example.org is not an integer")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, "It went wrong for %s", ("vera.quimby@example.org",), sys.exc_info())
    line = handler.format(record)
    assert "\n" not in line and "quimby" not in line
    told = json.loads(line)
    assert (told["event"], told["level"]) == (f"It went wrong for {logs.CUT}", "error")
    assert "ValueError" in told["exception"]
