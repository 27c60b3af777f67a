"""Why not: small checks, each raises Refused with a sentence a resident understands."""

from datetime import date, timedelta

from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import check_in
from bookings.check_in import CLOSES_AFTER, OPENS_BEFORE, TRIES_AT_A_KIOSK, TRIES_AT_A_SIGN, TRIES_OF_A_BROWSER
from bookings.models import State
from intake.refusal import Refused
from languages import formats
from people.models import Person
from volunteers.models import CheckInPoint, CheckInTry, Group, Opportunity, SignUp, Tally

PHONE_SHARE = 4  # people without email may hold a quarter of the places until the office has called
_PHONE = Person._meta.get_field("phone")


def check_open(shift_role, now):
    """The shift takes sign-ups: published, not called off, not begun."""
    if shift_role.is_cancelled:
        raise Refused(_("This was called off. Please choose another date."), code="cancelled")
    if shift_role.opportunity.state != Opportunity.State.PUBLISHED:
        raise Refused(_("This is closed for sign-up."), code="closed")
    if shift_role.shift and shift_role.shift.starts <= now:
        raise Refused(_("This shift has already begun. Please choose another date."), code="over")


def check_window(shift_role, now):
    """Residents sign up while sign-up is open; staff may enter people before and after."""
    shift = shift_role.shift
    if shift and shift.sign_up_opens and now < shift.sign_up_opens:
        opens = formats.day_and_clock(shift.sign_up_opens.astimezone(shift.zone))
        raise Refused(_("Sign-up opens on %(when)s.") % {"when": formats.before_a_stop(opens)}, code="not_yet")
    if shift and shift.sign_up_closes and now >= shift.sign_up_closes:
        raise Refused(_("Sign-up for this shift has ended. Please choose another date, or call us."), code="ended")


# One short statement: it runs at the end of every sign-up, while the role is locked.
_STILL_OPEN = """
SELECT opportunity.state, shift.cancelled_at FROM volunteers_opportunity opportunity LEFT JOIN volunteers_shift shift ON shift.id = %s
WHERE opportunity.id = %s
"""


def check_still_open(shift_role, now):
    """After the insert, which has waited for whoever called the shift off: read again, and refuse what is called off or closed by now."""
    with connection.cursor() as cursor:
        cursor.execute(_STILL_OPEN, [shift_role.shift_id, shift_role.opportunity_id])
        shift_role.opportunity.state, cancelled_at = cursor.fetchone()
    if shift_role.shift:
        shift_role.shift.cancelled_at = cancelled_at
    check_open(shift_role, now)


def check_answers(opportunity, form):
    """What the form of this work has to ask was answered: an age that may come, a guardian for the young, the agreement."""
    check_age(opportunity, form.age)
    if form.age == "minor" and opportunity.guardian_consent and form.guardian is None:
        raise Refused(_("Enter the name of a parent or guardian: they have to agree."), field="guardian_name")
    if opportunity.waiver_id and form.waiver is None and opportunity.waiver.texts.exists():
        raise Refused(_("Please read the agreement, and tick here if you agree to it."), field="agree", code="questions")


def check_age(opportunity, band):
    """Where the work has an age rule, the age band was said and may come."""
    age = opportunity.minimum_age
    if age and band == "below":
        if opportunity.with_adult:
            raise Refused(_("Children under %(age)s come along with an adult: sign up the adult, and say how many children come.") % {"age": age}, field="age")
        raise Refused(_("This is for people of %(age)s and older. There are other ways to help.") % {"age": age}, field="age", code="too_young")
    if age and band not in {"adult", "minor"}:
        raise Refused(_("Please sign up on the page of this date: it asks for your age."), field="age", code="questions")


def check_phone_share(shift_role, party_size):
    """People without email hold at most a quarter of the places (one at least) until the office has called them."""
    if shift_role.capacity is None:
        return
    waiting = SignUp.objects.filter(shift_role=shift_role, state=State.HELD, person__email="").aggregate(n=Sum("party_size"))["n"] or 0
    if waiting + party_size > max(1, shift_role.capacity // PHONE_SHARE):
        raise Refused(
            _("Too many people are waiting for our call for this shift. Please call us, or give an email address."), field="phone", code="phone_share"
        )


_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0));"
_PLACES = """
SELECT COALESCE(sum(sign_up.party_size), 0) FROM volunteers_signup sign_up JOIN people_person person ON person.id = sign_up.person_id
WHERE person.email = %(email)s AND (%(email)s <> '' OR person.phone = %(phone)s)
    AND CASE WHEN %(shift)s::bigint IS NULL THEN sign_up.shift_role_id = %(role)s ELSE sign_up.shift_id = %(shift)s END
    AND sign_up.state = ANY(%(live)s) AND sign_up.link_id IS NULL AND sign_up.id IS DISTINCT FROM %(sign_up)s
"""


def hold_addresses(persons):
    """Hold these people's addresses until the end of the transaction, before any role is locked: their limits are counted by one at a time."""
    with connection.cursor() as cursor:
        for key in sorted({_key(person) for person in persons}):
            cursor.execute(_HOLD, {"key": key})


def _key(person):
    return f"volunteers.places|{person.email or person.phone}"


def check_places_per_address(sign_up, *, is_group=None):
    """One proved address holds at most the office's number of places per shift, and a group its own number.

    Holds the address; a caller with locks does so before them. `is_group`: None asks the stored sign-up.
    """
    person, role = sign_up.person, sign_up.shift_role
    if not (person.email or person.phone):
        return
    values = {
        "key": _key(person), "email": person.email, "phone": _PHONE.get_prep_value(person.phone), "shift": role.shift_id, "role": role.pk, "live": list(map(str, State.LIVE)),
        "sign_up": sign_up.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:  # two statements in one round trip; the second sees what the first has waited for
        cursor.execute(_HOLD + _PLACES, values)
        held = cursor.fetchone()[0]
    limit = person.office.places_per_address
    if held + sign_up.party_size > limit and (is_group if is_group is not None else Group.objects.filter(sign_up=sign_up.pk).exists()):
        limit = max(limit, person.office.places_per_group)
    if held + sign_up.party_size > limit:
        raise Refused(
            _("One address can hold at most %(limit)s places on a shift. For a larger group, please call us.") % {"limit": limit},
            field="party_size",
            code="limit",
        )


def overlapping(sign_up):
    """Return the person's other live sign-up at the same time, or None: it warns and does not forbid."""
    shift = sign_up.shift_role.shift
    if shift is None:
        return None
    others = SignUp.objects.filter(person=sign_up.person, state__in=State.OPEN, shift__starts__lt=shift.ends, shift__ends__gt=shift.starts)
    return others.exclude(pk=sign_up.pk).exclude(shift=shift).select_related("shift_role__opportunity", "shift").first()


# --- Checking oneself in ---------------------------------------------------------------------------------------------------


def check_checks_in(shift, now, *, is_late_post=False):
    """People check themselves in from an hour before the start to an hour after the end; what a kiosk has kept may come later."""
    if shift.cancelled_at:
        raise Refused(_("This shift is called off. Please do not wait here."), code="cancelled")
    if now < shift.starts - OPENS_BEFORE:
        opens = formats.day_and_clock((shift.starts - OPENS_BEFORE).astimezone(shift.zone))
        raise Refused(_("Check-in opens on %(when)s.") % {"when": formats.before_a_stop(opens)}, code="too_early")
    if now >= shift.ends + CLOSES_AFTER and not is_late_post:
        raise Refused(_("Check-in for this shift is over. If you were there, please call us: we write it down."), code="over")


def check_tries(point, browser, now):
    """Whoever guesses comes to an end soon (`bookings.check_in`). The caller holds the point."""
    is_kiosk = point.kind == CheckInPoint.Kind.KIOSK  # one browser for everybody
    check_in.check_tries(
        CheckInTry.objects.filter(point=point), browser=browser, most=TRIES_AT_A_KIOSK if is_kiosk else TRIES_AT_A_SIGN,
        of_one=None if is_kiosk else TRIES_OF_A_BROWSER, now=now,
        said=_("That did not work several times. Please ask the person who leads the shift, or try again in ten minutes."),
    )  # fmt: skip


# --- Hours ---------------------------------------------------------------------------------------------------------------

OWN_DAYS = 60  # how long after the day a person may still write hours down
FIRST_DAY = date(2000, 1, 1)
CAME = frozenset({State.CONFIRMED, State.ATTENDED, State.WALK_IN})
WAS_EXPECTED = CAME | {State.NO_SHOW, State.EXCUSED}


_HOLD_HOURS = "SELECT pg_advisory_xact_lock(hashtextextended('volunteers.hours|' || %s, 0))"  # as the trigger DayHas24Hours does


def hold_hours(person_id):
    """Hold a person's hours and letters until the end of the transaction: whoever forgets them waits, or is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_HOURS, [person_id])


def known_and_held(person_id):
    """Return the person, held and read afresh. Raises Refused when they were forgotten meanwhile."""
    hold_hours(person_id)
    person = Person.objects.known().filter(pk=person_id).first()
    if person is None:
        raise Refused(_("This person asked us to forget them."), code="forgotten")
    return person


def takes_hours(sign_up, now):
    """Tell whether a person may write down hours for this sign-up."""
    try:
        check_takes_hours(sign_up, now)
    except Refused:
        return False
    return True


def check_takes_hours(sign_up, now):
    """The person is on the list for good; a shift has begun, and is not too long ago."""
    if sign_up.link_id is not None or sign_up.state not in CAME:
        raise Refused(_("You can write down hours for what you are signed up for. Please call us."), code="not_signed_up")
    shift = sign_up.shift_role.shift
    if shift is None:
        return
    if sign_up.shift_role.is_cancelled:
        raise Refused(_("This was called off. Please call us if you were there."), code="cancelled")
    if shift.starts > now:
        raise Refused(_("This shift has not begun yet. Please come back after it."), code="too_early")
    check_own_day(shift.local_starts.date(), now)


def check_own_day(day, now):
    """A person writes down the last 60 days, not the future."""
    today = timezone.localdate(now)
    if day > today:
        raise Refused(_("This day is still to come. Write down your hours after it."), field="day", code="future")
    if day < today - timedelta(days=OWN_DAYS):
        raise Refused(_("You can write down the last %(days)s days. For an earlier day, please call us.") % {"days": OWN_DAYS}, field="day", code="too_late")


def check_recorded_day(day, now):
    """The office writes down any day that has been."""
    if day > timezone.localdate(now):
        raise Refused(_("This day is still to come."), field="day", code="future")
    if day < FIRST_DAY:
        raise Refused(_("Please check the year."), field="day", code="too_late")


def check_known_here(person, opportunity):
    """Hours are of somebody whom the office of the work knows."""
    if person is not None and (person.forgotten_at is not None or person.office_id != opportunity.office_id):
        raise Refused(_("This person is not known in the office that runs this."), field="person", code="foreign")


def check_something(minutes, made, material):
    """An entry says hours, or a number of things."""
    if not (minutes or made or material):
        raise Refused(_("Write down how long it took, or how many you made."), field="hours", code="nothing")


def check_counted(opportunity, made, material):
    """Things are counted only where the office has said which."""
    if not (made or material):
        return
    tally = Tally.objects.filter(opportunity=opportunity).first()
    if tally is None or (material and not tally.material):
        raise Refused(_("Nothing is counted here. Say what is counted on the page of the opportunity first."), field="made", code="not_counted")
