"""An office's letters a second, as a mail server sees them: a real clock, a real worker, no bursts and no stop."""

from collections import Counter
from itertools import pairwise

import pytest

from civic.processes import wait_until
from mailing.models import Message
from tests.faults import to_many

pytestmark = pytest.mark.django_db(transaction=True)


def test_letters_to_many_leave_at_the_offices_pace_second_by_second(mail_server, processes):
    processes.own_broker()
    processes.start("bulk", "beat")
    mail = to_many.campaign(50, per_second=5)
    assert wait_until(lambda: mail.letters().count() == 50 and not Message.objects.waiting().exists(), 120, step=0.5)
    came = [letter.came for letter in mail_server.letters]
    by_second = Counter(int(moment - came[0]) for moment in came)
    assert 9 <= came[-1] - came[0] <= 30
    assert max(by_second.values()) <= 4 * 5  # a busy machine may take a second or three; without patience each ring of the clock would bring 25
    assert max(after - before for before, after in pairwise(came)) < 8
    to_many.assert_each_has_one(mail, mail_server, doubted=0)
