"""The toolkit as one file to hand on: a ZIP (PKWARE APPNOTE) with a folder for each language."""

import io
import zipfile
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from outreach import toolkit
from sharing import cards, qr
from sharing.models import TrackedLink


def zipped(record: Any, *, now: datetime, link: TrackedLink | None = None) -> bytes:
    """Return texts, pictures with what they say, and the QR code of a record in every finished language."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for code, _own_name in toolkit.languages():
            pack = toolkit.pack(record, language=code, now=now, link=link)
            for name, content in _files(pack):
                archive.writestr(zipfile.ZipInfo(f"{code}/{name}", now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _files(pack):
    """Pairs of a name and its content; texts with the line ends and the mark that every editor reads."""
    for text in pack.texts:
        yield f"{text.name}.txt", _plain(text.words)
    for picture in pack.pictures:
        yield f"{picture.shape}.png", cards.png(pack.card, picture.shape)
    if pack.pictures:
        yield "what-the-pictures-say.txt", _plain(pack.alt)
    yield "qr.png", qr.png(pack.qr)
    with translation.override(pack.language):
        where = [_("This leads to: %(address)s") % {"address": pack.qr}]
    yield "qr.txt", _plain("\n".join(where))


def _plain(text):
    return ("\ufeff" + text.replace("\n", "\r\n") + "\r\n").encode()
