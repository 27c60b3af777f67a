"""A resident over real HTTP: one kept connection, cookies, and forms that are fetched before they are sent."""

import http.client
import re
import time
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer of the server and the seconds it took."""

    status: int
    headers: dict
    body: bytes
    seconds: float

    @property
    def text(self):
        return self.body.decode(errors="replace")

    @property
    def location(self):
        return self.headers.get("location", "")


class Resident:
    """Fetches a form, fills it in and sends it, from any thread."""

    def __init__(self, url, *, timeout=60, **headers):
        address = urlsplit(url)
        self.host = address.netloc
        self.timeout = timeout
        self.cookies = {}
        self.headers = headers
        self.connection = None

    def send(self, method, path, body=None, **headers):
        """Send one request; a kept connection that the server has closed meanwhile is opened again once."""
        began = time.monotonic()
        for attempt in (1, 2):
            try:
                answer = self._send_once(method, path, body, headers)
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if attempt == 2:
                    raise
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(), time.monotonic() - began)
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return found

    def _send_once(self, method, path, body, headers):
        self.connection = self.connection or http.client.HTTPConnection(self.host, timeout=self.timeout)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body=body, headers={"Cookie": cookie, **self.headers, **headers})
        return self.connection.getresponse()

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, fields):
        return self.send("POST", path, urlencode(fields), **{"Content-Type": "application/x-www-form-urlencoded"})

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def __del__(self):
        self.close()

    def form(self, path, **typed):
        """Return what this browser would send for the first form of a page."""
        return {**hidden(self.get(path).text), **typed}

    def sign_up_form(self, role, **typed):
        typed = {"name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "notes": "", **typed}
        return self.form(f"/volunteer/shifts/{role}/sign-up/", **typed)

    def sign_up(self, role, **typed):
        return self.post(f"/volunteer/shifts/{role}/sign-up/", self.sign_up_form(role, **typed))

    def press(self, path, *, on, **fields):
        """Send the form at `path` with the hidden fields of the page it stands on."""
        return self.post(path, {**hidden(self.get(on).text), **fields})

    def open_mailed(self, address):
        """Follow a mailed link to the page it leads to."""
        landed = self.get(urlsplit(address).path)
        return landed.location


def hidden(html):
    """Return the hidden fields of a page, the first of each name."""
    fields = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields.setdefault(name[1], unescape(value[1]) if value else "")
    return fields
