"""How long a hold or an offer lasts."""

from datetime import datetime, time, timedelta

WAKING = (time(8), time(21))
OFFER = timedelta(hours=12)
OFFER_ON_THE_LAST_DAY = timedelta(hours=2)
HOLD = timedelta(hours=24)
SHORT_HOLD = timedelta(minutes=30)
FEW_PLACES = 3


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
