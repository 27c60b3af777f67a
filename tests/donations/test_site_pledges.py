"""A whole pledge booked in at once at the site, by its code alone."""

import pytest

from donations import codes
from donations.models import Donation
from tests import goods, makers
from tests.donations.bringing import Phone, here, in_stock, link
from tests.reading import named

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def location(db):
    return here()


@pytest.fixture
def need(location):
    return goods.need(location.drive, name="Notebooks")


@pytest.fixture
def lena(location, need):
    return Phone(link(location))


def test_a_whole_pledge_is_booked_in_at_once_without_naming_anybody(lena, location, need):
    pens = goods.need(location.drive, name="Pens")
    pledge = goods.pledge({need: 4, pens: 2})
    code = codes.spaced(codes.of(pledge.pk))
    page = lena.post("code/", code=code)
    assert page.status_code == 200 and not named("Dan", page.text) and 'value="4"' in page.text
    sent = {"code": code, f"quantity-{need.pk}": "4", f"quantity-{pens.pk}": "5"}
    assert lena.post(f"pledges/{pledge.pk}/", **sent).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, in_stock(location, need), in_stock(location, pens)) == ("brought", 4, 5)


def test_a_pledge_is_reached_by_its_code_alone(lena, need):
    pledge, other = goods.pledge({need: 4}), goods.pledge({goods.need(): 1}, who=makers.person())
    for number, code in ((pledge.pk, ""), (pledge.pk, codes.spaced(codes.of(other.pk))), (other.pk, codes.spaced(codes.of(other.pk))), (10**25, "x")):
        assert lena.post(f"pledges/{number}/", code=code, **{f"quantity-{need.pk}": "1"}).status_code == 404
    assert lena.post("code/", code=codes.spaced(codes.of(other.pk))).status_code == 422
    assert not Donation.objects.exists()


@pytest.mark.parametrize(("typed", "said"), [("", "at least one item"), ("-1", "0 or more"), ("x", "whole number")])
def test_wrong_numbers_of_a_pledge_are_said(lena, need, typed, said):
    pledge = goods.pledge({need: 4})
    answer = lena.post(f"pledges/{pledge.pk}/", code=codes.spaced(codes.of(pledge.pk)), **{f"quantity-{need.pk}": typed})
    assert answer.status_code == 422 and said in answer.text
