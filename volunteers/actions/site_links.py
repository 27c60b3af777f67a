"""Giving the lead of one shift a link for its day, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intake import form_keys
from intake.refusal import Refused
from mailing.links import named
from people.models import User
from volunteers import emails
from volunteers.models import Shift, SiteLink


@transaction.atomic
def give(*, shift: Shift, name: str, email: str, phone: str, language: str, key: str, by: User, now: datetime) -> SiteLink:
    """Make a link for a named lead, once per form key, and mail it where there is an address. Raises Refused when the shift is over."""
    content = ["site-link", shift.pk, name, email, phone, language]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return SiteLink.objects.get(pk=sending.first["link"])
    if shift.ends <= now:
        raise Refused(_("This shift is over."))
    link = SiteLink.objects.create(shift=shift, name=name, email=email, phone=phone, language=language, made_by=by, made_at=now)
    if email:
        emails.site_link(link, now=now)
    form_keys.remember(sending, result={"link": link.pk})
    return link


@transaction.atomic
def revoke(*, link: SiteLink, by: User, now: datetime) -> SiteLink:
    """Take a link back: it opens nothing from now on, in no browser. Doing it twice changes nothing more."""
    link, was_good = named.revoke(link, by=by, now=now)
    if was_good:
        emails.no_site_link(link, now=now)
    return link


@transaction.atomic
def pass_on(*, link: SiteLink, successor: User, by: User, now: datetime) -> None:
    """Take a colleague's link back, and give the successor one of their own."""
    revoke(link=link, by=by, now=now)
    emails.site_link(named.for_successor(link, successor=successor, by=by, now=now), now=now)
