"""One function per letter: what is owed, to whom, until when. What the letters say stands in `letters/` and the templates."""

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
