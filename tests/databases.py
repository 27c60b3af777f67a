"""Test databases: migrations run once, into a template kept under the hash of all migration files; every run and every
xdist worker then copies the template, which takes a blink."""

import contextlib
import hashlib
import os

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2.extensions import ISOLATION_LEVEL_SERIALIZABLE

from civic.environment import BASE_DIR

LOCK = 4_217_001  # any number, the same in every worker


def use_fresh_copy():
    """Point Django's connection at a new copy of the migrated template and return its name."""
    connection = connections["default"]
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        template = migrated_template(cursor, connection)
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    use(connection, name)
    return name


def migrated_template(cursor, connection):
    """Return the name of the template for today's migrations, made when it is missing."""
    template = f"template_{fingerprint()}"
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'")
    known = {row[0] for row in cursor.fetchall()}
    if template in known:
        return template
    for old in known:
        cursor.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
    cursor.execute("DROP DATABASE IF EXISTS migrating WITH (FORCE)")
    cursor.execute("CREATE DATABASE migrating")
    use(connection, "migrating")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    cursor.execute(f"ALTER DATABASE migrating RENAME TO {template}")
    return template


def use(connection, name):
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def fingerprint():
    """Return a hash over every migration file of the project."""
    digest = hashlib.sha256()
    for path in sorted(BASE_DIR.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(BASE_DIR)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class maintenance:
    """A cursor on the cluster's own database, outside any transaction."""

    def __enter__(self):
        self.connection = psycopg2.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres")
        self.connection.autocommit = True
        return self.connection.cursor()

    def __exit__(self, *error):
        self.connection.close()


def url(name=None):
    """Return the address of the database the tests use now, for children and plain psycopg2 connections."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name or settings.DATABASES['default']['NAME']}"


@contextlib.contextmanager
def serializable():
    """Everything inside happens in a connection that is not READ COMMITTED."""
    connection = connections["default"]
    options = connection.settings_dict["OPTIONS"]
    usual = options["isolation_level"]
    connection.close()
    options["isolation_level"] = ISOLATION_LEVEL_SERIALIZABLE
    connection.isolation_level = ISOLATION_LEVEL_SERIALIZABLE
    try:
        yield
    finally:
        connection.close()
        options["isolation_level"] = connection.isolation_level = usual
