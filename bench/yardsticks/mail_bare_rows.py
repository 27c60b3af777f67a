"""The least that rows, marks and SMTP cost: no Django, bytes that are ready but for a name and a token, nothing asked about any letter.

Claims 200 letters of a campaign in one statement, sends them with the next letter's commands travelling along, and marks two in one prepared
statement before a third leaves. Run as two processes; started by a line on stdin.
"""

import hmac
import os
import socket
import sys
import uuid
from pathlib import Path

import psycopg2

CLAIM = """
WITH due AS (
    SELECT id, lane, due, person_id FROM mailing_message WHERE state = 'queued' AND lane = 3 AND due <= now() AND bundle IS NULL
    ORDER BY lane, due, id LIMIT 200 FOR UPDATE SKIP LOCKED
), numbered AS (
    SELECT due.id, row_number() OVER (ORDER BY lane, due, due.id) AS number, person.email, person.name, preferences.id || '|' || preferences.nonce AS secret
    FROM due JOIN people_person person ON person.id = due.person_id JOIN outreach_preferences preferences ON preferences.person_id = person.id
)
UPDATE mailing_message AS letter SET state = 'sending', owner = %s, position = number, claimed_at = clock_timestamp(), lease = now() + interval '5 min'
FROM numbered WHERE letter.id = numbered.id RETURNING letter.id, email, name, secret
"""
PREPARE = """
PREPARE mark_two (text, bigint, text, bigint, uuid) AS
UPDATE mailing_message SET state = 'sent', attempts = attempts + 1, smtp_reply = CASE id WHEN $2 THEN $1 ELSE $3 END, subject = 'S', text = '',
    sent_at = clock_timestamp(), lease = NULL WHERE id = ANY(ARRAY[$2, $4]) AND owner = $5 AND lease IS NOT NULL
"""


class Sender:
    """One connection to the database and one to the mail server."""

    def __init__(self, port, data):
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        connection.autocommit = True
        self.rows = connection.cursor()
        self.rows.execute(PREPARE)
        self.before, self.after = data[: len(data) // 2], data[len(data) // 2 :]
        self.smtp = socket.create_connection(("127.0.0.1", port))
        self.smtp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.smtp.makefile("rb")
        self.answers.readline()
        self.smtp.sendall(b"EHLO localhost\r\n")
        while self.answers.readline()[3:4] == b"-":
            pass

    def chunk(self):
        """Send up to 200 letters; tells whether there were any."""
        owner = str(uuid.uuid4())
        self.rows.execute("SET synchronous_commit = on")
        self.rows.execute(CLAIM, [owner])
        letters = [(number, email, self.bytes_of(name, secret)) for number, email, name, secret in self.rows.fetchall()]
        self.rows.execute("SET synchronous_commit = off")
        held = []
        for place, (number, email, data) in enumerate(letters):
            if place == 0:
                self.smtp.sendall(offer(email))
                self.read(3)
            if len(held) == 2:
                self.mark(held, owner)
                held = []
            following = letters[place + 1 : place + 2]
            self.smtp.sendall(data + (offer(following[0][1]) if following else b""))
            held.append((self.answers.readline().decode(), number))
            self.read(3 if following else 0)
        if held:
            self.mark(held, owner)
        return bool(letters)

    def bytes_of(self, name, secret):
        """Return one letter with its last dot."""
        token = hmac.digest(b"k" * 32, secret.encode(), "sha256")[:16].hex()
        return b"".join((self.before, name.encode(), token.encode(), self.after, b"\r\n.\r\n"))

    def mark(self, held, owner):
        """Mark one letter or two as sent."""
        (reply, first), (other_reply, other) = held[0], held[-1]
        self.rows.execute("EXECUTE mark_two (%s, %s, %s, %s, %s)", (reply, first, other_reply, other, owner))

    def read(self, lines):
        """Read so many answers."""
        for _ in range(lines):
            self.answers.readline()


def offer(email):
    return b"MAIL FROM:<portal@localhost>\r\nRCPT TO:<%s>\r\nDATA\r\n" % email.encode()


def main(port, path):
    sender = Sender(port, Path(path).read_bytes())
    print("ready", flush=True)
    sys.stdin.readline()
    while sender.chunk():
        pass
    print("done", flush=True)


main(int(sys.argv[1]), sys.argv[2])
