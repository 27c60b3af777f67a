"""One function per letter: what is owed, to whom, until when. What the letters say stands in `letters/` and the templates."""

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
