"""How a browser proves an address: a six-digit code or the button behind a link.

Both are HMAC(key, purpose | link id | nonce): stored nowhere, computed again when a letter is rendered or a code is
tried, and revoked by deleting the row. Five wrong tries end a code; the button behind the mailed link stays good.
"""

import base64
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from intake import form_keys
from intake.refusal import Refused
from mailing import letters, waiting
from mailing.models import AccessLink, new_nonce
from mailing.reach.addresses import email_key, phone_key
from people.merging import wait_for_merges
from people.things import group_refs, keepers

COOLDOWN = timedelta(minutes=10)
RESEND_AFTER = timedelta(minutes=1)
RESENDS = 3
LETTERS_A_DAY = 5
WRONG_TRIES = 5
CODE_LIFE = timedelta(hours=24)
UNSENT_LIFE = timedelta(days=7)
MANAGE_LIFE = timedelta(days=180)
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


# --- Codes and links -------------------------------------------------------------------------------------------------


def _secret(link, use):
    return salted_hmac(f"mailing.proof.{use}", f"{link.purpose}|{link.pk}|{link.nonce}", algorithm="sha256").digest()


def code(link):
    """Return the six digits that prove the link's address."""
    return f"{int.from_bytes(_secret(link, 'code')[:8], 'big') % 1_000_000:06d}"


def token(link):
    """Return the text behind a mailed link: the row's number and 128 bits of its HMAC, safe in a URL."""
    return f"{link.pk:x}-{base64.urlsafe_b64encode(_secret(link, 'token')[:16]).decode().rstrip('=')}"


def url(link):
    """Return the absolute address of a mailed link."""
    door = "mailing:confirm_link" if link.purpose == AccessLink.Purpose.PROVE else "mailing:open_link"
    return settings.SITE_URL + reverse(door, args=[token(link)])


def link_behind(text, *, purposes, now):
    """Return the usable link whose token this is, or None: wrong, expired and foreign look the same."""
    number, _sep, _rest = text.partition("-")
    if not (0 < len(number) <= 15 and number.isalnum() and all(c in "0123456789abcdef" for c in number)):
        return None
    link = AccessLink.objects.filter(pk=int(number, 16), purpose__in=purposes).select_related("person", "office").first()
    if link is None or not hmac.compare_digest(token(link).encode(), text.encode(errors="replace")):
        return None
    return link if is_alive(link, now) else None


def is_alive(link, now):
    """Tell whether a link is still good: until it expires, or a week while its letter is on the way."""
    return (link.expires or (link.last_letter_at or link.created_at) + UNSENT_LIFE) > now


def manage_links(owners):
    """Return the manage links for {ref: person}, making the missing ones; two to four queries for any number.

    They go into letters now: one that has less than half of its life left starts again.
    """
    now = timezone.now()
    links = AccessLink.objects.filter(purpose=AccessLink.Purpose.MANAGE, scope__in=owners)
    found = {link.scope: link for link in links if link.person_id == owners[link.scope].pk}
    missing = [ref for ref in owners if ref not in found]
    fading = [link for link in found.values() if link.expires < now + MANAGE_LIFE / 2]
    if fading:
        AccessLink.objects.filter(pk__in=[link.pk for link in fading]).update(expires=now + MANAGE_LIFE)
    if missing:
        AccessLink.objects.bulk_create(
            [
                AccessLink(purpose=AccessLink.Purpose.MANAGE, scope=ref, person=owners[ref], office_id=owners[ref].office_id, expires=now + MANAGE_LIFE)
                for ref in missing
            ],
            ignore_conflicts=True,
        )
        for link in AccessLink.objects.filter(purpose=AccessLink.Purpose.MANAGE, scope__in=missing):
            if link.person_id == owners[link.scope].pk:
                found[link.scope] = link
    return found


# --- Asking for a proof -----------------------------------------------------------------------------------------------


def start(*, email="", person=None, office, language, now):
    """Return the link that will prove an address (or a person's number), and owe a code letter where P9 allows one.

    Inside the cooldown the code already on its way serves. Runs in the caller's transaction, one address at a time.
    `is_known_here` on the link tells whether the address asked for a proof before today. Raises Refused when five letters
    went today and none of their codes is usable.
    """
    key = email_key(email) if email else phone_key(person.phone)
    recent = _recent(key, now)
    latest = next((link for link in recent if link.address == email), None)
    is_spent = bool(email) and sum(link.letters for link in recent) >= LETTERS_A_DAY
    if latest and _has_usable_code(latest, now) and (is_spent or latest.created_at > now - COOLDOWN):
        latest.is_known_here = True
        return latest
    if is_spent:
        raise Refused(_("We have already sent five letters to this address today. Please try again tomorrow, or call us."), field="email", code="too_many")
    link = AccessLink.objects.create(
        purpose=AccessLink.Purpose.PROVE, address=email, phone="" if email else person.phone, address_key=key, language=language, office=office,
        person=None if email else person, letters=1, last_letter_at=now, created_at=now,
    )  # fmt: skip
    link.is_known_here = bool(recent)
    _send_code(link, now)
    return link


@transaction.atomic
def ask(*, email, office, language, now):
    """Return the link that will prove an address for its own sake: to see one's things on another device. Raises Refused as `start` does."""
    return start(email=email, office=office, language=language, now=now)


def address_of(link_id):
    """Return the address (or number) that a link is to prove. Raises Refused when the link is gone: whoever waited for it was forgotten."""
    link = AccessLink.objects.filter(pk=link_id).first()
    if link is None:
        raise form_keys.too_old()
    return link.address or str(link.phone)


def _has_usable_code(link, now):
    return is_alive(link, now) and (link.wrong_tries < WRONG_TRIES or not link.address)


def _recent(key, now):
    """Return the links whose letters went to this address in the last day, newest first, with the address held for this transaction."""
    with connection.cursor() as cursor:  # two statements in one round trip; the second sees what the first has waited for
        cursor.execute(_HOLD + "; SELECT id FROM mailing_accesslink WHERE address_key = %s AND last_letter_at > %s", [key, key, now - timedelta(days=1)])
        ids = [row[0] for row in cursor.fetchall()]
    return list(AccessLink.objects.filter(pk__in=ids, purpose=AccessLink.Purpose.PROVE).order_by("-pk")) if ids else []


def hold_address(key):
    """Hold the address for this transaction: two posts at once for one address send one letter."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [key])


def _send_code(link, now):
    if link.address:
        letters.send_to_address("confirm_code", address=link.address, office=link.office, language=link.language, about=link, now=now, period=str(link.letters))
    else:
        letters.send("confirm_code", to=link.person, about=link, now=now, language=link.language, period=str(link.letters))


@transaction.atomic
def send_again(*, link, now):
    """Send the code once more: a minute after the last letter at the soonest, three times, five letters a day.

    It is good for a day from this letter on; after five wrong tries, or when it is too old, the letter brings another one.
    Raises Refused with the sentence to show.
    """
    hold_address(link.address_key)
    link.refresh_from_db()
    if link.last_letter_at and now - link.last_letter_at < RESEND_AFTER:
        raise Refused(_("The letter has just left. Please wait a minute before you ask for another."), code="too_soon")
    today = AccessLink.objects.filter(purpose=AccessLink.Purpose.PROVE, address_key=link.address_key, last_letter_at__gt=now - timedelta(days=1))
    if link.letters > RESENDS or (today.aggregate(n=Sum("letters"))["n"] or 0) >= LETTERS_A_DAY:
        raise Refused(_("We have sent several letters already. Please look in your spam folder, or call us."), code="too_many")
    if link.wrong_tries >= WRONG_TRIES or not is_alive(link, now):
        link.wrong_tries, link.nonce = 0, new_nonce()
    link.letters, link.last_letter_at, link.expires = link.letters + 1, now, None
    link.save(update_fields=["letters", "last_letter_at", "expires", "wrong_tries", "nonce"])
    _send_code(link, now)


# --- Giving the proof -------------------------------------------------------------------------------------------------


def matching_link(*, links, typed, now):
    """Return the link whose code was typed, or None. Every try counts before it is compared; the sixth finds nothing."""
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    tried = AccessLink.objects.filter(pk__in=links, purpose=AccessLink.Purpose.PROVE, wrong_tries__lt=WRONG_TRIES).exclude(address="")
    ids = list(tried.values_list("pk", flat=True))
    counted = [pk for pk in ids if tried.filter(pk=pk).update(wrong_tries=F("wrong_tries") + 1)]
    for link in AccessLink.objects.filter(pk__in=counted).order_by("-pk"):
        if is_alive(link, now) and hmac.compare_digest(code(link).encode(), digits.encode()):
            AccessLink.objects.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") - 1)
            return link
    return None


@transaction.atomic
def settle(*, link, refs, by, now):
    """Confirm the things that wait for this address: what the browser holds, or what was ticked behind the button. What waits for another one by now is left out."""
    wait_for_merges()
    for keeper, ids in group_refs(refs):
        gone = waiting.elsewhere(keeper.label, ids, link.address)
        keeper.settle(ids=[pk for pk in ids if pk not in gone], by=by, now=now)
    AccessLink.objects.filter(pk=link.pk, proved_at=None).update(proved_at=now)  # last: what waits is locked before its link


def waiting_for(link):
    """Return the refs of everything that waits for a proof of the link's address, from any browser."""
    same = AccessLink.objects.filter(purpose=AccessLink.Purpose.PROVE, address_key=link.address_key, address=link.address)
    links = same.values_list("pk", flat=True)
    return [f"{keeper.label}:{pk}" for keeper in keepers() for pk, _link in keeper.held_by(list(links))]


def unawaited(links):
    """Return those of the links (ids) that nothing to come waits for: without its link it would count as proved."""
    return set(links).difference(*(keeper.awaited(links) for keeper in keepers()))


def start_clocks(*, link, now):
    """Start the holds' clock: the mail server has taken the code letter, or refused it for good."""
    AccessLink.objects.filter(pk=link.pk, expires=None).update(expires=now + CODE_LIFE)
    for keeper in keepers():
        keeper.start_clock(link_id=link.pk, now=now)


def settle_by_phone(*, link, by, now):
    """Staff have called and the person said yes: everything that waits for the number is confirmed."""
    settle(link=link, refs=waiting_for(link), by=by, now=now)


@transaction.atomic
def change_address(*, typed, email="", phone="", now):
    """Put what this browser holds on another address or number, its place kept; returns the new link, and what was typed by new refs.

    What another browser made stays where it is, and a new one is made as it was typed here. Raises Refused as `start` does.
    """
    wait_for_merges()
    link, moved = None, {}
    for keeper, ids in group_refs(typed):
        started, changes = keeper.readdress(ids=ids, typed=typed, email=email, phone=phone, now=now)
        link, moved = started or link, moved | changes
    if link is None:
        raise Refused(_("There is nothing left to confirm here."))
    return link, {moved.get(ref, ref): {**one, "is_new": True} for ref, one in typed.items()}
