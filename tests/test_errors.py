"""Each error page says what happened, what to do next and whom to call; two of them need no database."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory

from civic import errors

ALL = (400, 403, 404, 413, 422, 429, 500, 503)
OFFICE = {"city": {"name": "Sampleton"}, "office": {"name": "Office of Volunteering", "phone": "617-555-0142"}, "is_demo": False}


@pytest.fixture
def request_of_sam():
    return RequestFactory().get("/volunteer/nowhere/")


@pytest.fixture
def known_office():
    before = dict(errors.last_known)
    errors.remember_office(OFFICE)
    yield
    errors.last_known.clear()
    errors.last_known.update(before)


@pytest.mark.parametrize("status", ALL)
def test_every_error_page_needs_no_database_and_says_what_to_do_and_whom_to_call(status, known_office):
    answer = errors.page_without_database(status)
    text = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{errors.TITLES[status]}</h1>" in text
    assert "What you can do" in text
    assert "617-555-0142" in text


@pytest.mark.parametrize("status", ALL)
def test_a_page_from_before_the_first_good_one_still_says_to_call(status):
    before = dict(errors.last_known)
    errors.last_known.clear()
    try:
        assert "Call the office" in errors.page_without_database(status).content.decode()
    finally:
        errors.last_known.update(before)


@pytest.mark.django_db
def test_unknown_expired_and_foreign_share_one_page(request_of_sam):
    answer = errors.handler404(request_of_sam, Exception("the reason is not shown"))
    assert answer.status_code == 404
    assert "the reason" not in answer.content.decode()


@pytest.mark.django_db
def test_too_large_is_413_and_other_bad_requests_are_400(request_of_sam):
    assert errors.handler400(request_of_sam, RequestDataTooBig()).status_code == 413
    assert errors.handler400(request_of_sam, ValueError()).status_code == 400


@pytest.mark.django_db
def test_too_many_says_when_to_come_back(request_of_sam):
    answer = errors.too_many(request_of_sam, 90, "Three letters are on their way.")
    assert (answer.status_code, answer["Retry-After"]) == (429, "90")
    assert "Three letters are on their way." in answer.content.decode()
    assert "Wait 2 minutes" in answer.content.decode()


def test_unavailable_says_when_to_come_back(request_of_sam):
    answer = errors.unavailable(request_of_sam)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


@pytest.mark.django_db
def test_a_form_whose_page_was_open_too_long_is_refused_with_words(request_of_sam):
    answer = errors.csrf_failure(request_of_sam, "CSRF cookie not set.")
    assert answer.status_code == 403
    assert "load it again" in answer.content.decode()
