"""What colleagues own in volunteering: the opportunities they lead, where they are the named contact, and their links for the day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from people.owning import OpenThing, Owned, ids_of, register
from volunteers.actions import site_links
from volunteers.models import Opportunity, Shift, SiteLink
from volunteers.models.opportunities import OpportunityLead

_GOING_ON = [Opportunity.State.DRAFT, Opportunity.State.PUBLISHED]


def register_owned() -> None:
    """Tell the floor of people; called once when the portal starts."""
    register(
        Owned(
            covers=("volunteers.opportunity.leads", "volunteers.opportunity_leads.user"), open_of=open_of, pass_on=pass_on, without=without_a_lead,
        )
    )  # fmt: skip


def going_on(now: datetime) -> models.QuerySet[Opportunity]:
    """Return what somebody has to look after: drafts, what is published, and what takes no more sign-ups but has a shift to come."""
    to_come = Shift.objects.upcoming(now).filter(opportunity=OuterRef("pk"))
    return Opportunity.objects.filter(Q(state__in=_GOING_ON) | Q(state=Opportunity.State.CLOSED) & Q(Exists(to_come)))


def open_of(user: User) -> list[OpenThing]:
    """Return what a colleague leads, is named as the contact of, or has a link for."""
    now = timezone.now()
    led = going_on(now).filter(leads=user)
    named = going_on(now).filter(contact_email__iexact=user.email).exclude(pk__in=led.values("pk"))
    shifts = Shift.objects.upcoming(now).filter(contact_email__iexact=user.email).select_related("opportunity")
    links = SiteLink.objects.listed(now).filter(email__iexact=user.email, shift__ends__gt=now).select_related("shift__opportunity")
    return [
        *(_thing(one, one, _("as its lead")) for one in led.order_by("title", "pk")),
        *(_thing(one, one, _("as its contact")) for one in named.order_by("title", "pk")),
        *(_thing(one, one.opportunity, _("as the contact of a shift")) for one in shifts.order_by("starts", "pk")),
        *(_thing(one, one.shift.opportunity, _("with the link for the day")) for one in links.order_by("pk")),
    ]


def _thing(record, opportunity, role):
    shift = {Shift: record, SiteLink: getattr(record, "shift", None)}.get(type(record))
    title = f"{opportunity}, {shift.local_starts:%Y-%m-%d}" if shift else str(opportunity)
    url = reverse("admin:roster", args=[shift.pk]) if shift else reverse("admin:volunteers_opportunity_change", args=[opportunity.pk])
    return OpenThing(f"{record._meta.label_lower}:{record.pk}", title, opportunity.office_id, url, role)


def pass_on(*, giver: User, successor: User, refs: list[str], by: User, now: datetime) -> None:
    """Put the successor in the giver's place: as lead, as contact, and with a link of their own."""
    led = OpportunityLead.objects.filter(user=giver, opportunity__in=ids_of(refs, Opportunity))
    for opportunity in led.order_by("opportunity_id").values_list("opportunity", flat=True):
        OpportunityLead.objects.get_or_create(opportunity_id=opportunity, user=successor)
    led.delete()
    for model in (Opportunity, Shift):
        for record in model.objects.filter(pk__in=ids_of(refs, model), contact_email__iexact=giver.email).order_by("pk"):
            record.contact_name, record.contact_email, record.contact_phone = successor.name, successor.email, ""  # the office's number stands there then
            record.save(update_fields=["contact_name", "contact_email", "contact_phone", "changed_at"])
    for link in SiteLink.objects.filter(pk__in=ids_of(refs, SiteLink)).select_related("shift__opportunity").order_by("pk"):
        site_links.pass_on(link=link, successor=successor, by=by, now=now)


def without_a_lead(offices: Iterable[int] | None) -> list[OpenThing]:
    """Return what goes on and has no lead who can sign in, soonest named first."""
    here = OpportunityLead.objects.filter(opportunity=OuterRef("pk"), user__is_active=True, user__is_staff=True)
    found = going_on(timezone.now()).exclude(state=Opportunity.State.DRAFT).filter(~Exists(here))
    if offices is not None:
        found = found.filter(office__in=offices)
    return [_thing(one, one, one.get_state_display()) for one in found.order_by("title", "pk")[:200]]
