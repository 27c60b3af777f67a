"""What gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from civic.environment import require_servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")

require_servers(DATABASE_URL=settings.DATABASE_URL)
application = get_wsgi_application()
