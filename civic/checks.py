"""Deploy mistakes that would show as wrong counts or lost letters, told by `manage.py check`."""

from django.conf import settings
from django.core import checks
from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED


@checks.register
def isolation_is_read_committed(app_configs, **kwargs):
    """The triggers that count places are right in READ COMMITTED only (PostgreSQL manual, 13.2.1)."""
    if settings.DATABASES["default"].get("OPTIONS", {}).get("isolation_level") == ISOLATION_LEVEL_READ_COMMITTED:
        return []
    return [
        checks.Error("The database connection is not pinned to READ COMMITTED.", hint="DATABASES['default']['OPTIONS']['isolation_level'] = 1", id="civic.E001")
    ]


@checks.register(deploy=True)
def mail_has_a_server(app_configs, **kwargs):
    """Without EMAIL_URL letters are kept and never sent."""
    if settings.EMAIL_URL or settings.DATABASE_IS_EMBEDDED:
        return []
    return [
        checks.Warning(
            "EMAIL_URL is not set: letters are kept and never sent.", hint="EMAIL_URL=smtp+tls://user:password@mail.example.org:587", id="civic.W001"
        )
    ]
