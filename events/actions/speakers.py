"""The speakers’ list: signed up before or with a raised hand; next, has spoken, was not there. The event is locked first, so that one speaks at a time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from events import speaker_rules as rules
from events.models import Event, Speaker
from intake import form_keys
from people.models import User

State = Speaker.State


@transaction.atomic
def sign_up(
    *, event: Event, name: str, topic: str, attends: str, key: str, browser: str, now: datetime, by: User | None = None
) -> Speaker:  # fmt: skip
    """Put somebody at the end of the list, once per form key; staff do it (`by`) for a raised hand, whatever the time. Any name will do. Raises Refused."""
    sending = form_keys.use(key=key, browser=browser, content=["speaker", event.pk, name, topic, attends], now=now)
    if sending.first is not None:
        return Speaker.objects.get(pk=sending.first["speaker"])
    event = _locked(event)
    if by is None:
        rules.check_takes(event, now)
        rules.check_room_on_list(event)
    rules.check_words(event, name, topic, attends)
    last = event.speakers.aggregate(last=Max("order"))["last"] or 0
    speaker = Speaker.objects.create(event=event, name=name, topic=topic, attends=attends, order=last + 1)
    form_keys.remember(sending, result={"speaker": speaker.pk})
    return speaker


def _locked(event):
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


@transaction.atomic
def call_next(*, event: Event, key: str, by: User, now: datetime, ago: timedelta = timedelta()) -> Speaker | None:
    """Who speaks has spoken, and the next one speaks, once per form key; None when nobody waits. `ago` is how long ago it was pressed."""
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["next", event.pk], now=now)
    if sending.first is not None:
        return Speaker.objects.filter(pk=sending.first.get("speaker")).first()
    _locked(event)
    event.speakers.filter(state=State.SPEAKING).update(state=State.DONE)
    speaker = event.speakers.filter(state=State.WAITING).order_by("order", "pk").first()
    if speaker is not None:
        _begin(speaker, now - ago)
    form_keys.remember(sending, result={"speaker": speaker and speaker.pk})
    return speaker


def _begin(speaker, at):
    speaker.state, speaker.started_at = State.SPEAKING, at
    speaker.save(update_fields=["state", "started_at"])


@transaction.atomic
def mark(*, speaker: Speaker, state: str, by: User | None, now: datetime, ago: timedelta = timedelta()) -> Speaker:
    """Note that somebody speaks now, has spoken, was not there, or waits again (at the same place). Twice changes nothing more."""
    _locked(speaker.event)
    speaker = Speaker.objects.select_related("event").get(pk=speaker.pk)
    if speaker.state == state:
        return speaker
    if state == State.SPEAKING:
        speaker.event.speakers.filter(state=State.SPEAKING).update(state=State.DONE)
        _begin(speaker, now - ago)
        return speaker
    speaker.state = State(state)
    speaker.save(update_fields=["state"])
    return speaker
