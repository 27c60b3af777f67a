"""The road to the mail server: one chunk over one kept connection, at most two letters sent and not yet marked."""

import time
from functools import partial

from django.conf import settings

from mailing.outbox import claims, fates
from mailing.outbox.marks import Mark, Marks
from mailing.outbox.parcels import Chunk
from mailing.smtp import Server, Trouble
from places.models import City


class LeaseLost(Exception):
    """Somebody else owns the letter in hand: it stays here."""


class Delivery:
    """Sends one chunk. `post` opens the connection when the first letter is ready; `stopping` tells when to end early."""

    def __init__(self, owner, messages, *, post, clock, stopping, writer=None):
        self.owner = owner
        self.post = post
        self.clock = clock
        self.stopping = stopping
        self.marks = Marks(owner)
        self.chunk = Chunk(owner, messages, self.marks, clock, writer)
        self.renewed_at = time.monotonic()
        self.renewed_for = settings.MAIL_LEASE.total_seconds() / 3
        self.owned = None  # the ids that were still ours at the last renewal; before it all are
        self.sent = 0

    def run(self):
        """Send the chunk; what was not tried goes back as it was. Raises Trouble when the mail server fails."""
        try:
            self._send_all()
        finally:
            self.marks.finish()
            claims.release(owner=self.owner)

    def _send_all(self):
        parcel = self._next_offered()
        while parcel:
            parcel = self._send(parcel)

    def _send(self, parcel):
        """Deliver one letter and return the next one that the mail server is ready for."""
        connection = self.post.connection
        following = None if self.stopping() else self._next_owned()
        travels_along = connection.pipelines and following is not None
        self.marks.make_way()
        self._insist_on_owning(parcel)  # last of all: the marks may have waited for a database that was away
        reply = self._delivered(connection, parcel, following.envelope if travels_along else None)
        self._answered(parcel, reply)
        if following is None:
            return None
        return self._offered(following, connection.offered if travels_along else partial(connection.offer, *following.envelope))

    def _delivered(self, connection, parcel, following):
        try:
            connection.deliver(parcel.data, following)
            return connection.answer()
        except Trouble as trouble:
            if trouble.in_doubt:
                self._doubt(parcel)
            else:
                self._put_off(parcel, trouble)
            raise
        except BaseException:
            self._doubt(parcel)
            raise

    def _next_offered(self):
        parcel = None if self.stopping() else self._next_owned()
        return parcel and self._offered(parcel, partial(self.post.open().offer, *parcel.envelope))

    def _offered(self, parcel, ask):
        """Return the parcel when the server will take it, else the next one it will take."""
        while parcel:
            try:
                refusal = ask()
            except Trouble as trouble:
                self._put_off(parcel, trouble)
                raise
            if refusal is None:
                return parcel
            self._answered(parcel, refusal)
            parcel = None if self.stopping() else self._next_owned()
            ask = parcel and partial(self.post.connection.offer, *parcel.envelope)
        return None

    def _next_owned(self):
        """Return the next parcel that is still ours."""
        self._renew_an_old_lease()
        return self.chunk.next()

    def _insist_on_owning(self, parcel):
        """A worker that slept through its lease must not send what somebody else has by now. Raises LeaseLost."""
        self._renew_an_old_lease()
        if self.owned is not None and not self.owned.issuperset(part.message.id for part in parcel.parts):
            raise LeaseLost

    def _renew_an_old_lease(self):
        """Renew the lease in good time, and forget the letters that were lost meanwhile."""
        started = time.monotonic()
        if started - self.renewed_at > self.renewed_for:
            self.marks.write()
            self.owned = claims.renew(owner=self.owner, now=self.clock())
            self.chunk.keep_only(self.owned)
            self.renewed_at = started

    def _answered(self, parcel, reply):
        self.sent += reply.accepted
        now = self.clock()
        for part in parcel.parts:
            self.marks.add(Mark(part.message.id, *fates.answered(part, reply=reply, words=parcel.words, now=now)))

    def _put_off(self, parcel, trouble):
        """The letter in hand waits a little, so that one letter the server chokes on cannot hold up the others for ever."""
        self._mark(parcel, lambda part: fates.put_off(part, str(trouble), self.clock()))

    def _doubt(self, parcel):
        """The last dot was out and no answer came."""
        now = self.clock()
        self._mark(parcel, lambda part: fates.doubted(part, now))

    def _mark(self, parcel, fate):
        for part in parcel.parts:
            self.marks.add(Mark(part.message.id, *fate(part)))


class Post:
    """The way out: one connection, opened when the first letter is ready and kept for a whole round."""

    def __init__(self, url):
        self.server = Server.named(url)
        self.connection = None

    def open(self):
        """Return the connection; raises Trouble."""
        self.connection = self.connection or self.server.connect()
        return self.connection

    def close(self):
        """Say goodbye; the next letter opens a new connection."""
        if self.connection:
            self.connection.close()
            self.connection = None


def keep(owner, messages, *, clock, stopping):
    """Without a mail server: write each letter, keep it, and go on as if it had arrived. The demonstration keeps it readable."""
    marks = Marks(owner)
    chunk = Chunk(owner, messages, marks, clock, is_kept=True)
    in_the_demo = settings.DATABASE_IS_EMBEDDED or City.objects.filter(is_demo=True).exists()
    kept = 0
    try:
        while not stopping() and (parcel := chunk.next()):
            fate = partial(fates.kept, words=parcel.words, address=parcel.address, in_the_demo=in_the_demo, now=clock())
            for part in parcel.parts:
                marks.add(Mark(part.message.id, *fate(part)))
            marks.write()
            kept += 1
    finally:
        marks.finish()
        claims.release(owner=owner)
    return kept
