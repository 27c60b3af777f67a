"""The letter with the code: proves an address, or asks the office to call a number."""

from collections import defaultdict

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailing import kind_names, letters, proof, waiting
from mailing.links import named
from mailing.models import AccessLink, CallTask, KeptLetter, Message
from mailing.reach.addresses import email_key
from people import corrections, forgetting
from people.things import keepers

TO_COME = [Message.State.QUEUED, Message.State.SENDING, Message.State.HELD]


def register():
    """Make the letter known; called once when the portal starts."""
    letters.register(
        "confirm_code", template="mailing/email/confirm_code", lane=Message.Lane.URGENT, load=load, context=context, wanted=wanted,
        on_sent=on_sent, on_failed=on_failed, on_yes=said_yes, on_no=said_no, sample=sample,
    )  # fmt: skip
    kind_names.add(confirm_code=gettext_lazy("Code to confirm a sign-up"))
    forgetting.register(forget)
    corrections.register(revoke_links)


def load(messages):
    """Return the links of these letters by message id, each with what waits for it; constant queries."""
    numbers = {message.pk: int(message.about.partition(":")[2]) for message in messages}
    links = AccessLink.objects.select_related("office").in_bulk(set(numbers.values()))
    waiting = defaultdict(list)
    for keeper in keepers():
        pairs = dict(keeper.held_by(list(links)))
        for record in keeper.fetch(list(pairs)):
            waiting[pairs[record.pk]].append((keeper, record))
    for link in links.values():
        link.waiting = waiting[link.pk]
    return {message: links[number] for message, number in numbers.items() if number in links}


def wanted(message, link, now):
    """The code is still good for something; nobody is called about nothing."""
    return proof.is_alive(link, now) and bool(link.address or link.waiting)


def context(message, link):
    """Return the code, the button's address and what it is for."""
    things = [keeper.words(record) for keeper, record in link.waiting]
    what = "; ".join(_what(thing, with_place=not link.address) for thing in things) or _("your sign-up")
    names = ", ".join(dict.fromkeys(thing.name for thing in things if thing.name))  # for letters about topics nobody has to give one
    personal = {"code": proof.code(link), "url": proof.url(link), "what": what, "names": names, "number": str(link.phone)}
    shared = {"has_address": bool(link.address), "has_names": bool(names), "has_place": not things or any(thing.keeps_place for thing in things)}
    # What somebody wants to come to is not kept with an address: it may be sensitive, and nobody forgets it with the person. A call needs its words.
    secret = {"code", "url", "what", "names"} if link.address else {"code", "url"}
    return letters.Letter(shared_key=tuple(shared.values()), shared=shared, personal=personal, secret=secret)


def _what(thing, *, with_place):
    """A call also says where: no letter follows it."""
    what = _("%(title)s, %(when)s") % {"title": thing.title, "when": thing.when}
    return f"{what}, {thing.where}" if with_place and thing.where else what


def on_sent(message, link, now):
    """The mail server has the letter: the hold's clock starts."""
    proof.start_clocks(link=link, now=now)


def on_failed(message, link, now):
    """The letter came back: the place is not kept for ever."""
    proof.start_clocks(link=link, now=now)


def said_yes(message, link, by, now):
    """Staff have called, and the person wants to take part: what waits for this number is confirmed."""
    proof.settle_by_phone(link=link, by=by, now=now)


def said_no(message, link, by, now):
    """Staff have called, and the person does not want to take part: nothing is confirmed, and what was kept is free for others."""
    waiting.end_holds(link, now=now)


def came_back(link):
    """Tell whether the last letter with this link's code was refused."""
    last = Message.objects.filter(about=letters.ref(link), kind="confirm_code").order_by("-pk").values_list("state", flat=True).first()
    return last == Message.State.FAILED


def sample():
    """Return invented words for previews."""
    return letters.Letter(
        shared={"has_address": True, "has_names": True, "has_place": True},
        personal={"code": "123456", "url": settings.SITE_URL + "/confirm/…/", "what": _("your sign-up"), "names": "Vera", "number": ""},
        secret={"code", "url"},
    )


def forget(*, person, now):
    """Empty the letters, links and calls of a person who is forgotten; that they were sent stays known."""
    is_alone = forgetting.is_alone(person)
    _empty(Message.objects.filter(person=person))
    if is_alone:
        _empty(Message.objects.filter(to=person.email))
        named.forget(person.email)
    AccessLink.objects.filter(person=person).delete()
    if is_alone:
        links = AccessLink.objects.filter(address_key=email_key(person.email), address=person.email)
        links.filter(pk__in=proof.unawaited(list(links.values_list("pk", flat=True)))).delete()
    own_calls = CallTask.objects.filter(person=person)
    own_calls.filter(result=CallTask.Result.OPEN).update(result=CallTask.Result.DROPPED, done_at=now)
    own_calls.update(number="", script="", note="")


def _empty(messages):
    """Without its owner a letter on its way is not marked any more: the mark would write its words again."""
    messages.filter(state__in=TO_COME).update(state=Message.State.CANCELLED, owner=None, lease=None)
    KeptLetter.objects.filter(message__in=messages).delete()
    messages.update(to="", subject="", text="", html="", values={}, smtp_reply="")


def revoke_links(*, person):
    """The address was wrong: what was mailed to it opens nothing of this person any more."""
    AccessLink.objects.filter(purpose=AccessLink.Purpose.MANAGE, person=person).delete()
