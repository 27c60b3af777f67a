"""Verbs about staff."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people import access
from people.accounts import become_staff
from people.handing_over import check_somebody_lets_people_in
from people.models import OfficeRole, User


@transaction.atomic
def invite_staff(*, email, name, office, role, language, by, now):
    """Give somebody a role in an office and send a letter with a link to choose a password, in a language; return the user.

    Whoever is known already keeps their password and gets the role in this office too. Raises Refused when the inviter may not,
    the role is unknown, or it would be a lesser one for the last administrator.
    """
    if not access.may_invite(by, office.id):
        raise Refused(_("You cannot invite people to this office."))
    if role not in OfficeRole.Role.values:
        raise Refused(_("Choose a role."), field="role")
    user, is_new = User.objects.get_or_create(email=email.strip().lower(), defaults={"name": name, "is_staff": True})
    if is_new:
        user.set_unusable_password()
    if not user.is_active and not access.manages(by, user):
        raise Refused(_("This colleague may not sign in any more. Ask whoever let them out."), field="email")
    _let_in(user, name)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    OfficeRole.objects.update_or_create(user=user, office=office, defaults={"role": role})
    if office.is_main and role != OfficeRole.Role.ADMINISTRATOR:
        check_somebody_lets_people_in(administrators=User.objects.filter(office_roles__office=office, office_roles__role=OfficeRole.Role.ADMINISTRATOR))
    with translation.override(language):
        _send_invitation(user, office, OfficeRole.Role(role).label, by)
    return user


def _let_in(user, name):
    """A resident's account that becomes a colleague's keeps nothing by which it was opened; it had no name."""
    if not user.is_staff:
        become_staff(user)
    user.name = user.name or name
    user.is_staff = user.is_active = True
    user.save(update_fields=["password", "name", "is_staff", "is_active"])


@transaction.atomic
def known_colleague(*, email, name):
    """Return the colleague with this address, or a new one who has no role in any office yet. Raises Refused for somebody who may not sign in."""
    user, is_new = User.objects.get_or_create(email=email.strip().lower(), defaults={"name": name, "is_staff": True})
    if not user.is_active:
        raise Refused(_("This colleague may not sign in any more. Ask whoever let them out."), field="email")
    if is_new:
        user.set_unusable_password()
    _let_in(user, name)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def make_owner(*, email, name):
    """Make the owner of a new portal, or let a known colleague be one (a superuser: everything, everywhere); return the user.

    Only for somebody at the server's own command line: nothing else may call it.
    """
    user, is_new = User.objects.get_or_create(email=email.strip().lower(), defaults={"name": name})
    if is_new:
        user.set_unusable_password()
    _let_in(user, name)
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def reset_second_factor(*, user, by, now):
    """Take a lost second factor away; the colleague sets up a new one at the next sign-in. Raises Refused."""
    if not access.manages(by, user):
        raise Refused(_("You cannot change how this colleague signs in."))
    if user == by:
        raise Refused(_("Change your own second factor on your account's page."))
    Authenticator.objects.filter(user=user).delete()


def _send_invitation(user, office, role, by):
    context = {
        "office": office,
        "role": role,
        "name": user.name,
        "inviter": by.get_full_name(),
        "url": entrance(user),
        "is_known": user.has_usable_password(),
    }
    subject = " ".join(render_to_string("people/email/invitation.subject.txt", context).split())
    EmailMessage(subject, render_to_string("people/email/invitation.txt", context), to=[user.email]).send()


def entrance(user):
    """Return where the invited person starts: the page to choose a password (good for three days), or sign-in."""
    if user.has_usable_password():
        return settings.SITE_URL + reverse("account_login")
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
