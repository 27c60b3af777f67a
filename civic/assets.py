"""Static files: hashed names and compressed copies, made again only when a source changed."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed():
    """Collect static files into STATIC_ROOT unless the same sources were collected before; return whether it did."""
    stamp = settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.stamp")
    today = fingerprint()
    if stamp.exists() and stamp.read_text() == today and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(today)
    return True


def fingerprint():
    """Return a hash over the name, size and time of every static source file."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = (storage.path(path), storage.size(path), storage.get_modified_time(path).timestamp())
            digest.update(repr(status).encode())
    return digest.hexdigest()
