"""Every address of signing in, as everybody, with what fits and what does not: the portal's own pages in its own words, and no fault."""

from django.test import Client
from django.urls import reverse

# --- Too often ----------------------------------------------------------------------------------------------------------------


def test_who_tries_too_often_reads_what_to_do_on_a_page_of_the_portal(carla):
    for _turn in range(6):
        page = Client().post(reverse("account_reset_password"), {"email": carla.email})
    assert page.status_code == 429 and "usa-skipnav" in page.text
    assert "Too many tries in a short time" in page.text and "Wait one minute, then try again." in page.text
    assert page["Retry-After"] == "60"
