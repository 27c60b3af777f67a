"""Who lets whom in: the owner, the main office everywhere, each office's administrators into their own."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from mailing.models import Message
from mailing.plain_letters import ready_made
from mailing.registry import kind_named
from mailing.writing.rendering import Writer
from people.models import OfficeRole, User
from tests.staff.conftest import make_staff, signed_in

DOOR = "/admin/set-up/staff/"


def invite(client, office, door=DOOR, **more):
    return client.post(door, {"email": "noor@example.org", "name": "Noor", "office": office.pk, "role": "coordinator", "language": "en", **more})


@pytest.fixture
def mona(office):
    office.is_main = True
    office.save()
    return make_staff("mona@example.org", office, "administrator")


def test_the_main_office_invites_into_every_office(mona, other_office):
    assert invite(signed_in(mona), other_office).status_code == 302
    assert OfficeRole.objects.get(user__email="noor@example.org").office == other_office


def test_an_office_invites_into_itself_only(mona, office, other_office):
    client = signed_in(make_staff("otto@example.org", other_office, "administrator"))
    page = client.get(DOOR)
    assert list(page.context["form"].fields["office"].queryset) == [other_office]
    assert {role.office for role in page.context["roles"]} == {other_office}
    assert "Invite a colleague" in client.get("/admin/").text
    assert invite(client, office).status_code == 422
    assert not User.objects.filter(email="noor@example.org").exists()
    assert invite(client, other_office).status_code == 302


@pytest.mark.parametrize("role", ["coordinator", "caller", "viewer"])
def test_nobody_else_invites(office, role):
    client = signed_in(make_staff("sam@example.org", office, role))
    assert invite(client, office).status_code == 403
    assert "Invite a colleague" not in client.get("/admin/").text


def test_the_letter_speaks_the_language_that_was_chosen_wherever_it_was_written(mona, office):
    invite(signed_in(mona), office, door=f"/es{DOOR}", language="en")
    letter = Message.objects.get(kind="django_mail").values
    assert "Choose a password" in letter["text"] and "/es/" not in letter["text"]


def test_the_letter_has_one_foot_and_the_phone_as_people_write_it(mona, office):
    invite(signed_in(mona), office)
    message = Message.objects.get(kind="django_mail")
    kind, letter = kind_named("django_mail"), ready_made(message, message)
    text = Writer().write(kind, letter, office=office, language="en").text
    assert text.count("Questions? Call us:") == text.count("\n-- \n") == 1
    assert "617-555-0100" in text and "+1617" not in text


def test_who_was_let_out_is_let_in_again_only_by_who_manages_them(mona, office, other_office):
    gone = make_staff("noor@example.org", other_office, "viewer")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    refused = invite(signed_in(mona), office)
    assert refused.status_code == 422 and "may not sign in any more" in refused.text
    assert invite(signed_in(make_staff("otto@example.org", other_office, "administrator")), other_office).status_code == 302
    gone.refresh_from_db()
    assert gone.is_active


def test_the_owner_of_a_new_portal_is_made_at_the_command_line(db, capsys):
    call_command("owner", "Nell@Example.org", name="Nell")
    said = capsys.readouterr().out
    owner = User.objects.get()
    assert (owner.email, owner.is_superuser, owner.has_usable_password()) == ("nell@example.org", True, False)
    browser = Client(HTTP_HOST="localhost")
    page = browser.get(re.search(r"https?://[^/]+(/\S+)", said)[1], follow=True)
    browser.post(page.redirect_chain[-1][0], {"password1": "a long enough phrase", "password2": "a long enough phrase"})
    call_command("owner", "nell@example.org")
    assert "the password you have" in capsys.readouterr().out
    signed_in = browser.post(reverse("account_login"), {"login": "nell@example.org", "password": "a long enough phrase"})
    assert signed_in.status_code == 302  # to the second factor, not to a page that waits for a letter
    assert "confirm-email" not in signed_in["Location"]


def test_an_owner_without_an_address_is_refused(db):
    with pytest.raises(CommandError, match="no email address"):
        call_command("owner", "nell")


def test_after_signing_in_one_is_where_one_wanted_to_go(carla, shift):
    wanted = "/es/admin/volunteers/shift/"
    asked = Client().get(wanted, follow=True)
    assert asked.redirect_chain[-1][0] == f"/es/accounts/login/?next={wanted}"
    assert signed_in(carla).get(f"/es/admin/login/?next={wanted}")["Location"] == wanted
    assert signed_in(carla).get("/admin/login/?next=https://evil.example.org/")["Location"] == "/admin/"
