"""What describes production agrees with itself: Procfile, Dockerfile, compose file, systemd units."""

import re
import shlex

import pytest
import yaml
from django.conf import settings

from civic.procfile import commands

DAILY = ["web", "worker", "bulk", "beat"]
procfile = dict(line.split(": ", 1) for line in (settings.BASE_DIR / "Procfile").read_text().splitlines())
services = yaml.safe_load((settings.BASE_DIR / "deploy" / "compose.yaml").read_text())["services"]


def test_the_procfile_names_the_four_processes_and_the_release():
    assert list(commands()) == ["release", *DAILY]


@pytest.mark.parametrize("name", ["worker", "bulk", "beat"])
def test_compose_runs_what_the_procfile_says(name):
    command = services[name]["command"]
    assert command[: len(shlex.split(procfile[name]))] == shlex.split(procfile[name])


def test_compose_brings_the_servers_and_prepares_before_anything_else():
    assert set(services) == {"prepare", *DAILY, "postgres", "valkey"}
    assert all(services[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}} for name in DAILY)
    assert all(services[name]["read_only"] for name in ["prepare", *DAILY])


def test_compose_hands_on_every_setting_that_the_env_file_may_hold():
    """Docker Compose reads the file for its own placeholders only: what is not named there never reaches the portal."""
    said = set(re.findall(r"^#?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    on_the_host = {"CHROMIUM", "PYTHON", "JOBS", "ENV_FILE", "POSTGRES_PASSWORD"}  # tools, and what makes DATABASE_URL
    of_the_image = {"DATA_DIR", "PORT", "LISTEN", "DEBUG"}
    for name in DAILY:
        assert said - on_the_host - of_the_image - set(services[name]["environment"]) == set(), name


def test_the_image_runs_the_web_process_as_an_ordinary_user():
    written = (settings.BASE_DIR / "Dockerfile").read_text()
    assert re.search(r"^USER portal$", written, re.MULTILINE)
    assert f"CMD {str(shlex.split(procfile['web'])).replace(chr(39), chr(34))}" in written


def test_the_units_are_the_processes():
    target = (settings.BASE_DIR / "deploy" / "systemd" / "civic-portal.target").read_text()
    assert re.findall(r"civic-portal@(\w+)\.service", target) == DAILY


def test_a_copy_of_the_example_overrides_nothing_that_a_unit_says():
    """What an EnvironmentFile sets wins over Environment (systemd.exec): a folder that the unit may not write to would stop the clock."""
    unit = (settings.BASE_DIR / "deploy" / "systemd" / "civic-portal@.service").read_text()
    example = (settings.BASE_DIR / ".env.example").read_text()
    own = re.findall(r"(\w+)=", re.search(r"^Environment=(.+)$", unit, re.MULTILINE)[1])
    assert own == ["DATA_DIR", "LISTEN"]
    assert not set(own) & set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
