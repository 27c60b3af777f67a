"""The letter that brings a lead the link for the day, and how a lead reads in the history."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.words import deadline
from intake import actors
from languages import formats
from mailing import kind_names, letters
from mailing.models import Message
from volunteers import check_in_points, site_links, words
from volunteers.models import SiteLink


def register():
    """Make the letter and the actor known; called once when the portal starts."""
    actors.register("site_link", site_links.names)
    actors.register("check_in_point", check_in_points.names)
    kind_names.add(site_link=gettext_lazy("Link for the lead at the site"))
    letters.register(
        "site_link",
        template="volunteers/email/site_link",
        lane=Message.Lane.URGENT,
        load=load,
        context=context,
        wanted=wanted,
        reply_to=reply_to,
        sample=sample,
    )


def load(messages):
    """Return the links of these letters by message id; one query."""
    numbers = {message.pk: int(message.about.partition(":")[2]) for message in messages}
    links = SiteLink.objects.select_related("shift__opportunity__office", "shift__venue").in_bulk(set(numbers.values()))
    return {message: links[number] for message, number in numbers.items() if number in links}


def wanted(message, link, now):
    """A link that was taken back or is over leads nowhere."""
    return not link.is_over(now)


def context(message, link):
    """Return the words of the letter; the link is personal and secret."""
    shift = link.shift
    role = shift.roles.select_related("opportunity", "shift__venue").first()
    shared = {
        "what": _title(role, shift), "when": formats.plain(words.when(shift)), "where": words.where(role) if role else "",
        "opens": formats.plain(deadline(link.opens, shift.zone)), "closes": formats.plain(deadline(link.closes, shift.zone)),
    }  # fmt: skip
    return letters.Letter(shared_key=shift.pk, shared=shared, personal={"name": link.name, "url": site_links.url(link)}, secret={"url"})


def _title(role, shift):
    if role is None:
        return shift.opportunity.title
    words.put_titles([role])
    return str(role.opportunity.words.title)


def reply_to(message, link):
    """Answers go to the shift's contact, else the opportunity's, else the office."""
    for holder in (link.shift, link.shift.opportunity):
        if holder.contact_email:
            return holder.contact_name, holder.contact_email
    return None


def sample():
    """Return invented words for previews."""
    day = formats.weekday_date(timezone.localdate())
    return letters.Letter(
        shared={"what": _("Sort food at the pantry"), "when": day, "where": "1 City Hall Square", "opens": day, "closes": day},
        personal={"name": "Lena", "url": settings.SITE_URL + "/volunteer/site/open/…/"},
        secret={"url"},
    )
