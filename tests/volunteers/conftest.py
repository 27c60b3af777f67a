"""What the lists keep for a few seconds is read anew in every test."""

import pytest

from civic import context, pagecache
from volunteers import options


@pytest.fixture(autouse=True)
def nothing_kept():
    context.forget()
    options.forget()
    pagecache.forget()
