"""Two transactions that meet: the second starts while the first has not committed yet."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections, transaction

_WAITS_FOR_US = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"


def meet(first, second):
    """Run `first` in a transaction, and `second` beside it until it ends or waits for the first; then commit. Return what became of the second."""

    def beside():
        try:
            return second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            future = pool.submit(beside)
            while not future.done() and not _somebody_waits_for_us():
                pass
        return future.exception() or future.result()


def _somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(_WAITS_FOR_US)
        return cursor.fetchone()[0]
