"""Several threads at once, each with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def at_once(work, items, threads=20):
    """Run work(item) in as many threads, each with a connection of its own; exceptions come back as values."""

    def one(item):
        try:
            return work(item)
        except Exception as error:  # noqa: BLE001 - the test looks at what came back
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, items))
