"""What one browser holds and has proved, kept in its session; a shared computer forgets."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.sessions.models import Session
from django.core import signing
from django.http import Http404
from django.utils import timezone

from intake import visits
from mailing.models import AccessLink
from people.models import Person

IDLE = timedelta(minutes=20)
JUST_PROVED = timedelta(minutes=15)
DOUBLE_CLICK = timedelta(minutes=2)
OPENED_COOKIE = "opened"
OPENED_SECONDS = 3600


# --- Held: waiting for a proof ---------------------------------------------------------------------------------------


def hold(request, *, link_id, address, typed):
    """Remember what this browser waits for, until the address is proved (or the office has called).

    `typed` gives for each ref what was typed here: until the proof a page shows that and nothing the city knows. `is_new` tells
    whether this browser made the thing; another's is confirmed by the code, and never changed before.
    """
    before = next((entry["typed"] for entry in held(request) if entry["address"] == address), {})
    release(request, address=address)
    typed = {**before, **{ref: one for ref, one in typed.items() if ref not in before}}
    request.session["held"].append({"link": link_id, "address": address, "refs": list(typed), "typed": typed})
    touch(request)


def held(request):
    """Return what this browser holds, newest last: dicts of link, address (or number), refs and what was typed for each."""
    return request.session.get("held", []) if settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified else []


def release(request, *, address):
    """Stop waiting for a proof of this address."""
    request.session["held"] = [entry for entry in held(request) if entry["address"] != address]


def count_wrong_try(request):
    """Count a wrong code typed here, and return how many tries each code this browser waits for has had here at least."""
    before = request.session.get("tries", {})
    tries = {str(entry["link"]): before.get(str(entry["link"]), 0) + 1 for entry in held(request) if "@" in entry["address"]}
    request.session["tries"] = tries
    return min(tries.values(), default=0)


def forget_wrong_tries(request, link_id):
    """A new letter is on its way: its code has had no try."""
    request.session["tries"] = {link: tries for link, tries in request.session.get("tries", {}).items() if link != str(link_id)}


# --- Proved ------------------------------------------------------------------------------------------------------------


def prove(request, address):
    """Remember that this browser has proved an address; the session gets a new key."""
    _go_on_under_a_new_key(request.session)
    proved = {*request.session.get("proved", []), address}
    request.session["proved"] = sorted(proved)
    request.session["proved_at"] = timezone.now().isoformat()
    touch(request)


def has_just_proved(request, now):
    """Tell whether somebody has shown within the quarter of an hour that it is them: before a passkey is added."""
    at = request.session.get("proved_at")
    return bool(at) and now - datetime.fromisoformat(at) < JUST_PROVED


def _go_on_under_a_new_key(session):
    """New rights come with a new key. The old key keeps what it had, for two minutes: the second press of a double click still has it."""
    old, data = session.session_key, dict(session.items())
    session.create()
    session.update(data)
    Session.objects.filter(session_key=old).update(expire_date=timezone.now() + DOUBLE_CLICK)


def proved_addresses(request):
    """Return the addresses this browser has proved, the signed-in account's too; reading an absent session costs nothing."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return set()
    user = account(request)
    return {*request.session.get("proved", []), *([user.email] if user else [])}


# --- A resident's account ------------------------------------------------------------------------------------------------


def account(request):
    """Return the resident who stays signed in here, or None; a colleague's sign-in proves no resident's address."""
    if SESSION_KEY not in request.session:
        return None
    user = request.user
    return user if user.is_authenticated and user.is_active and not user.is_staff and not user.is_superuser else None


def stay_signed_in(request, user):
    """Sign a resident in on their own device; what this browser has proved stays proved, and the session gets a new key."""
    proved = request.session.get("proved", [])
    old, data = request.session.session_key, dict(request.session.items())
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if old and old != request.session.session_key:  # as when an address is proved: the second press of a double click still has the old key
        Session.objects.create(session_key=old, session_data=request.session.encode(data), expire_date=timezone.now() + DOUBLE_CLICK)
    request.session["proved"] = sorted({*proved, user.email})
    request.session["proved_at"] = timezone.now().isoformat()
    keep(request, own_device=True)


def persons(request):
    """Return everyone behind the addresses proved in this browser, in the order in which the offices met them."""
    addresses = proved_addresses(request) - {""}
    return list(Person.objects.known().filter(email__in=addresses).select_related("office").order_by("pk")) if addresses else []


def chosen(request, persons):
    """Return which of these persons a page is about (`person` in the address or form); the only one, or None when that is not said yet. Raises Http404 for anybody else."""
    named = (request.POST if request.method == "POST" else request.GET).get("person")
    if not named:
        return persons[0] if len(persons) == 1 else None
    for person in persons:
        if str(person.pk) == named:
            return person
    raise Http404


def just_settled(request, refs=None):
    """Remember, or return, what the last code or button confirmed."""
    if refs is not None:
        request.session["settled"] = list(refs)
    return request.session.get("settled", [])


def lead_to(request, name):
    """Remember where somebody goes on who proves an address for its own sake; `name` is the name of a URL without arguments."""
    request.session["goes_on_at"] = name


def goes_on_at(request):
    """Return where somebody goes on who has just proved an address, once; else their own things."""
    return request.session.pop("goes_on_at", "my")


# --- Opened by a mailed link --------------------------------------------------------------------------------------------


def set_opened(response, link, path="/"):
    """Let this browser see, for an hour, the one thing a mailed link leads to; nothing is written."""
    value = signing.dumps([link.purpose, link.pk], salt="mailing.opened")
    response.set_cookie(OPENED_COOKIE, value, max_age=OPENED_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS, path=path)


def opened_link(request, purpose):
    """Return the link this browser has opened within the hour, or None; a deleted link opens nothing."""
    try:
        kind, pk = signing.loads(request.COOKIES.get(OPENED_COOKIE, ""), salt="mailing.opened", max_age=OPENED_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return AccessLink.objects.filter(pk=pk, purpose=purpose).select_related("person").first() if kind == purpose else None


def may_see(request, *, person, ref):
    """Tell whether this browser may see a thing: its owner's address is proved here, or its mailed link was opened here."""
    if person.forgotten_at is None and person.email and person.email in proved_addresses(request):
        return True
    link = opened_link(request, AccessLink.Purpose.MANAGE)
    return link is not None and link.scope == ref and link.person_id == person.pk


def own_among(request, rows):
    """Keep of these things of people what this browser may see: its owner's address is proved here, or its mailed link was opened here."""
    own = rows.filter(person__in=[person.pk for person in persons(request)])
    link = opened_link(request, AccessLink.Purpose.MANAGE)
    label, _colon, number = link.scope.partition(":") if link else ("", "", "")
    return own | rows.filter(pk=int(number), person=link.person_id) if label == rows.model._meta.label_lower else own


def own_or_404(request, found, *, person):
    """Return what was found (None: nothing) as an own page of this browser. Raises Http404: foreign, expired and unknown look the same."""
    if found is None or person is None or not may_see(request, person=person, ref=found.ref):
        raise Http404
    request.is_own_page = True
    return found


# --- Forgetting -----------------------------------------------------------------------------------------------------------


def touch(request):
    """Note that the browser was used just now; idle ones are forgotten, in the table of sessions too."""
    request.session["seen"] = timezone.now().isoformat()
    request.session["idle"] = None if request.session.get("own") else IDLE.total_seconds()


def keep(request, own_device):
    """Remember this browser beyond 20 idle minutes only when its owner said that it is their own device."""
    request.session["own"] = bool(own_device)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if own_device else 0)
    touch(request)


def is_idle(request, now):
    """Tell whether a browser that is not its owner's own has been idle for too long."""
    seen = request.session.get("seen")
    return bool(seen) and not request.session.get("own") and now - datetime.fromisoformat(seen) > IDLE


def forget_proofs(request):
    """Forget what this browser holds and has proved; a colleague who is signed in here stays signed in."""
    for name in ("held", "tries", "proved", "proved_at", "settled"):
        request.session.pop(name, None)


def forget(request, response):
    """Forget everything this browser knows about anyone."""
    request.session.flush()
    for name in request.COOKIES:
        if name.startswith(OPENED_COOKIE):  # other links that were opened here have cookies of their own
            response.delete_cookie(name)
    visits.forget(response)
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
