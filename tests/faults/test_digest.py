"""The weekly email when the clock rings twice, late, or into a worker that dies: one letter for each reader, none for nobody, and nobody forgotten."""

import signal
from collections import Counter

import pytest
from django.utils import timezone

from civic.processes import wait_until
from mailing import wake
from mailing.models import Message
from outreach.actions import digests
from outreach.models import DigestIssue
from outreach.tasks import write_digests
from tests.faults import to_many

READERS = 30


@pytest.fixture
def readers(transactional_db):
    return to_many.weekly_email


def letters():
    return Counter(Message.objects.filter(kind="digest").values_list("person__email", flat=True))


def small_batches(monkeypatch, size):
    write = digests.write
    monkeypatch.setattr(digests, "write", lambda **values: write(**values, size=size))


def test_clocks_that_ring_in_the_same_moment_write_one_letter_each(readers, at_once, monkeypatch):
    readers(READERS)
    small_batches(monkeypatch, 4)
    now = timezone.now()
    for _ring in range(3):  # whoever finds another one at it leaves it to them
        at_once(lambda _clock: digests.sweep(now=now), range(6))
    digests.sweep(now=now)
    found = letters()
    assert (len(found), set(found.values())) == (READERS, {1})
    assert DigestIssue.objects.values_list("state", "readers", "written").get() == ("written", READERS, READERS)


def test_a_batch_that_ends_in_the_middle_is_written_whole_the_next_time(readers, monkeypatch):
    readers(READERS)
    small_batches(monkeypatch, 10)
    now, owe = timezone.now(), digests._owe

    def dies(issue, *more):
        new = owe(issue, *more)
        if issue.upto:
            raise SystemError("killed between two statements")
        return new

    monkeypatch.setattr(digests, "_owe", dies)
    with pytest.raises(SystemError):
        digests.sweep(now=now)
    assert DigestIssue.objects.get().written == len(letters()) == 10
    monkeypatch.setattr(digests, "_owe", owe)
    digests.sweep(now=now)
    assert (len(letters()), set(letters().values())) == (READERS, {1})


def test_a_real_worker_is_rung_often_killed_and_started_again(readers, processes, mail_server):
    readers(READERS)
    processes.environment["EMAIL_URL"] = mail_server.url
    processes.start("bulk")
    for _ring in range(3):
        write_digests.apply_async()
    assert wait_until(lambda: len(mail_server.letters) > READERS // 3, 240, step=0.2), processes.log("bulk").read_text()
    processes["bulk"].signal_group(signal.SIGKILL)
    processes["bulk"].wait_until_gone(30)
    processes.start("bulk")
    write_digests.apply_async()
    assert wait_until(lambda: wake.wake_bulk() or not Message.objects.filter(kind="digest", state="queued").exists(), 240, step=0.5)
    found = letters()
    assert (len(found), set(found.values())) == (READERS, {1})
    came = Counter(letter.message_id for letter in mail_server.letters)
    assert set(came.values()) == {1}
    assert {letter.message["List-Unsubscribe-Post"] for letter in mail_server.letters} == {"List-Unsubscribe=One-Click"}
    assert all("/one-click/" in letter.message["List-Unsubscribe"] and letter.kind == "digest" for letter in mail_server.letters)
