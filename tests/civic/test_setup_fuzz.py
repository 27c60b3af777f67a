"""Whatever is sent to the set-up: refused with words, never a fault, nothing half stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.setup.steps import STEPS
from people.models import Office, User
from places.models import City, Holiday, Neighborhood, ZipCode
from tests.staff.conftest import make_staff, signed_in

NASTY = [
    "",
    " ",
    "\x00",
    "\u200b",
    "\u202egnp.exe",
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "a\r\nBcc: x@example.org",
    "9" * 30,
    "x" * 5000,
    "-1",
    "NaN",
    "2026-02-31",
    "00:00:00",
    "{phone}",
    "\ud7ff\ufffe",
]


@pytest.fixture
def owner(db):
    return signed_in(make_staff("carla@example.org", is_superuser=True))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_input_is_refused_politely_or_taken_whole(owner, step, data):
    text = st.sampled_from(NASTY) | st.text(max_size=40)
    sent = {name: data.draw(text, label=name) for name in step().form().fields}
    answer = owner.post(reverse("admin:set_up_step", args=[step.slug]), sent)
    assert answer.status_code in {200, 302, 400, 422}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    content=st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)).map(
        lambda value: repr(value).replace("'", '"').encode()
    )
)
def test_any_file_is_refused_politely(owner, content):
    for slug, field in (("neighborhoods", "outlines"), ("city", "logo")):
        answer = owner.post(reverse("admin:set_up_step", args=[slug]), {field: SimpleUploadedFile("x", content or b"0")})
        assert answer.status_code in {302, 422}
    assert not Neighborhood.objects.exists() and not City.objects.exists()


def test_a_stranger_stores_nothing(client, db):
    for step in STEPS:
        assert client.post(reverse("admin:set_up_step", args=[step.slug]), {"name": "x"}).status_code in {302, 403}
    assert not any(model.objects.exists() for model in (City, Office, Neighborhood, ZipCode, Holiday, User))
