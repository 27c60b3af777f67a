"""“Gaps nearby tomorrow”: what still needs people on the next day when the letter leaves, each with a link to its short form."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages import formats
from mailing import kind_names, letters
from mailing.linked import number_of
from mailing.models import Message
from outreach import evening, links
from outreach.actions.evening import KIND
from outreach.models import Preferences
from outreach.rules import city_zone
from volunteers import words

_LINE = '<p style="margin:0 0 16px"><strong>{0}</strong><br>{1}<br><a href="{2}" style="color:#1871bd">{3}</a></p>'


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(evening_gaps=gettext_lazy("Gaps nearby tomorrow"))
    letters.register(
        KIND, template="outreach/email/evening_gaps", section="outreach/email/_evening_gaps_section", lane=Message.Lane.NORMAL, load=load, context=context,
        wanted=is_wanted, unsubscribe=one_click, sample=sample,
    )  # fmt: skip


def load(messages):
    """Return the preferences of these letters' readers by message id, each with the gaps there are now; constant queries."""
    now = timezone.now()
    numbers = {message.pk: number_of(message) for message in messages}
    found = {}
    by_day: dict = {}
    for message in messages:
        by_day.setdefault(_tomorrow_of(message), []).append(message)
    for day, those in by_day.items():
        wanting = evening.wanting(now.astimezone(city_zone()).date()).in_bulk({numbers[message.pk] for message in those})
        gaps = evening.gaps_of(wanting.values(), day, now)
        for message in those:
            if preferences := wanting.get(numbers[message.pk]):
                preferences.gaps = gaps[preferences.pk]
                found[message.pk] = preferences
    return found


def _tomorrow_of(message):
    return datetime.strptime(message.period, "%Y%m%d").date() + timedelta(days=1)  # noqa: DTZ007 a day on the clock of the city


def is_wanted(message, preferences, now):
    """Something nearby still needs people, and it is still tomorrow: what could not leave before midnight would name the wrong day."""
    return now.astimezone(city_zone()).date() < _tomorrow_of(message) and bool(preferences.gaps)


def context(message, preferences):
    """Return the words of the letter: the gaps are one person's, so they are put together here and not in the template."""
    words.put_titles(preferences.gaps)
    return _letter(message.person.name, [_shown(role) for role in preferences.gaps], preferences)


def one_click(message, preferences: Preferences):
    """Return the address that ends letters to many with one POST (RFC 8058)."""
    return links.one_click_url(preferences)


def _letter(name, shown, preferences):
    text = "\n\n".join("\n".join(one[:2]) + f"\n{one[3]}: {one[2]}" for one in shown)
    greeting = _("Hello %(name)s,") % {"name": name} if name.strip() else _("Hello,")
    url = links.preferences_url(preferences) if preferences else f"{settings.SITE_URL}/preferences/…"
    personal = {"greeting": greeting, "items": text, "list": format_html("{}", format_html_join("", _LINE, shown)), "preferences_url": url}
    return letters.Letter(personal=personal, secret={"preferences_url"})


def _shown(role):
    place = role.shift.venue.name if role.shift.venue else ""
    when = formats.plain(words.when(role.shift))
    url = settings.SITE_URL + reverse("volunteers:sign_up", args=[role.pk])
    return words.role_title(role), f"{when} · {place}" if place else when, url, _("Take a place")


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    url = settings.SITE_URL + reverse("volunteers:list")
    return _letter("Vera", [(_("Sort food at the pantry"), day, url, _("Take a place"))], None)
