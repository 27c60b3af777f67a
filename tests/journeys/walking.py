"""One resident in front of a browser: what people do with the pages, by the words they read on them."""

import re
import time

CODE = re.compile(r"\b(\d{6})\b")
LINK = re.compile(r"https?://\S+/(?:confirm|my/link)/\S+/")


class Walk:
    """Opens pages, fills in forms and reads letters; every page on the way is looked at by axe where it can run."""

    def __init__(self, page, *, live, mail_server, post, look_closely):
        self.page, self.live, self.mail_server, self.post, self.look_closely = page, live, mail_server, post, look_closely
        self.screens = 0

    def open(self, path):
        self.page.goto(path if path.startswith("http") else self.live + path)
        return self.look()

    def open_until(self, path, words):
        """Open a public page until it says these words, at most ten seconds: the portal and the browser keep it for five each."""
        until = time.monotonic() + 10
        while words not in self.open(path).text and time.monotonic() < until:
            time.sleep(0.5)
        return self

    def look(self):
        """Count a screen: nothing for axe to find, nothing cut off, one heading that says what it is."""
        self.screens += 1
        self.page.wait_for_load_state()
        self.look_closely(self.page)
        width = self.page.viewport_size["width"]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, f"{self.page.url} scrolls sideways"
        assert self.page.locator("h1").count() == 1, self.page.url
        return self

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    def follow(self, name):
        """Follow the first link of this name."""
        self.page.get_by_role("link", name=name).first.click()
        return self.look()

    def press(self, name):
        """Press the first button of this name."""
        self.page.get_by_role("button", name=name).first.click()
        return self.look()

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]:visible").fill(value)
        return self

    def tick(self, label):
        self.page.locator("label", has_text=label).first.click()
        return self

    def sign_up(self, role, **fields):
        """From the form to the page after it; name and address are Vera's unless told."""
        self.open(f"/volunteer/shifts/{role.pk}/sign-up/")
        self.fill(**{"name": "Vera", "email": "vera@example.org", **fields})
        return self.press(re.compile("^(Sign up|Join the waitlist)$"))

    def letter(self, kind, to="vera@example.org", count=1):
        """Let the worker send, and return the newest letter of this kind."""
        self.post()
        return self.mail_server.wait_for(count, to=to, kind=kind)[-1]

    def code(self, to="vera@example.org", count=1):
        """The code as one reads it: first in the subject."""
        return CODE.match(self.letter("confirm_code", to, count).subject.lstrip("\u200e\u200f"))[1]

    def type_code(self, code, button=re.compile("^(Confirm|Confirmar)$")):
        self.fill(code=code)
        return self.press(button)


def links_of(letter):
    """Return every address of ours in a letter, from both its parts."""
    found = LINK.findall(letter.text) + re.findall(r'href="([^"]+)"', letter.html)
    return sorted({address.replace("&amp;", "&") for address in found if address.startswith("http://localhost")})
