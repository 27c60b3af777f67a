"""What the evening letter to staff says: their own shifts that are short of people when it leaves, and where to ask the right twelve."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from languages import formats
from mailing import kind_names, letters
from mailing.models import Message
from people.models import User
from volunteers import words
from volunteers.actions import evening

_LINE = '<p style="margin:0 0 16px"><strong>{0}</strong><br>{1}<br><a href="{2}" style="color:#1871bd">{3}</a></p>'


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(unfilled=gettext_lazy("Shifts that are short of people (to staff)"))
    letters.register("unfilled", template="volunteers/email/unfilled", lane=Message.Lane.NORMAL, load=load, context=context, wanted=is_wanted, sample=sample)


def load(messages):
    """Return the colleagues of these letters by message id, each with what is short of people now; a query for each colleague."""
    numbers = {message.pk: int(message.about.partition(":")[2]) for message in messages}
    users = User.objects.filter(is_active=True, is_staff=True, no_evening_letter=None).in_bulk(set(numbers.values()))
    for message in messages:
        if user := users.get(numbers[message.pk]):
            user.short = evening.short_of(user, now=message.due)
    return {message: users[number] for message, number in numbers.items() if number in users}


def is_wanted(message, user, now):
    """Something is still short, and is still to come."""
    return any(role.shift.starts > now for role in user.short)


def context(message, user):
    """Return the words of the letter: the shifts are one person's, so they are put together here and not in the template."""
    short = [role for role in user.short if role.shift.starts > timezone.now()]
    words.put_titles(short)
    shown = [_shown(role) for role in short]
    return _letter(user.get_short_name() or user.email, shown)


def _letter(name, shown):
    text = "\n\n".join("\n".join(one[:2]) + f"\n{one[3]}: {one[2]}" for one in shown)
    personal = {"name": name, "items": text, "list": format_html("{}", format_html_join("", _LINE, shown)), "count": len(shown)}
    return letters.Letter(shared={"switch_url": settings.SITE_URL + reverse("admin:evening_letter")}, personal=personal)


def _shown(role):
    free = ngettext("%(left)s of %(places)s place free", "%(left)s of %(places)s places free", role.capacity)
    free %= {"left": role.places_left, "places": role.capacity}
    url = settings.SITE_URL + reverse("admin:ask_people", args=[role.pk])
    return words.role_title(role), f"{formats.plain(words.when(role.shift))}: {free}", url, _("Ask the right people")


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    return _letter("Carla", [(_("Sort food at the pantry"), day, settings.SITE_URL + "/admin/", _("Ask the right people"))])
