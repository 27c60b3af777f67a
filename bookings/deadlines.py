"""How long a hold, an offer or a place that waits for a yes lasts."""

from datetime import datetime, time, timedelta

WAKING = (time(8), time(21))
OFFER = timedelta(hours=12)
OFFER_ON_THE_LAST_DAY = timedelta(hours=2)
HOLD = timedelta(hours=24)
SHORT_HOLD = timedelta(minutes=30)
FEW_PLACES = 3
KEPT = timedelta(days=3)  # for a guardian's consent, or to meet a requirement
STILL_TOLD = timedelta(hours=2)  # before the start: whoever is given no place can still be told; nothing is sent after it


def hold_until(*, now, starts, places_left):
    """Return when a hold ends: 24 hours after the code letter left, 30 minutes when places or time are short; never past the start."""
    is_short = (places_left is not None and places_left <= FEW_PLACES) or (starts is not None and starts - now <= timedelta(days=1))
    until = now + (SHORT_HOLD if is_short else HOLD)
    return until if starts is None else min(until, starts)


def offer_until(*, now, starts, zone, call_by=None):
    """Return when an offer ends: 12 hours counted between 8 a.m. and 9 p.m. at the place, 2 on the last day; never past the start.

    Who is called instead of written to has it at least until `call_by`, when the call is due.
    """
    is_last_day = starts is not None and starts - now <= timedelta(days=1)
    until = add_waking_time(now, OFFER_ON_THE_LAST_DAY if is_last_day else OFFER, zone)
    until = until if call_by is None else max(until, call_by.astimezone(now.tzinfo))
    return until if starts is None else min(until, starts)


def decided_by(*, now, starts):
    """Return by when a place that waits for a yes has it: two hours before the start; asked for within those two hours, at the start. None without a start."""
    return starts and (starts - STILL_TOLD if starts - STILL_TOLD > now else starts)


def kept_until(*, now, starts):
    """Return until when a place waits for a guardian, or for something to be met: three days, never past `decided_by`."""
    latest = decided_by(now=now, starts=starts)
    return min(now + KEPT, latest) if latest else now + KEPT


def add_waking_time(now, amount, zone):
    """Return the moment when `amount` of waking time has passed since `now`; exact on clock-change days."""
    moment = now
    while True:
        local = moment.astimezone(zone)
        opens = datetime.combine(local.date(), WAKING[0], tzinfo=zone)
        closes = datetime.combine(local.date(), WAKING[1], tzinfo=zone)
        begin = max(moment, opens)
        # Aware datetimes of one zone subtract by wall clock in Python; UTC makes the difference real time.
        left = closes.timestamp() - begin.timestamp()
        if left >= amount.total_seconds():
            return datetime.fromtimestamp(begin.timestamp() + amount.total_seconds(), tz=zone).astimezone(now.tzinfo)
        amount -= timedelta(seconds=max(0, left))
        moment = datetime.combine(local.date() + timedelta(days=1), WAKING[0], tzinfo=zone)
