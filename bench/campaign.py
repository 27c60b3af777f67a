"""A campaign: making its letters for many of more people, and sending them over real SMTP. One JSON line.

python -m bench.campaign --people 500000 --recipients 200000 --letters 20000 --runs 3
Sending stands against (a) smtplib with ready bytes, two processes, (b) django-post-office with two processes, (c) one Celery task a letter with
Django's send_mail, two processes; all in the same run, the same letter, the same sink. Beside them runs (d) the least that rows, marks and SMTP cost:
two processes without Django that ask nothing about a letter.
"""

import argparse
import json
import os
import signal
import statistics
import time
from pathlib import Path

from bench import mail
from bench.mail import ROOT, YARDSTICKS, Bench, go, limit, post_office

PROCESS = (ROOT / "bench" / "campaign_process.py",)


def prepare(bench, options):
    """Make the tables and the people; returns the campaign, and one letter as words and as bytes for the yardsticks."""
    bench.rows.migrate()
    campaign = bench.rows.fill(options.people, options.recipients)
    bench.servers.postgres.execute("DROP DATABASE IF EXISTS post_office")
    bench.servers.postgres.execute("CREATE DATABASE post_office")
    return campaign


def built(bench, campaign):
    """Say yes, and let a worker make the letters; returns seconds of the request, and what the worker tells."""
    begin = time.perf_counter()
    bench.rows.approve(campaign)
    request = time.perf_counter() - begin
    (child,) = bench.children((*PROCESS, "build"))
    go([child])
    told = json.loads(child.stdout.readline())
    child.communicate()
    letters, people = bench.rows.letters()
    assert letters == people > 0
    return request, told, letters


def one_letter(bench):
    """Write one letter of the campaign down for the yardsticks; returns the two files."""
    bench.rows.fill_letters(1)
    words, data = bench.rows.one_letter()
    files = bench.folder / "campaign.json", bench.folder / "campaign.eml"
    files[0].write_text(json.dumps(words))
    files[1].write_bytes(data)
    bench.environment.update(BENCH_WORDS=str(files[0]), BENCH_BROKER=bench.servers.valkey.url)
    return files


def bare_rows(bench, data):
    """Rows, marks and SMTP alone."""
    bench.rows.fill_letters(bench.letters)
    bench.timed("bare_rows", *[(YARDSTICKS / "mail_bare_rows.py", bench.sink.port, data)] * 2)
    assert bench.rows.states() == {"sent": bench.letters}, bench.rows.states()


def ours(bench):
    """Our outbox; returns what its two processes say."""
    bench.rows.fill_letters(bench.letters)
    said = bench.timed("ours", *[(*PROCESS, "send")] * 2)
    assert bench.rows.states() == {"sent": bench.letters}, bench.rows.states()
    return [json.loads(one) for one in said]


def doubts_per_kill(bench, kills=5):
    """The most letters in doubt after one process was killed with -9 in the middle."""
    worst = 0
    for _ in range(kills):
        bench.rows.fill_letters(2000)
        (child,) = bench.children((*PROCESS, "send"))
        go([child])
        bench.rows.wait_until_sent(500)
        child.send_signal(signal.SIGKILL)
        child.wait()
        worst = max(worst, bench.rows.doubts())
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--recipients", type=int, default=200_000)
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    folder = Path(os.environ.get("DATA_DIR", ROOT / ".data")).resolve() / "bench-campaign"
    bench = Bench(folder, options.letters, rows="bench.campaign_rows", valkey=True)
    try:
        campaign = prepare(bench, options)
        making = built(bench, campaign)
        words, data = one_letter(bench)
        for _ in range(options.runs):
            limit(bench, data)
            post_office(bench, words)
            bench.timed("celery", (YARDSTICKS / "mail_celery.py", options.letters))
            bare_rows(bench, data)
            processes = ours(bench)
        tell(bench, options, making, processes, doubts_per_kill(bench))
    finally:
        bench.stop()


def tell(bench, options, making, processes, doubts):
    """Print the line."""
    request, building, letters = making
    rate = {name: statistics.median(rate for rate, _ in runs) for name, runs in bench.figures.items()}
    cpu = {name: statistics.median(cpu for _, cpu in runs) for name, runs in bench.figures.items()}
    line = {
        "bench": "campaign", "people": options.people, "recipients": letters, "letters": options.letters, "runs": options.runs, "load_before": round(mail.LOAD_BEFORE, 1),
        "request_seconds": round(request, 2), "build_seconds": round(building["seconds"], 1), "build_mb": building["peak"],
        **{f"{name}_per_second": round(value) for name, value in rate.items()},
        **{f"times_{name}": round(rate["ours"] / rate[name], 2) for name in ("limit", "post_office", "celery", "bare_rows")},
        "cpu_seconds_per_1000": {name: round(value, 3) for name, value in cpu.items()}, "in_doubt_per_kill": doubts,
        "cpu_of_post_office": round(cpu["ours"] / cpu["post_office"], 3), "bare_rows_times_post_office": round(rate["bare_rows"] / rate["post_office"], 2),
        "bare_rows_cpu_of_post_office": round(cpu["bare_rows"] / cpu["post_office"], 3), "worker_mb": max(one["peak"] for one in processes),
        "must": {
            "request_seconds": 1, "build_seconds": 60, "build_mb": 250, "times_limit": 0.5, "times_post_office": 6, "times_celery": 6, "cpu_of_post_office": 0.125,
            "in_doubt_per_kill": 2,
        },
    }  # fmt: skip
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
