"""A form that came back from an address which only takes forms: the links to other languages lead to the page it stands on, not to nothing."""

import re

import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from civic import context
from languages import offer
from languages.models import Language
from tests import makers
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vera():
    makers.city()
    for code, name in (("en", "English"), ("es", "Español")):
        Language.objects.create(code=code, name=name, own_name=name, offered=True)
    context.forget()
    offer.forget()
    yield makers.person(email_confirmed_at=timezone.now())
    context.forget()
    offer.forget()


def spanish(page):
    """Return where the link to the Spanish page leads."""
    return re.search(r'href="([^"]+)"[^>]*lang="es"|lang="es"[^>]*href="([^"]+)"', page.text)[1]


def sent(browser, path, from_page, **fields):
    """Send a form as a browser does, which says where it stood."""
    page = browser.get(from_page)
    return browser.post(path, {**browser.hidden(page), **fields}, headers={"referer": f"http://testserver{from_page}"})


def test_from_forget_me_with_nobody_ticked_the_link_leads_back_to_forget_me(vera):
    browser = Visitor()
    sent(browser, "/my/", "/my/", email="vera@example.org")
    browser.type_code(code_for("vera@example.org"))
    answer = sent(browser, "/my/forget/now/", "/my/forget/")
    assert answer.status_code == 422
    assert browser.get(spanish(answer)).status_code == 200 and spanish(answer) == "/es/my/forget/"


def test_a_form_that_is_its_own_page_keeps_its_address(vera):
    answer = sent(Visitor(), "/my/", "/my/", email="nonsense")
    assert (answer.status_code, spanish(answer)) == (422, "/es/my/")


@pytest.mark.parametrize(
    "referer", ["", "https://elsewhere.example.org/events/", "http://testserver:99/events/", "http://testserver//example.org/", "http://[", "nonsense"]
)
def test_who_says_nothing_of_ours_gets_the_address_of_the_form(vera, referer):
    request = RequestFactory().post("/my/forget/now/", headers={"referer": referer} if referer else {})
    request.resolver_match = resolve("/my/forget/now/")
    assert context.in_language(request, "es") == "/es/my/forget/now/"
