"""People who sign up while much else is sent: how long the letter of each of them takes."""

import time

from django.utils import timezone

from tests import makers
from volunteers.actions.sign_up import sign_up

SECONDS = 2  # from the commit of a sign-up until its letter has left


def sign_up_one(role):
    """Sign somebody up in a browser that has proved their address; returns the address."""
    key = makers.key()
    email = f"{key}@example.org"
    sign_up(shift_role=role, form=makers.form("Dan", email), proved={email}, key=key, browser=key, now=timezone.now())
    return email


def slowest_confirmation(mail_server, role, people):
    """Sign so many people up, one after the other; returns the longest wait for a confirmation, in seconds."""
    waits = []
    for _person in range(people):
        email, committed = sign_up_one(role), time.monotonic()
        (letter,) = mail_server.wait_for(1, to=email, kind="signed_up", seconds=120)
        waits.append(letter.came - committed)
    return max(waits)
