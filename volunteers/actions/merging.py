"""Two people become one: their sign-ups, hours, letters and asks change hands, and nothing counts twice."""

from django.utils.translation import gettext as _

from bookings.models import State
from intake.refusal import Refused
from mailing import letters
from mailing.links.merging import lead_to
from people.merging import GONE, KEPT, Merge
from people.models import Person
from volunteers import eligibility
from volunteers.actions import sign_ups
from volunteers.models import Application, Ask, HoursEntry, KeepPosted, NoReminders, Recognition, ShiftRole, SignUp, StandIn
from volunteers.same_work import days_with_both, same_shifts


def hold(persons: list[int]) -> None:
    """Lock what the other verbs lock before a person, in their order: the roles where a place may come free, sign-ups, hours."""
    doubled = same_shifts(*(Person(pk=pk) for pk in persons)) if len(set(persons)) > 1 else []
    roles = {sign_up.shift_role_id for both in doubled for sign_up in [*both.kept, *both.gone]}
    list(ShiftRole.objects.select_for_update().filter(pk__in=roles).order_by("pk").values_list("pk"))
    list(SignUp.objects.select_for_update().filter(person__in=persons).order_by("pk").values_list("pk"))
    list(HoursEntry.objects.select_for_update().filter(person__in=persons).order_by("pk").values_list("pk"))
    for person in persons:
        eligibility.hold_hours(person)


def move_work(merge: Merge) -> None:
    """Of two sign-ups for one shift, and of hours for the same work on one day, what was chosen stays; the rest moves whole. Raises Refused."""
    _check_nothing_waits(merge)
    days, doubled = days_with_both(merge.kept, merge.gone), same_shifts(merge.kept, merge.gone)
    leaving = [(sign_up, both.stay(merge.chosen[both.key])) for both in doubled for sign_up in both.leave(merge.chosen[both.key])]
    for both in days:
        if merge.chosen[both.key] in (KEPT, GONE):
            _count_only(both.stays(merge.chosen[both.key]), both.goes(merge.chosen[both.key]), {sign_up.pk for sign_up, _stays in leaving})
    for sign_up, stays in leaving:
        _drop(sign_up, stays, merge.now)
    for model in (HoursEntry, SignUp):
        for record in model.objects.filter(person=merge.gone).order_by("pk"):
            record.person = merge.kept
            record.save(update_fields=["person", "changed_at"])


def _check_nothing_waits(merge):
    """A code that goes to an address which is not kept would confirm something of somebody who may not own it."""
    elsewhere = {"link__isnull": False, "person__in": [merge.kept, merge.gone]}
    for rows in (SignUp.objects.open(), StandIn.objects.waiting(), KeepPosted.objects.unproved()):
        if rows.filter(**elsewhere).exclude(link__address__in=["", merge.values["email"]]).exists():
            raise Refused(
                _("Something of theirs still waits for the code that went to the other address. Keep that address, or wait until it is confirmed or over."),
                field="email",
                code="waits",
            )


def _count_only(stays, goes, leaving):
    """The entries of one side count no more; a roster's minutes stand back for an entry of the other side."""
    HoursEntry.objects.filter(pk__in=[entry.pk for entry in goes.entries]).update(state=HoursEntry.State.WITHDRAWN, note="", reason="")
    rosters = [sign_up for sign_up in goes.rosters if sign_up.pk not in leaving]
    loose = [entry for entry in stays.entries if entry.sign_up_id is None]
    for sign_up, entry in zip(rosters, loose, strict=False):
        HoursEntry.objects.filter(pk=entry.pk).update(sign_up=sign_up)
    for sign_up in rosters[len(loose) :]:
        SignUp.objects.filter(pk=sign_up.pk).update(attended_minutes=None)


def _drop(sign_up, stays, now):
    """The place comes free. Hours written down for it are those of the sign-up that stays, where that has none."""
    written = HoursEntry.objects.live().filter(sign_up=sign_up)
    if stays.attended_minutes or HoursEntry.objects.live().filter(sign_up=stays).exists():
        written.update(state=HoursEntry.State.WITHDRAWN, note="", reason="")
    else:
        written.update(sign_up=stays)
    sign_up = sign_ups.locked(sign_up)
    sign_ups.leave(sign_up, State.CANCELLED, now)
    if sign_up.attended_minutes is not None:
        sign_up.attended_minutes = None
        sign_up.save(update_fields=["attended_minutes", "changed_at"])


def move_stand_ins(merge: Merge) -> None:
    """Whoever waits twice for one place waits once."""
    theirs = StandIn.objects.waiting().filter(person=merge.kept).values("sign_up")
    StandIn.objects.waiting().filter(person=merge.gone, sign_up__in=theirs).delete()
    StandIn.objects.filter(person=merge.gone).update(person=merge.kept)


def move_consents(merge: Merge) -> None:
    """One consent to be kept posted stands: the newer one."""
    standing = list(KeepPosted.objects.standing().filter(person__in=[merge.kept, merge.gone]).order_by("-agreed_at"))
    for older in standing[1:]:
        KeepPosted.objects.filter(pk=older.pk).update(left_at=merge.now)
        letters.cancel(about=[older.ref], now=merge.now)
    KeepPosted.objects.filter(person=merge.gone).update(person=merge.kept)


def move_asks(merge: Merge) -> None:
    """Who was asked twice for one role was asked once: the answer stays, and both letters lead to it."""
    theirs = {ask.shift_role_id: ask for ask in Ask.objects.filter(person=merge.kept)}
    for ask in Ask.objects.filter(person=merge.gone, shift_role__in=theirs).order_by("pk"):
        own = theirs[ask.shift_role_id]
        stays, goes = (own, ask) if own.answer or not ask.answer else (ask, own)
        letters.cancel(about=[goes.ref], now=merge.now)
        lead_to(goes.ref, instead=stays.ref)
        goes.delete()
    Ask.objects.filter(person=merge.gone).update(person=merge.kept)


def move_no_reminders(merge: Merge) -> None:
    """Who wants no reminders, of anything or of one sign-up, still wants none."""
    if NoReminders.objects.filter(person=merge.kept, sign_up=None).exists():
        NoReminders.objects.filter(person=merge.gone, sign_up=None).delete()
    theirs = NoReminders.objects.filter(person=merge.kept).exclude(sign_up=None).values("sign_up")
    NoReminders.objects.filter(person=merge.gone, sign_up__in=theirs).delete()
    NoReminders.objects.filter(person=merge.gone).update(person=merge.kept)


def move_applications(merge: Merge) -> None:
    """Who applied twice for one work applied once: an approval stays before a request, and a request before anything else."""
    order = [str(Application.State.APPROVED), str(Application.State.APPLIED)]
    theirs = {one.opportunity_id: one for one in Application.objects.filter(person=merge.kept)}
    for one in Application.objects.filter(person=merge.gone, opportunity__in=theirs).order_by("pk"):
        both = sorted([theirs[one.opportunity_id], one], key=lambda row: order.index(row.state) if row.state in order else len(order))
        both[1].delete()
    Application.objects.filter(person=merge.gone).update(person=merge.kept)


def move_milestones(merge: Merge) -> None:
    """A milestone that both reached was reached once, on the first of the two days, and is thanked for once."""
    theirs = {one.milestone: one for one in Recognition.objects.filter(person=merge.kept)}
    for one in Recognition.objects.filter(person=merge.gone, milestone__in=theirs):
        own = theirs[one.milestone]
        letters.cancel(about=[letters.ref(one)], now=merge.now)
        one.delete()
        Recognition.objects.filter(pk=own.pk).update(reached_on=min(own.reached_on, one.reached_on), thanked=own.thanked or one.thanked)
    Recognition.objects.filter(person=merge.gone).update(person=merge.kept)
