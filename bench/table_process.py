"""All sign-ups as CSV, once, in a process that knows the portal: prints seconds, megabytes of memory and lines as one JSON line."""

import json
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
import django

django.setup()

from django.db import connection  # noqa: E402  settings come first

from bench.timing import peak_mb  # noqa: E402
from bench.yardsticks import import_export_csv  # noqa: E402
from sharing.tables import copied  # noqa: E402
from volunteers.exports import of_sign_ups  # noqa: E402
from volunteers.models import SignUp  # noqa: E402


def ours():
    """As the portal answers: to the last byte that a browser would read."""
    with copied(*of_sign_ups(SignUp.objects.order_by("-id"), with_contact=True)) as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(65536), b""))


def theirs():
    """A tenth of the rows: it takes minutes for all of them, and the more memory the more there are."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    return import_export_csv.make(SignUp.objects.count() // 10).count("\n")


def main(whose):
    began = time.perf_counter()
    lines = {"ours": ours, "import_export": theirs}[whose]()
    took = time.perf_counter() - began
    print(json.dumps({"seconds": round(took, 2), "per_second": round(lines / took), "mb": peak_mb(), "lines": lines}))


if __name__ == "__main__":
    main(sys.argv[1])
