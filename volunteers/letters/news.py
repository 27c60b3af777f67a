"""The letter with what has come up, for those who want to be kept posted: shifts that are still open when it leaves, and why each may suit."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from languages import formats
from languages.content import translated
from languages.names import language_names
from mailing import kind_names, letters, proof
from mailing.models import Message
from people.models import Interest
from volunteers import words
from volunteers.keeping import keep_posted as posted_words
from volunteers.matching import suggestions
from volunteers.models import Opportunity, ShiftRole


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(news=gettext_lazy("This may suit you"))
    letters.register("news", template="volunteers/email/news", lane=Message.Lane.BULK, load=load, context=context, wanted=is_wanted, sample=sample)


def load(messages):
    """Return the consents of these letters by message id, each with what is still open of it; constant queries."""
    found = posted_words.load(messages)
    wanted = {one["role"] for message in messages for one in message.values.get("found", [])}
    roles = ShiftRole.objects.with_room().filter(pk__in=wanted, shift__cancelled_at=None, opportunity__state=Opportunity.State.PUBLISHED)
    open_roles = roles.select_related("shift__venue", "opportunity__office").in_bulk()
    interests = Interest.objects.in_bulk({id for message in messages for one in message.values.get("found", []) for id in one["interests"]})
    for message in messages:
        if message.pk in found:
            posted = found[message.pk]
            posted.news = [(open_roles[one["role"]], one) for one in message.values.get("found", []) if one["role"] in open_roles]
            posted.news_interests = interests
    return found


def is_wanted(message, posted, now):
    """Something of it is still open and to come, and the person still wants to hear of it."""
    return posted.is_standing and any(role.shift.starts > now for role, _why in posted.news)


def context(message, posted):
    """Return the words of the letter: the shifts are one person's, so they are put together here and not in the template."""
    now = timezone.now()
    coming = [(role, why) for role, why in posted.news if role.shift.starts > now]
    words.put_titles([role for role, _why in coming])
    interests = {one.pk: one.words.name.text for one in translated(posted.news_interests.values(), get_language(), ["name"])}
    spoken = language_names()
    shown = [_shown(role, why, interests, spoken) for role, why in coming]
    text = "\n\n".join("\n".join(line for line in one if line) for one in shown)
    designed = format_html_join("", '<p style="margin:0 0 16px"><a href="{3}" style="color:#1871bd"><strong>{0}</strong></a><br>{1}<br>{2}</p>', shown)
    personal = {"name": posted.person.name, "items": text, "list": format_html("{}", designed), "url": proof.url(posted.manage_link)}
    return letters.Letter(shared={"list_url": settings.SITE_URL + reverse("volunteers:list")}, personal=personal, secret={"url"})


def _shown(role, why, interests, spoken):
    """Return title, when and where, why, and the address to sign up."""
    row = {"is_near": why["near"], "languages": why["languages"], "interests": why["interests"], "slots": [why["slot"]]}
    reasons = suggestions.reasons(row, interests, spoken, why["slot"] is not None)
    when = formats.plain(words.when(role.shift))
    place = role.shift.venue.name if role.shift.venue else ""
    return (
        words.role_title(role),
        f"{when} · {place}" if place else when,
        " · ".join(reasons),
        settings.SITE_URL + reverse("volunteers:sign_up", args=[role.pk]),
    )


def sample():
    """Return invented words for previews."""
    address = settings.SITE_URL + reverse("volunteers:list")
    items = [_("Sort food at the pantry"), formats.weekday_date(timezone.localdate()), _("near you")]
    personal = {"name": "Vera", "items": "\n".join([*items, address]), "list": " · ".join(items), "url": settings.SITE_URL + "/my/link/…/"}
    return letters.Letter(shared={"list_url": address}, personal=personal, secret={"url"})
