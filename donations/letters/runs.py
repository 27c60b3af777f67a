"""The letter that brings a driver the link to their run, and how a driver reads in the history."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from donations import run_links, run_order
from donations.models import PickUpRun
from intake import actors
from languages import formats
from mailing import kind_names, letters, linked
from mailing.models import Message
from places.directions import on_one_line


def register():
    """Make the letter and the actor known; called once when the portal starts."""
    actors.register("run_link", run_links.names)
    kind_names.add(run_link=gettext_lazy("Link for the driver of a pick-up run"))
    letters.register(
        "run_link",
        template="donations/email/run_link",
        lane=Message.Lane.URGENT,
        load=load,
        context=context,
        wanted=is_wanted,
        reply_to=reply_to,
        sample=sample,
    )


def load(messages):
    """Return the runs of these letters by message id; one query."""
    numbers = {message.pk: linked.number_of(message) for message in messages}
    runs = PickUpRun.objects.select_related("drive__office", "driver", "to__venue").in_bulk(set(numbers.values()))
    return {message: runs[number] for message, number in numbers.items() if number in runs}


def is_wanted(message, run, now):
    """They still drive it, and this is the link that opens it."""
    return run.driver_id == message.person_id and message.period == run.nonce[:16] and not run.is_over(now)


def context(message, run):
    """Return the words of the letter; the link is personal and secret."""
    count = run_order.stops_of(run).count()
    shared = {
        "what": run.drive.title, "when": formats.weekday_date(run.day), "to": on_one_line(run.to.venue) if run.to_id else "",
        "stops": ngettext("%(n)s stop so far", "%(n)s stops so far", count) % {"n": count},
    }  # fmt: skip
    return letters.Letter(shared_key=(run.pk, count), shared=shared, personal={"name": run.driver.name, "url": run_links.DOOR.url(run)}, secret={"url"})


def reply_to(message, run):
    """Answers go to the drive's contact, else the office."""
    return (run.drive.contact_name, run.drive.contact_email) if run.drive.contact_email else None


def sample():
    """Return invented words for previews."""
    shared = {"what": _("Back to School Drive"), "when": formats.weekday_date(timezone.localdate()), "to": "1 City Hall Square", "stops": "12"}
    return letters.Letter(shared=shared, personal={"name": "Vera", "url": settings.SITE_URL + "/donate/runs/open/…/"}, secret={"url"})
