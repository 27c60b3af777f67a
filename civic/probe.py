"""`python -m civic.probe readyz`: asks the web process of this very machine and answers with its exit status, for health checks."""

import os
import sys
import urllib.error
import urllib.request


def main(page="healthz"):
    """Return 0 when the page answers 200."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/{page}"
    try:
        with urllib.request.urlopen(address, timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except OSError as no:
        print(f"{address}: {no}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
