"""Two people become one: of two consents to one topic the latest word counts, and a no that came after a yes stays a no."""

from mailing.models import new_nonce
from outreach.models import Preferences, Subscription, TopicRequest
from people.merging import Merge

_SAME = ("state", "link", "language", "consent_version", "source", "asked_at", "confirmed_at", "ended_at", "ended", "entered_by")


def move_requests(merge: Merge) -> None:
    """What waits for a proof changes hands with everything else; what was asked for under an address that is not kept and nobody proved does not."""
    TopicRequest.objects.waiting().filter(person__in=merge.unproved).delete()
    TopicRequest.objects.filter(person=merge.gone).update(person=merge.kept)


def move_subscriptions(merge: Merge) -> None:
    """Of two about one topic, the one that was changed last stays; nobody is written to on the word of an address that nobody proved."""
    Subscription.objects.unproved().filter(person__in=merge.unproved).delete()
    theirs = {one.topic_id: one for one in Subscription.objects.filter(person=merge.kept)}
    for one in Subscription.objects.filter(person=merge.gone).order_by("pk"):
        own = theirs.get(one.topic_id)
        if own is None:
            one.person = merge.kept
            one.save(update_fields=["person", "changed_at"])
            continue
        if _last_word(one) > _last_word(own):
            for name in _SAME:
                setattr(own, name, getattr(one, name))
            own.save(update_fields=[*_SAME, "changed_at"])
        one.delete()


def _last_word(subscription):
    """When the person last said yes or no; what nobody has proved is no word yet."""
    said = subscription.ended_at or subscription.confirmed_at
    return (said is not None, said or subscription.asked_at)


def move_preferences(merge: Merge) -> None:
    """The preferences that were changed last stay as they are; a pause of either holds.

    Links in letters that whoever is gone has got still end the letters (`links.way_out`) and open nothing else. Those mailed to an address that
    is not kept and nobody proved open nothing at all.
    """
    found = {one.person_id: one for one in Preferences.objects.filter(person__in=[merge.kept.pk, merge.gone.pk])}
    kept, gone = found.get(merge.kept.pk), found.get(merge.gone.pk)
    if gone is None:
        return
    if kept is None:
        Preferences.objects.filter(pk=gone.pk).update(person=merge.kept, nonce=new_nonce() if merge.gone in merge.unproved else gone.nonce)
        return
    latest = max((kept, gone), key=lambda one: one.changed_at)
    pauses = [day for day in (kept.paused_until, gone.paused_until) if day]
    digests = [at for at in (kept.last_digest_at, gone.last_digest_at) if at]
    Preferences.objects.filter(pk=gone.pk).update(neighborhoods=[], interests=[], evening_gaps=False)
    for one in (kept, gone):
        if one.person_id in {person.pk for person in merge.unproved}:
            Preferences.objects.filter(pk=one.pk).update(nonce=new_nonce())
    Preferences.objects.filter(pk=kept.pk).update(
        paused_until=max(pauses, default=None), last_digest_at=max(digests, default=None), changed_at=latest.changed_at,
        **{name: getattr(latest, name) for name in ("pace", "neighborhoods", "interests", "evening_gaps")},
    )  # fmt: skip
