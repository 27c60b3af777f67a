"""The letter that thanks a donor and leads to the receipt."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import goods_words
from donations.models import Donation, DonationLine
from languages import formats
from mailing import kind_names, letters, linked, proof
from mailing.models import Message


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(donation_thanks=gettext_lazy("Thanks for goods, with the receipt"))
    letters.register(
        "donation_thanks", template="donations/email/donation_thanks", lane=Message.Lane.NORMAL, load=load, context=context, wanted=wanted, reply_to=reply_to,
        sample=sample,
    )  # fmt: skip


def fetch(ids):
    """Return these donations with everything a letter or a receipt says; constant queries."""
    lines = DonationLine.objects.select_related("need__item").order_by("need__priority", "need__order", "need_id", "pk")
    donations = Donation.objects.filter(pk__in=ids).select_related("person", "drive__office", "location__venue")
    return list(donations.prefetch_related(Prefetch("lines", lines)).order_by("pk"))


def load(messages):
    """Return the donations of these letters by message id, each with its link; what was taken back is gone."""
    return linked.load(messages, fetch=fetch, owner=lambda donation: donation.person)


def wanted(message, donation, now):
    """Whoever was forgotten is not written to."""
    return donation.person is not None and donation.person.forgotten_at is None


def context(message, donation):
    """Return the words of “Thank you for what you gave”; the link to the receipt is secret."""
    venue = donation.location.venue
    personal = {
        "name": donation.person.name, "drive": goods_words.titled(donation.drive), "when": day_of(donation), "where": f"{venue.name}, {venue.address}",
        "goods": "\n".join(str(one) for one in goods_words.goods_of(donation.lines.all())), "url": proof.url(donation.manage_link),
    }  # fmt: skip
    return letters.Letter("donation_thanks", {}, personal, secret={"url"})


def day_of(donation):
    """Return the day on which goods came, on the clock of the place."""
    return formats.weekday_date(timezone.localtime(donation.received_at, donation.drive.zone).date())


def reply_to(message, donation):
    """Answers go to the drive's contact, else to the office."""
    drive = donation.drive
    return (drive.contact_name, drive.contact_email) if drive.contact_email else None


def sample():
    """Return invented words for previews."""
    personal = {
        "name": "Dan", "drive": _("Back to School Drive"), "when": formats.weekday_date(timezone.localdate()), "where": "Grove Hall Library, 41 Geneva Ave",
        "goods": _("Notebooks") + ": 12\n" + _("Pencils") + ": 3", "url": "…",
    }  # fmt: skip
    return letters.Letter("donation_thanks", {}, personal, secret={"url"})
