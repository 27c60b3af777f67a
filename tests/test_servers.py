"""The embedded servers: real, closed to others, at home in any folder, up again after a kill."""

import os
import shutil
import socket
import stat

import psycopg2
import pytest
import redis
from django.conf import settings

from civic.data_folder import unprivileged_account, within_reach
from civic.servers import Servers


@pytest.fixture
def folder():
    """A folder nobody else may enter, with a space in its name and a path longer than a socket's may be."""
    closed = settings.DATA_DIR / f"closed {os.getpid()}"
    folder = closed / ("a very long name " * 8).strip()
    folder.mkdir(parents=True)
    closed.chmod(0o700)
    yield folder
    if os.geteuid() == 0:
        shutil.rmtree(within_reach(folder, unprivileged_account()))
    shutil.rmtree(closed)


@pytest.fixture
def servers(folder):
    started = Servers(folder).start()
    yield started
    started.stop()


def test_they_answer_on_this_machine_only_and_behind_a_password(servers):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(servers.postgres.url.replace(servers.postgres.password, "guessed"))
    with redis.Redis(port=servers.valkey.port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    assert servers.postgres.execute("SHOW listen_addresses") == [("127.0.0.1",)]
    others = [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET) if not info[4][0].startswith("127.")]
    for address in others:
        for server in servers:
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((address, server.port), timeout=1)


def test_passwords_are_readable_by_their_owner_only(servers, folder):
    for name in ("secrets.json", "servers.json", "valkey.conf"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600, name


def test_both_come_back_after_a_kill_postgres_with_its_rows_and_valkey_empty(servers):
    servers.postgres.execute("CREATE TABLE kept AS SELECT 42 AS number")
    with redis.Redis.from_url(servers.valkey.url) as broker:
        broker.rpush("mail", "an old bell")
    for server in servers:
        server.kill()
    servers.start()
    assert servers.postgres.execute("SELECT number FROM kept") == [(42,)]
    with redis.Redis.from_url(servers.valkey.url) as broker:
        assert broker.dbsize() == 0


def test_after_a_restart_of_the_machine_the_old_process_id_may_be_somebody_elses(servers):
    note = servers.postgres.data / "postmaster.pid"
    owner, lines = note.stat(), note.read_text().splitlines()
    servers.stop()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    os.chown(note, owner.st_uid, owner.st_gid)
    servers.start()
    assert servers.postgres.answers()


def test_a_deleted_data_folder_begins_anew(servers, folder):
    servers.postgres.execute("CREATE TABLE gone AS SELECT 1")
    servers.stop()
    shutil.rmtree(folder)
    again = Servers(folder).start()
    try:
        assert again.postgres.execute("SELECT to_regclass('gone')") == [(None,)]
    finally:
        again.stop()


def test_programs_out_of_reach_are_copied_once(folder):
    """Only root has to give way to another account; everybody else uses the programs where they are."""
    program = folder / "bin" / "program"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    assert within_reach(folder, None, copy=True) == folder.resolve()
    if os.geteuid() != 0:
        return
    copied = within_reach(folder, unprivileged_account(), copy=True)
    assert copied != folder.resolve()
    assert (copied / "bin" / "program").read_text() == "#!/bin/sh\n"
    assert within_reach(folder, unprivileged_account(), copy=True) == copied
