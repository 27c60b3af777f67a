"""Who did it, for the history triggers."""

import pghistory
from django.contrib.auth import SESSION_KEY

SAFE = {"GET", "HEAD", "OPTIONS"}


class HistoryContext:
    """Tell the database who is signed in while a request changes something; no address, no page, only the user's id."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A browser without a session has nobody signed in: residents' forms cost nothing here.
        if request.method in SAFE or not request.session.session_key or SESSION_KEY not in request.session:
            return self.get_response(request)
        with pghistory.context(user=int(request.session[SESSION_KEY])):
            return self.get_response(request)
