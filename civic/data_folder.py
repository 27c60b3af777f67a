"""The data folder: secrets that only its owner may read, and places an unprivileged server can reach."""

import contextlib
import hashlib
import json
import os
import pwd
import secrets
import shutil
import stat
import tempfile
from pathlib import Path

from civic.processes import CannotStart

UNPRIVILEGED_USERS = ("nobody", "daemon")


def kept_secrets(path):
    """Return the passwords and ports of a data folder, made on first use."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        made = {"postgres": secrets.token_hex(16), "valkey": secrets.token_hex(16), "secret_key": secrets.token_urlsafe(50)}
        made.update(postgres_port=0, valkey_port=0)
        write_private(path, json.dumps(made))
        return made


def write_private(path, text):
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def unprivileged_account():
    """Return (user id, group id) of an account that owns nothing; raise CannotStart when the system has none."""
    for name in UNPRIVILEGED_USERS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise CannotStart("PostgreSQL does not run as root and there is no user `nobody`: set DATABASE_URL, or start as another user.")


def within_reach(folder, account, copy=False):
    """Return the folder, or where it is closed to the unprivileged account, its stand-in (a copy, when asked) outside."""
    folder = Path(folder).resolve()
    if account is None or all(parent.stat().st_mode & stat.S_IXOTH for parent in (folder, *folder.parents)):
        return folder
    stand_in = open_base() / hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    if copy and not stand_in.exists():
        fresh = Path(tempfile.mkdtemp(dir=stand_in.parent))
        fresh.chmod(0o755)
        shutil.copytree(folder, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.a", "pkgconfig", "pgxs", "doc"))
        fresh.rename(stand_in)
    stand_in.mkdir(exist_ok=True)
    stand_in.chmod(0o755)
    return stand_in


def open_base():
    """Return a folder every account can reach and only root can write to."""
    for place in (Path("/var/lib"), Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            base = place / "civic-portal"
            base.mkdir(mode=0o755, exist_ok=True)
            if base.stat().st_uid == 0:
                return base
    raise CannotStart("PostgreSQL does not run as root here: set DATABASE_URL, or start as another user.")
