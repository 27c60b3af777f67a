"""What is written from left to right keeps its order on a page that is read from right to left, and begins where the page begins."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import goods, makers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role():
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=3))


def test_the_number_of_a_house_stays_before_its_street(role):
    for path in (role.opportunity.get_absolute_url(), "/places/dorchester/"):
        page = Client(HTTP_HOST="localhost").get(f"/ar{path}").text
        assert re.findall(r"(<[^>]*>)41 Geneva Ave", page) and not re.search(r'(?<!<bdi>)(?<!dir="auto">)41 Geneva Ave', page.partition("<main")[2]), path


def test_a_title_in_another_language_begins_where_the_page_begins(live, new_page, role):
    page = new_page(width=320)
    page.goto(live + "/ar/")
    for part in (".card__title[lang=en]", ".site-name__office", "address strong"):
        assert page.locator(part).first.evaluate("one => getComputedStyle(one).textAlign") == "right", part


def test_no_part_of_the_page_of_a_drive_has_the_name_of_another(role):
    role.opportunity.office.help_text = "Call us."
    role.opportunity.office.save()
    drive = goods.drive(opens=timezone.now() - timedelta(days=9), closes=timezone.now() + timedelta(days=9))
    page = Client(HTTP_HOST="localhost").get(drive.get_absolute_url()).text
    assert "Bags are given out" in page and "Call us." in page
    assert [name for name, times in Counter(re.findall(r'\sid="([^"]+)"', page)).items() if times > 1] == []
