"""Mail: personal two-part letters from rows over real SMTP, text kept. One JSON line.

python -m bench.mail --letters 20000 --runs 3
Against (a) smtplib with ready bytes, two processes, and (b) django-post-office with two processes, in the same run.
"""

import argparse
import importlib
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.sink import Sink  # noqa: E402
from civic.servers import Servers  # noqa: E402

YARDSTICKS = ROOT / "bench" / "yardsticks"
LOAD_BEFORE = os.getloadavg()[0]  # a busy machine spoils letters a second; CPU seconds less so


class Bench:
    """The servers, and what is measured on them."""

    def __init__(self, folder, letters, *, rows="bench.mail_rows", valkey=False):
        self.folder = folder
        self.letters = letters
        self.figures = {}
        self.servers = Servers(folder, valkey=valkey).start()
        self.sink = Sink(folder).start()
        self.environment = {
            **os.environ, "DATA_DIR": str(folder), "DATABASE_URL": self.servers.postgres.url, "EMAIL_URL": self.sink.url, "SECRET_KEY": "bench", "PYTHONPATH": str(ROOT),
            "BENCH_SMTP_PORT": str(self.sink.port), "BENCH_DATABASE_URL": self.servers.postgres.url.rpartition("/")[0] + "/post_office",
        }  # fmt: skip
        os.environ.update({name: self.environment[name] for name in ("DATA_DIR", "DATABASE_URL", "EMAIL_URL", "SECRET_KEY")})
        self.rows = importlib.import_module(rows)  # Django reads the environment once

    def stop(self):
        self.sink.stop(5)
        self.servers.stop()

    def children(self, *commands):
        """Start processes that say "ready" and wait for a line; returns them ready."""
        started = [
            subprocess.Popen([sys.executable, *map(str, command)], env=self.environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for command in commands
        ]
        for child in started:
            assert child.stdout.readline() == "ready\n", child.wait()
        return started

    def timed(self, name, *commands):
        """Let ready processes go; returns what each said last, and keeps letters a second and CPU seconds per 1,000 under a name."""
        children = self.children(*commands)
        starting = sum(cpu_of(child.pid) for child in children)
        begin, cpu = time.perf_counter(), self.cpu() + starting
        go(children)
        said = [child.stdout.readline() for child in children]
        seconds = time.perf_counter() - begin
        for child in children:
            child.communicate()
        assert not any(child.returncode for child in children)
        self.figures.setdefault(name, []).append((self.letters / seconds, (self.cpu() - cpu) / self.letters * 1000))
        return said

    def cpu(self):
        """CPU seconds used so far by the senders that have ended, the database and the sink."""
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime + sum(cpu_of(child.process.pid) for child in (self.servers.postgres, self.sink))


def cpu_of(pid):
    """CPU seconds of a running process and of its own children, the ended ones included."""
    family = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    return sum(map(_ticks_of, family)) / os.sysconf("SC_CLK_TCK")


def _ticks_of(pid):
    """A process that has ended since it was listed counts with its parent."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return sum(map(int, fields[11:15]))


def go(children):
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()


def prepare(bench):
    """Make the tables and the people, and one letter as bytes and as words for the yardsticks; returns the two files."""
    bench.rows.migrate()
    bench.rows.fill_people(bench.letters)
    bench.rows.fill_letters(1)
    words, data = bench.rows.one_letter()
    (bench.folder / "letter.json").write_text(json.dumps(words))
    (bench.folder / "letter.eml").write_bytes(data)
    bench.servers.postgres.execute("DROP DATABASE IF EXISTS post_office")
    bench.servers.postgres.execute("CREATE DATABASE post_office")
    return bench.folder / "letter.json", bench.folder / "letter.eml"


def limit(bench, data):
    """smtplib with ready bytes."""
    half = bench.letters // 2
    command = (YARDSTICKS / "mail_limit.py", bench.sink.port, data, half)
    bench.timed("limit", command, command)


def post_office(bench, words):
    """django-post-office from rows of its own."""
    program = YARDSTICKS / "mail_post_office.py"
    subprocess.run([sys.executable, str(program), "fill", str(bench.letters), str(words)], env=bench.environment, cwd=ROOT, check=True)
    bench.timed("post_office", (program, "send"))


def ours(bench):
    """Our outbox; returns what its two processes say."""
    bench.rows.fill_letters(bench.letters)
    said = bench.timed("ours", *[(ROOT / "bench" / "mail_process.py",)] * 2)
    assert bench.rows.states() == {"sent": bench.letters}, bench.rows.states()
    return [json.loads(one) for one in said]


def code_in_the_middle(bench):
    """Seconds that a code letter waits when it is queued in the middle of the others."""
    bench.rows.fill_letters(bench.letters)
    children = bench.children(*[(ROOT / "bench" / "mail_process.py",)] * 2)
    go(children)
    bench.rows.wait_until_sent(bench.letters // 2)
    seconds = bench.rows.seconds_of_a_code()
    for child in children:
        child.communicate()
    return seconds


def doubts_per_kill(bench, kills=5):
    """The most letters in doubt after one process was killed with -9 in the middle."""
    worst = 0
    for _ in range(kills):
        bench.rows.fill_letters(2000)
        (child,) = bench.children((ROOT / "bench" / "mail_process.py",))
        go([child])
        bench.rows.wait_until_sent(500)
        child.send_signal(signal.SIGKILL)
        child.wait()
        worst = max(worst, bench.rows.doubts())
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=20000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    folder = Path(os.environ.get("DATA_DIR", ROOT / ".data")).resolve() / "bench-mail"
    bench = Bench(folder, options.letters)
    try:
        words, data = prepare(bench)
        for _ in range(options.runs):
            limit(bench, data)
            post_office(bench, words)
            processes = ours(bench)
        tell(bench, options, processes, code_in_the_middle(bench), doubts_per_kill(bench))
    finally:
        bench.stop()


def tell(bench, options, processes, code_seconds, doubts):
    """Print the line."""
    rate = {name: statistics.median(rate for rate, _ in runs) for name, runs in bench.figures.items()}
    cpu = {name: statistics.median(cpu for _, cpu in runs) for name, runs in bench.figures.items()}
    line = {
        "bench": "mail", "letters": options.letters, "runs": options.runs, "load_before": round(LOAD_BEFORE, 1),
        **{f"{name}_per_second": round(value) for name, value in rate.items()},
        "of_limit": round(rate["ours"] / rate["limit"], 2), "times_post_office": round(rate["ours"] / rate["post_office"], 1),
        "cpu_seconds_per_1000": {name: round(value, 3) for name, value in cpu.items()},
        "by_cpu": {"of_limit": round(cpu["limit"] / cpu["ours"], 2), "times_post_office": round(cpu["post_office"] / cpu["ours"], 1)},
        "code_seconds": round(code_seconds, 2), "in_doubt_per_kill": doubts,
        "worker_mb": max(one["peak"] for one in processes), "worker_mb_at_start": max(one["memory"] for one in processes),
        "must": {"of_limit": 0.3, "times_post_office": 3, "code_seconds": 2, "in_doubt_per_kill": 2, "worker_mb": 250},
    }  # fmt: skip
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
