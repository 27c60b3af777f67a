"""A pick-up from the asking to the cancelling: a resident's form, staff for somebody on the phone, and giving a stop back.

Lock order: runs by id, then requests by id; the database counts stops of windows by itself.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from bookings.deadlines import hold_until
from donations import emails
from donations import pick_up_rules as rules
from donations.models import Drive, PickUpRequest, PickUpRun, PickUpWindow, Pledge
from intake import form_keys
from intake.refusal import Refused
from mailing import letters, proof
from mailing.outcomes import Outcome, as_before
from people.models import Person, User
from places.office_days import next_office_day_end

State = PickUpRequest.State


@dataclass(frozen=True)
class Form:
    """What was typed, cleaned: one of email and phone is there; `window` is the id of a time that suits, None for any other."""

    name: str
    email: str
    phone: str
    language: str
    address: str
    zip: str
    what: str
    size: str
    stairs: str
    leave_outside: bool = False
    notes: str = ""
    organization: str = ""
    window: int | None = None


@transaction.atomic
def ask(*, drive: Drive, form: Form, proved: set[str], key: str, browser: str, now: datetime) -> Outcome:
    """Ask for a pick-up, once per form key and what was typed; the chosen time keeps a stop.

    In a browser that has proved the address the office has the request at once; otherwise it is held until the code is typed
    (or the office has called). Raises Refused: outside the city, a time that is gone, a drive that takes none.
    """
    sending = form_keys.use(key=key, browser=browser, content=["pick-up", drive.pk, asdict(form)], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    request = _checked(drive, form, now)
    if form.email and form.email in proved:
        request.state, request.pledge = State.REQUESTED, promised(request)
        rules.check_few(request)
        store(request)
        received(request, now=now)
        outcome = Outcome(ref=request.ref)
    else:
        outcome = _hold(request, form, now)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _checked(drive, form, now, *, by=None):
    """Return the request as it would be stored, with everything refused that has to be; staff may take one as long as goods come in."""
    if by is None:
        rules.check_open(drive, now)
    rules.check_texts(address=form.address, what=form.what, notes=form.notes, organization=form.organization)
    area = rules.area_of(form.zip)
    window = PickUpWindow.objects.select_related("run").filter(pk=form.window).first() if form.window else None
    rules.check_window(window, drive, area, now)
    person = Person.objects.find_or_add(office=drive.office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    lat, lng = rules.point_of(form.address, area)
    return PickUpRequest(
        drive=drive, person=person, organization=form.organization, address=form.address, zip=form.zip, neighborhood=area.neighborhood, lat=lat, lng=lng,
        what=form.what, size=form.size, stairs=form.stairs, leave_outside=form.leave_outside and (by is not None or drive.offers_leave_outside), notes=form.notes, window=window,
        language=form.language,
    )  # fmt: skip


def _hold(request, form, now):
    person, window = request.person, request.window
    link = proof.start(email=form.email, person=person, office=person.office, language=form.language, now=now)
    rules.check_waiting(link.address_key)
    request.link = link
    if not form.email:
        rules.check_phone_share(window)
        request.until = call_by(person, window, now)
    elif link.expires:  # the code is in the inbox already, so this hold's clock starts now
        request.until = min(link.expires, hold_end(window, now))
    store(request)
    until = request.until.isoformat() if request.until else ""
    return Outcome(ref=request.ref, link_id=link.pk, address=form.email or form.phone, until=until)


def hold_end(window, now):
    """Return when a hold ends whose letter leaves now (UTC)."""
    return hold_until(now=now, starts=window and window.starts, places_left=window and window.places_left)


def call_by(person, window, now):
    """Return until when a request is kept for somebody whom the office calls: the end of its next office day, never past the time itself."""
    office = person.office
    zone = window.zone if window else PickUpWindow().zone
    until = next_office_day_end(now=now, zone=zone, closes=office.closes)
    return min(until, window.starts) if window else until


def store(request, fields=None):
    """Save a request with its time. Raises Refused when no stop is left there."""
    try:
        seats.store(booking=request, fields=fields)
    except seats.Full as full:
        raise Refused(_("We cannot come at this time any more. Please choose another."), field="window", code="full") from full


def promised(request: PickUpRequest) -> Pledge | None:
    """Return what whoever asks has promised to the drive without saying where they bring it: that is what is fetched."""
    return request.pledge or Pledge.objects.standing().filter(drive=request.drive_id, person=request.person_id, location=None).first()


def received(request, *, by=None, now):
    """The address is proved: the office has the request, and whoever asked is told so, but for who has just said yes on the phone."""
    confirmed = {"email_confirmed_at": now} if request.person.email else {"phone_confirmed_at": now}
    Person.objects.filter(pk=request.person_id).update(active_at=now, language=request.language, **confirmed)
    if by is None or request.person.is_reached_by_email:
        emails.pick_up_requested(request, now=now)


@transaction.atomic
def enter(*, drive: Drive, form: Form, key: str, by: User, now: datetime) -> PickUpRequest:
    """Staff write down a request for somebody who called or came by, with or without an address, once per form key. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["enter-pick-up", drive.pk, asdict(form)], now=now)
    if sending.first is not None:
        return PickUpRequest.objects.get(pk=sending.first["pick_up"])
    rules.check_takes_goods(drive)
    request = _checked(drive, form, now, by=by)
    request.state, request.entered_by, request.pledge = State.REQUESTED, by, promised(request)
    store(request)
    Person.objects.filter(pk=request.person_id).update(active_at=now)
    emails.pick_up_requested(request, now=now)
    form_keys.remember(sending, result={"pick_up": request.pk})
    return request


def hold_runs(ids: list[int]) -> None:
    """Lock the runs of several requests by id, before any of these is locked."""
    wanted = PickUpWindow.objects.filter(requests__in=ids).values("run")
    list(PickUpRun.objects.filter(pk__in=wanted).order_by("pk").select_for_update().values_list("pk"))


def locked(request: PickUpRequest, *, also: PickUpWindow | None = None) -> PickUpRequest:
    """Return the request, fresh and locked after the runs of its time and of another one."""
    while True:
        window_id = PickUpRequest.objects.values_list("window", flat=True).get(pk=request.pk)
        windows = [pk for pk in (window_id, also and also.pk) if pk]
        list(PickUpRun.objects.filter(windows__in=windows).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        found = PickUpRequest.objects.select_for_update(of=("self",)).select_related("person__office", "drive__office", "window__run").get(pk=request.pk)
        if found.window_id == window_id:
            return found


@transaction.atomic
def cancel(*, request: PickUpRequest, by: User | None, now: datetime) -> PickUpRequest:
    """Cancel a pick-up until somebody has been there; the stop is free for others. Twice changes nothing more. Raises Refused."""
    request = locked(request)
    if request.state == State.CANCELLED:
        return request
    if request.state not in PickUpRequest.OPEN:
        raise Refused(_("This pick-up is not open any more. Nothing was changed."))
    was_proved = request.link_id is None
    leave(request, State.CANCELLED, now)
    if was_proved:
        emails.pick_up_cancelled(request, now=now)
    return request


def leave(request, state, now, *, reason=""):
    """End a request: its stop is free, and letters not sent yet are taken back. The time stays, so that everybody sees what it was about."""
    request.state, request.until, request.order = state, None, None
    request.reason = reason or request.reason
    if state != State.EXPIRED:
        request.link = None
    request.save(update_fields=["state", "until", "order", "reason", "link", "changed_at"])
    letters.cancel(about=[request.ref], now=now)
