"""The limit: smtplib sends bytes that are ready, over one kept connection. Run as two processes; started by a line on stdin."""

import smtplib
import sys
from pathlib import Path


def main(port, path, count):
    data = Path(path).read_bytes()
    server = smtplib.SMTP("127.0.0.1", port)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        server.sendmail("portal@localhost", [f"person{number}@example.org"], data)
    server.quit()
    print("done", flush=True)


main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
