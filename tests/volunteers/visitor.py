"""A visitor with a browser, without the browser: Django's client with real CSRF checks and a form that is fetched before it is sent."""

import re

from django.test import Client
from django.test.client import ClientHandler

from mailing import proof
from mailing.models import AccessLink

_portal = ClientHandler(enforce_csrf_checks=True)


class Visitor(Client):
    """Fetches a form, fills it in and sends it, as a browser does; all visitors share one portal, whose start is slow."""

    def __init__(self, **more):
        super().__init__(enforce_csrf_checks=True, **more)
        self.handler = _portal

    def hidden(self, page):
        """Return the hidden fields of a page's last answer."""
        html = page.content.decode()
        fields = {}
        for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html):
            name = re.search(r'name="([^"]*)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name:
                fields.setdefault(name[1], value[1] if value else "")
        return fields

    def form_of(self, role, **typed):
        """Return what a visitor would send for this role."""
        page = self.get(f"/volunteer/shifts/{role.pk}/sign-up/")
        return {**self.hidden(page), "name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "notes": "", **typed}

    def sign_up(self, role, **typed):
        return self.post(f"/volunteer/shifts/{role.pk}/sign-up/", self.form_of(role, **typed))

    def press(self, path, from_page="/confirm/", **fields):
        """Send the form at `path` with the token of the page it stands on."""
        page = self.get(from_page)
        return self.post(path, {**self.hidden(page), **fields})

    def type_code(self, code):
        return self.press("/confirm/", code=code)


def code_for(address):
    """Return the code in the newest letter to an address."""
    return proof.code(AccessLink.objects.filter(address=address).latest("pk"))
