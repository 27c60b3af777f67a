"""gunicorn: a few processes with a few threads each, loaded once before they part."""

import gc
import signal

from civic import environment as read
from civic.processes import end_with_parent

bind = f"{read.text('LISTEN', '0.0.0.0', '127.0.0.1')}:{read.whole_number('PORT', 8000, 1, 65535)}"
workers = read.whole_number("WEB_WORKERS", 3, 1, 64)
threads = read.whole_number("WEB_THREADS", 2, 1, 64)
worker_class = "gthread"
preload_app = True
control_socket_disable = True
timeout = 60  # seconds without a sign of life before a worker is replaced
graceful_timeout = 10  # seconds to finish requests after SIGTERM
keepalive = 5
backlog = 512
forwarded_allow_ips = "127.0.0.1"
accesslog = None
loglevel = "warning"


def on_starting(server):
    """What is loaded by now stays shared between the workers: the garbage collector is told not to touch it."""
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """A worker does not outlive a killed gunicorn."""
    end_with_parent(signal.SIGTERM)
