"""Pages of events as a visitor reads them, with nothing kept from before."""

import re
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from civic import pagecache, this_week
from people import options


def soon(days: int = 3, **more: float) -> datetime:
    """Noon in Boston in some days."""
    return (timezone.localtime() + timedelta(days=days, **more)).replace(hour=12, minute=0, second=0, microsecond=0)


def get(path):
    pagecache.forget()
    this_week.forget()
    options.forget()
    return Client().get(path)


def text(path):
    """Return the words of a page's main part on one line."""
    page = get(path).text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).replace("\u00a0", " "))
