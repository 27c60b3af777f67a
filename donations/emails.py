"""One function per letter: what is owed, to whom, until when. What the letters say stands in `letters/` and the templates."""

from datetime import UTC

from mailing import letters

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
