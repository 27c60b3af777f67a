"""A resident's account that becomes a colleague's: it is opened by a password and a second factor from then on, and by nothing it was opened by before."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from mailing.models import Message
from people.actions import invite_staff, known_colleague, make_owner
from people.models import OfficeRole, User
from tests import makers
from tests.mailing.test_accounts import with_account
from tests.staff.conftest import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vera(db):
    makers.city()
    return makers.person(email_confirmed_at=timezone.now())


def invited(vera):
    by = make_staff("olga@example.org", is_superuser=True)
    role = OfficeRole.Role.COORDINATOR
    invite_staff(email=vera.email, name="Vera Lopez", office=vera.office, role=role, language="en", by=by, now=timezone.now())


def owns(vera):
    make_owner(email=vera.email, name="Vera Lopez")


def takes_over(vera):
    known_colleague(email=vera.email, name="Vera Lopez")


@pytest.mark.parametrize("becomes", [invited, owns, takes_over])
def test_a_device_that_stays_signed_in_by_a_mailed_code_opens_no_staff_page(vera, becomes):
    browser = with_account()
    assert SESSION_KEY in browser.session
    becomes(vera)
    for page in ("/admin/", "/accounts/2fa/totp/activate/"):
        assert browser.get(page, follow=True).redirect_chain[-1][0].startswith("/accounts/login/"), page
    assert User.objects.get(email=vera.email).name == "Vera Lopez"


def test_the_invitation_greets_by_name_who_had_an_account_without_one(vera):
    with_account()
    invited(vera)
    assert "Hello Vera Lopez," in Message.objects.get(kind="django_mail").values["text"]


def test_a_colleague_who_is_invited_into_another_office_stays_signed_in_and_keeps_the_name(vera):
    colleague = make_staff("vera@example.org")
    before = colleague.password
    invited(vera)
    colleague.refresh_from_db()
    assert (colleague.name, colleague.password) == ("Vera", before)
