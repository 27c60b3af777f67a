"""Handing everything open from one colleague to another, in one step; and why a colleague cannot leave before."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people import access
from people.models import Office, OfficeRole, User
from people.owning import OpenThing, kinds, open_things

PERMISSION = "people.hand_over"


@transaction.atomic
def hand_over(*, giver: User, successor: User, note: str, by: User, now: datetime) -> list[OpenThing]:
    """Pass everything open of one colleague to another and write to the successor, with the note and the list; returns what passed. Raises Refused.

    One of two who press at once passes everything; the other one is told that nothing is left.
    """
    list(User.objects.select_for_update().filter(pk__in=[giver.pk, successor.pk]).order_by("pk").values_list("pk"))
    things = open_things(giver)
    check_may_hand_over(giver, things, by)
    if successor == giver:
        raise Refused(_("Choose somebody else."), field="successor")
    if not (successor.is_staff and successor.is_active):
        raise Refused(_("Choose a colleague who can sign in."), field="successor")
    if not things:
        raise Refused(_("Nothing is open: there is nothing to hand over."))
    refs = [thing.ref for thing in things]
    for owned in kinds():
        owned.pass_on(giver=giver, successor=successor, refs=refs, by=by, now=now)
    tell(successor, things, giver=giver, note=note, by=by)
    return things


def check_may_hand_over(giver: User, things: list[OpenThing], by: User) -> None:
    """One's own things, or those of a colleague who works, and whose open things are, only in offices where one may. Raises Refused."""
    if by == giver or access.manages(by, giver):
        return
    offices = {thing.office_id for thing in things} | set(giver.office_roles.values_list("office_id", flat=True))
    if not offices or not all(access.allows(by, PERMISSION, office) for office in offices):
        raise Refused(_("Some of it belongs to an office that is not yours. Ask that office’s administrator."), code="foreign")


def check_may_leave(user: User) -> None:
    """Who has something open hands it over first: nothing may be without an owner. Raises Refused."""
    things = open_things(user)
    if things:
        names = ", ".join(dict.fromkeys(thing.title for thing in things[:3])) + ("…" if len(things) > 3 else "")
        raise Refused(_("%(name)s still looks after: %(things)s. Hand that over first.") % {"name": user, "things": names}, code="owns")


def check_somebody_lets_people_in(*, beside: User | None = None, administrators: Iterable[User] = ()) -> None:
    """Somebody has to be left who lets colleagues into every office: an owner, or an administrator of the main office. Raises Refused.

    `beside` leaves; `administrators` are who the main office has from now on, where that is what changes. One of two who leave at once is the last.
    """
    list(Office.objects.select_for_update(no_key=True).filter(is_main=True).values_list("pk"))
    lets_in = Q(is_superuser=True) | Q(pk__in=[user.pk for user in administrators])
    if beside is not None:
        lets_in |= Q(office_roles__role=OfficeRole.Role.ADMINISTRATOR, office_roles__office__is_main=True)
    if not User.objects.filter(lets_in, is_staff=True, is_active=True).exclude(pk=beside and beside.pk).exists():
        raise Refused(_("Nobody would be left who lets colleagues in. First make somebody else an administrator of the main office."), code="last")


def tell(successor: User, things: list[OpenThing], *, giver: User | None, note: str, by: User, entrance: str = "") -> None:
    """Write to a colleague what is theirs from now on, with the note; `entrance` is where somebody new chooses a password."""
    context = {
        "name": successor.name, "giver": giver, "by": by, "note": note, "entrance": entrance,
        "things": [{"title": thing.title, "role": thing.role, "url": settings.SITE_URL + thing.url} for thing in things],
        "home": settings.SITE_URL + reverse("admin:index"),
    }  # fmt: skip
    subject = " ".join(render_to_string("people/email/handed_over.subject.txt", context).split())
    EmailMessage(subject, render_to_string("people/email/handed_over.txt", context), to=[successor.email]).send()
