"""One function per letter: what is owed, to whom, until when. What the letters say stands in `letters/` and the templates."""

from datetime import UTC

from django.conf import settings

from mailing import letters


def location_link(link, *, now):
    """“Here is your link for the location”, to somebody who works there and need not be known otherwise."""
    office = link.location.drive.office_id
    letters.send_to_address("location_link", address=link.email, office=office, language=link.language, about=link, now=now, expires=link.closes)


def no_location_link(link, *, now):
    """A link that was taken back before its letter left is not sent."""
    letters.cancel(about=[link], kinds=["location_link"], now=now)


def thanks(donation, *, now, due):
    """“Thank you for what you gave”, with the way to the receipt, where there is somebody to write to and the address is proved."""
    person, promised = donation.person, donation.pledge or donation.pick_up
    if person is None or not (person.email or person.phone) or (promised is not None and promised.link_id is not None):
        return
    letters.send("donation_thanks", to=person, about=donation, now=now, due=due, language=promised.language if promised else None)


def no_thanks(donation, *, now):
    """What was booked in by mistake is not thanked for."""
    letters.cancel(about=[donation], kinds=["donation_thanks"], now=now)


def _send(kind, record, *, now, period="", values=None, expires=None):
    letters.send(kind, to=record.person, about=record, now=now, period=period, values=values or {}, expires=expires, language=record.language)


def pledged(pledge, *, now):
    """“Thank you, we expect this”: what, where, until when, the code to say there, and how to change it."""
    _send("pledged", pledge, now=now, period=f"{now:%Y%m%d%H%M%S}")


def pledge_changed(pledge, *, now):
    """“Your promise was changed”, with how it stands now."""
    _send("pledge_changed", pledge, now=now, period=f"{now:%Y%m%d%H%M%S.%f}")


def pledge_withdrawn(pledge, *, by_office, now):
    """“Your promise is withdrawn”, by yourself or by the office."""
    _send("pledge_withdrawn", pledge, now=now, period=f"{now:%Y%m%d%H%M%S}", values={"by_office": by_office})


def location_closed(in_vain, *, location, expires, now):
    """“Please do not go there”: to everyone of {pledge: day} who would find the place closed, once for place and day. Returns how many are new."""
    values = {"location": location.pk}
    owed = [letters.Owed(one.person, one, period=f"{location.pk}:{day}", expires=expires, values=values, language=one.language) for one, day in in_vain.items()]
    return letters.send_many("location_closed", owed, now=now)


def arrangement_asked(arrangement, *, now):
    """“We have got your offer, and answer by …”, to the donor."""
    _send("arrangement_asked", arrangement, now=now)


def arrangement_to_answer(arrangement, *, address, now):
    """“Somebody offers a large gift, or to host a box”, to whoever answers it."""
    letters.send_to_address(
        "arrangement_to_answer", address=address, office=arrangement.drive.office, language=settings.LANGUAGE_CODE, about=arrangement, now=now
    )


def arrangement_answered(arrangement, *, now):
    """“About your offer”: the office's answer."""
    _send("arrangement_answered", arrangement, now=now, period=f"{now:%Y%m%d%H%M%S.%f}")


# --- Pick-ups ---------------------------------------------------------------------------------------------------------------


def start_key(window):
    """Return the start of a window as it stands in the period of a letter: another time is another letter."""
    return f"{window.starts.astimezone(UTC):%Y%m%dT%H%MZ}" if window else ""


def _about_pick_up(kind, request, *, now, period=None, expires=None, due=None):
    values = {"window": request.window_id}
    letters.send(
        kind, to=request.person, about=request, now=now, period=f"{now:%Y%m%d%H%M%S}" if period is None else period, expires=expires, due=due,
        values=values, language=request.language,
    )  # fmt: skip


def pick_up_requested(request, *, now):
    """“We have your request”, once the address is proved."""
    _about_pick_up("pick_up_requested", request, now=now, period="")


def pick_up_proposed(request, *, now):
    """“Can we come at this time instead?”"""
    _about_pick_up("pick_up_proposed", request, now=now, expires=request.window.starts)


def pick_up_scheduled(request, *, now):
    """“We come at this time.”"""
    _about_pick_up("pick_up_scheduled", request, now=now, expires=request.window.ends)


def pick_up_declined(request, *, now):
    """“We cannot pick this up”, with the reason."""
    _about_pick_up("pick_up_declined", request, now=now)


def pick_up_cancelled(request, *, now):
    """“Your pick-up is cancelled.”"""
    _about_pick_up("pick_up_cancelled", request, now=now)


def pick_up_put_off(request, *, now):
    """“We cannot come at this time after all”: another time is proposed."""
    _about_pick_up("pick_up_put_off", request, now=now)


def pick_up_reminders(owed, *, now):
    """“We come tomorrow”, in the evening letter of the day before: (request, due, bundle) each. Returns how many are new."""
    made = [
        letters.Owed(
            request.person, request, period=f"eve:{start_key(request.window)}", due=due, expires=request.window.starts, bundle=bundle,
            values={"window": request.window_id}, language=request.language,
        )
        for request, due, bundle in owed
    ]  # fmt: skip
    return letters.send_many("pick_up_reminder", made, now=now)


def pick_up_on_the_way(request, *, expires, now):
    """“We are on our way to you.”"""
    _about_pick_up("pick_up_on_the_way", request, now=now, period=start_key(request.window), expires=expires)


def pick_up_missed(request, *, due, now):
    """“We could not pick it up”, and what to do now."""
    _about_pick_up("pick_up_missed", request, now=now, due=due)


def pick_up_partly(request, *, due, now):
    """“We took a part of it”: the rest is a new request."""
    _about_pick_up("pick_up_partly", request, now=now, due=due)


def run_link(runs, *, now):
    """“Here is your run”, to the driver of each; once for a link, so that a driver who changed, or a link made anew, is told. Returns how many are new."""
    made = [letters.Owed(run.driver, run, period=run.nonce[:16], expires=run.closes) for run in runs]
    return letters.send_many("run_link", made, now=now)
