"""Hashes that lie in a city's database or in a mail on its way: the code may move, they stay, or who refused would be written to again."""

import pytest

from mailing.reach.addresses import email_key, phone_key
from mailing.reach.suppression import address_hash
from mailing.writing.return_marks import mark_of


@pytest.mark.parametrize(
    ("make", "of", "kept"),
    [
        (address_hash, "Vera@example.org ", "a550e9d081dc3796b905923966be31334fc6fd169501caf1feef6c096bc40afb"),
        (email_key, "vera@example.org", "e1057693e32f92fcdc6f70b4264a421af5bee02e436e300845c5ef2b0db777cb"),
        (phone_key, "+16175550142", "b600e914a11c606178e1feea62eaa63e406845753cee9fe4381e5cbdd0b5ef4b"),
        (mark_of, 7, "5f63528bc12e22151307"),
    ],
)
def test_what_a_release_stored_the_next_one_finds(settings, make, of, kept):
    settings.SECRET_KEY = "k" * 50
    assert make(of) == kept
