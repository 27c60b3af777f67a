"""A child process that ends with its parent: what `up`, the embedded servers and the tests start things with."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1  # prctl(2), Linux only
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class CannotStart(Exception):
    """A process did not come up; the text is one sentence for the person at the terminal."""


def end_with_parent(number):
    """Ask the kernel to send this signal to the calling process when its parent dies; does nothing outside Linux."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


class Child:
    """One process in a group of its own, started and stopped by us, never outliving us."""

    stop_signal = signal.SIGTERM
    orphan_signal = signal.SIGTERM
    account = None  # (user id, group id) to run under, or None to stay who we are

    def __init__(self, name, command=(), *, folder=None, environment=None, output=None):
        self.name = name
        self.command = list(command)
        self.folder = folder
        self.environment = environment
        self.output = output
        self.process = None

    def __str__(self):
        return self.name

    @property
    def alive(self):
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        """Start the process and return at once."""
        parent = os.getpid()

        def bind_to_parent():
            end_with_parent(self.orphan_signal)
            if os.getppid() != parent:
                os._exit(1)

        identity = {"user": self.account[0], "group": self.account[1], "extra_groups": []} if self.account else {}
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT if self.output else None,
            start_new_session=True,
            preexec_fn=bind_to_parent,
            **identity,
        )
        return self

    def signal(self, number):
        """Send a signal to the process itself, not to its own children."""
        if self.alive:
            self.process.send_signal(number)

    def signal_group(self, number):
        """Send a signal to the process and everything it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            return

    def kill(self):
        """Kill the process alone, as a crash would, and wait for its end."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def pause(self):
        """Stop the process and its children in their tracks (SIGSTOP): hung, not dead."""
        self.signal_group(signal.SIGSTOP)

    def resume(self):
        """Let a paused process go on."""
        self.signal_group(signal.SIGCONT)

    def stop(self, seconds=15):
        """Ask the process to end, wait so many seconds, then kill what is left of its group."""
        if self.process is None:
            return
        self.signal(self.stop_signal)
        self.signal(signal.SIGCONT)
        self.wait_until_gone(seconds)

    def wait_until_gone(self, seconds):
        """Wait for the end of a process that was asked to stop; after so many seconds it is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, seconds))
        self.signal_group(signal.SIGKILL)
        self.process.wait()


def wait_until(question, seconds, step=0.05):
    """Ask again and again until the answer is true; return whether it was within so many seconds."""
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True
