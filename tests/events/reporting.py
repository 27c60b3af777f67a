"""What tests of records, promises and proposals need: an event that is over, pictures, and visitors who follow."""

import io
import re
import struct
import zlib
from datetime import timedelta

from django.utils import timezone
from PIL import Image

from bookings.models import State
from events.actions import records
from events.actions.records import Facts
from tests import makers, meetings
from tests.volunteers.visitor import Visitor


def over(*, days=1, **changes):
    """An event that ended so many days ago."""
    return meetings.event(starts=timezone.now() - timedelta(days=days, hours=2), **changes)


def carla():
    """The colleague who writes things down."""
    return makers.User.objects.filter(email="carla@example.org").first() or makers.staff()


def written(event, **facts):
    """A record with notes, unless told otherwise."""
    facts = {"notes": "We talked about the crossing.", **facts}
    return records.write(event=event, facts=Facts(**facts), by=carla(), now=timezone.now())


def published(event, **facts):
    """A record that everybody can read; returns how many were told."""
    written(event, **facts)
    return records.publish(event=event, by=carla(), now=timezone.now())[1]


def picture(*, size=(40, 30), kind="JPEG", color="red", **more):
    """The bytes of a picture of one color."""
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, kind, **more)
    return file.getvalue()


def came(event, name, email=None, **changes):
    """Somebody who was there."""
    who = makers.person(name, f"{name.lower()}@example.org" if email is None else email, office=event.office, **changes)
    return meetings.registration(event, who=who, state=State.ATTENDED)


class Reader(Visitor):
    """Fills forms about events in, as a browser does."""

    def send(self, path, **typed):
        rest = {"name": "Vera", "email": "vera@example.org", "phone": "", "language": "en"}
        return self.post(path, {**self.hidden(self.get(path)), **rest, **typed})

    def follow(self, event, **typed):
        return self.send(f"/events/{event.slug}/follow/", **typed)

    def visible(self, path):
        """Return a page without what differs by itself."""
        return re.sub(r'(name="(csrfmiddlewaretoken|link|key)" value=")[^"]*"', "", self.get(path).content.decode())


def gps_exif():
    """Metadata of a photo with a camera that names itself and a place."""
    exif = Image.Exif()
    exif[0x010F] = "GPSCANARY"
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 21.0, 30.0), 3: "W", 4: (71.0, 3.0, 36.0)})
    return exif.tobytes()


def huge_png(width, height):
    """A few bytes that say they are a picture of so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    data = b"IDAT" + zlib.compress(b"\0" * 64)
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
