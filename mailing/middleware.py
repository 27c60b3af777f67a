"""Shared computers are normal: a browser forgets after 20 idle minutes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from mailing import browser

_REFRESH = timedelta(minutes=1)


class ForgetIdleBrowsers:
    """Empty the session of a resident's browser that was idle for too long; staff sign-ins keep their own rules."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "seen" in request.session:
            now = timezone.now()
            if browser.is_idle(request, now):
                request.session.flush()
            elif now - datetime.fromisoformat(request.session["seen"]) > _REFRESH:
                browser.touch(request)
        return self.get_response(request)
