"""Photos and papers of an event: added, and taken away again."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import photo_files, record_rules
from events.actions.records import hold
from events.models import AgendaItem, Event, Paper, Photo
from intake import form_keys
from intake.refusal import Refused
from people.models import User

MOST_PHOTOS = 60
MOST_PAPERS = 100
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class PaperForm:
    """What was typed about a paper, cleaned: a link, or the bytes of a file with its name."""

    title: str
    language: str
    link: str = ""
    content: bytes = b""
    file_name: str = ""
    item: AgendaItem | None = None


@transaction.atomic
def add_photo(*, event: Event, content: bytes, description: str, consent: str, consented_on: date, key: str, by: User, now: datetime) -> Photo | None:
    """Keep a photo, drawn anew, once per form key; it is shown as soon as the record is published. Raises Refused.

    None where the same form comes once more after the photo was taken away.
    """
    content_key = ["photo", event.pk, len(content), description, consent, consented_on]
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=content_key, now=now)
    if sending.first is not None:
        return Photo.objects.defer("content").filter(pk=sending.first["photo"]).first()
    drawn, width, height = photo_files.drawn_anew(content)
    event = hold(event)
    record_rules.check_may_write(event, now)
    if consented_on > timezone.localdate(now, event.zone):
        raise Refused(_("Nobody can have agreed on a day to come."), field="consented_on")
    if event.photos.count() >= MOST_PHOTOS:
        raise Refused(_("An event has at most 60 photos. Take one away first."), field="file")
    photo = Photo.objects.create(
        event=event, content=drawn, width=width, height=height, description=description, consent=consent, consented_on=consented_on
    )  # fmt: skip
    form_keys.remember(sending, result={"photo": photo.pk})
    return photo


@transaction.atomic
def add_paper(*, event: Event, form: PaperForm, key: str, by: User, now: datetime) -> Paper | None:
    """Put a paper beside the agenda, once per form key; before the event too. Raises Refused.

    None where the same form comes once more after the paper was taken away.
    """
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["paper", event.pk, form.title, form.link, len(form.content)], now=now)
    if sending.first is not None:
        return Paper.objects.defer("content").filter(pk=sending.first["paper"]).first()
    if bool(form.link) == bool(form.content):
        raise Refused(_("Give either a link or a PDF file."), field="link" if form.link else "file")
    event = hold(event)
    if event.papers.count() >= MOST_PAPERS:
        raise Refused(_("An event has at most 100 papers. Take one away first."), field="title")
    paper = Paper.objects.create(
        event=event, item=form.item, title=form.title, language=form.language, link=form.link,
        content=photo_files.checked_pdf(form.content) if form.content else None, file_name=_safe_name(form.file_name) if form.content else "",
    )  # fmt: skip
    form_keys.remember(sending, result={"paper": paper.pk})
    return paper


def _safe_name(name):
    """Return a file name that every system takes, in ASCII and ending in .pdf."""
    stem = _NOT_IN_NAMES.sub("-", name.rsplit(".", 1)[0]).strip("-.")[:100]
    return f"{stem or 'paper'}.pdf"


@transaction.atomic
def take_away(*, record: Photo | Paper, by: User, now: datetime) -> None:
    """Take a photo or a paper away, from this moment on; a second press changes nothing."""
    type(record).objects.filter(pk=record.pk).delete()
