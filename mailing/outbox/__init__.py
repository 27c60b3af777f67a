"""How a letter is sent exactly once: claim a chunk with a lease, ask again whether each is wanted, write, send, mark.

claims.py   who may send which letters, and what becomes of those whose worker died
parcels.py  from rows to letters ready to leave
marks.py    what is written about each letter, again if the database was away
delivery.py the road to the mail server
rounds.py   one ring of the bell
ledger.py   what staff do with a letter that did not leave
"""

from mailing.outbox.ledger import retry

__all__ = ["retry"]
