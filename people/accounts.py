"""A resident's optional account: an address that stays signed in on its owner's own device, with a passkey or with a code as ever.

The account opens what a proof of its address opens, and nothing else. Staff sign in with a password and a second factor instead.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import Person, User

MOST_PASSKEYS = 5
UNUSED = timedelta(hours=1)  # an account that is being made is left alone


def residents():
    """Return the accounts of residents that can sign in."""
    return User.objects.filter(is_staff=False, is_superuser=False, is_active=True)


def account_of(address: str) -> User | None:
    """Return the resident's account with this address, or None."""
    return residents().filter(email=address.strip().lower()).first()


@transaction.atomic
def make(*, address: str, now: datetime) -> User:
    """Return the account of an address that this browser has proved, made when there is none. Raises Refused."""
    address = address.strip().lower()
    if not Person.objects.behind(address).exists():
        raise Refused(_("Nothing of ours belongs to this address yet. Sign up for something first."), code="nobody")
    user, is_new = User.objects.get_or_create(email=address)
    if user.is_staff or user.is_superuser or not user.is_active:
        raise Refused(_("This address belongs to a staff account. Staff sign in with a password and a second factor."), code="staff")
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def remove(*, user: User) -> None:
    """Remove the account and its passkeys; whoever is signed in with it is signed out everywhere. Sign-ups stay. Raises Refused for staff."""
    if user.is_staff or user.is_superuser:
        raise Refused(_("This address belongs to a staff account. Staff sign in with a password and a second factor."), code="staff")
    user.delete()


def remove_with_address(address: str) -> None:
    """The last person behind an address is forgotten: its account goes as well."""
    User.objects.filter(email=address.strip().lower(), is_staff=False, is_superuser=False).delete()


def remove_unused(*, now: datetime) -> int:
    """Remove accounts whose address belongs to nobody any more: merged, corrected or forgotten; returns how many."""
    behind = Person.objects.known().filter(email=OuterRef("email"))
    unused = User.objects.filter(~Exists(behind), is_staff=False, is_superuser=False, joined_at__lt=now - UNUSED)
    return len([user.delete() for user in unused[:500]])


def become_staff(user: User) -> None:
    """A passkey that opened a resident's page is no second factor of a colleague, and who stays signed in by a mailed code is signed out everywhere."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()  # another one each time: sessions are bound to it
    user.save(update_fields=["password"])


# --- Passkeys --------------------------------------------------------------------------------------------------------------


def passkeys(user: User) -> list[Authenticator]:
    """Return the passkeys of an account, the oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


@transaction.atomic
def add_passkey(*, user: User, name: str, credential: dict[str, Any]) -> Authenticator:
    """Add a passkey whose registration was checked (W3C Web Authentication). Raises Refused when there are five."""
    User.objects.select_for_update().get(pk=user.pk)
    if len(passkeys(user)) >= MOST_PASSKEYS:
        raise Refused(_("You have five passkeys. Take one away first."), code="many")
    return WebAuthn.add(user, name, credential).instance


def remove_passkey(*, user: User, pk: int) -> bool:
    """Take one of an account's own passkeys away; tells whether it was there."""
    return Authenticator.objects.filter(user=user, pk=pk, type=Authenticator.Type.WEBAUTHN).delete()[0] > 0
