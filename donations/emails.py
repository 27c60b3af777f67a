"""One function per letter: what is owed, to whom, until when. What the letters say stands in `letters/` and the templates."""

from django.conf import settings

from mailing import letters


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


def location_closed(pledges, *, location, period, expires, now):
    """“Please do not go there”: to everyone who is expected at a place that takes nothing any more; once a day at most. Returns how many are new."""
    owed = [letters.Owed(to=one.person, about=one, period=period, expires=expires, values={"location": location.pk}, language=one.language) for one in pledges]
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
