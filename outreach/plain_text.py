"""The text part of what was written in Markdown: read from its HTML, so that both parts of a letter say the same."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol"}
_BLANK_LINES = re.compile(r"\n{3,}")


def of(html: str) -> str:
    """Return clean HTML as plain text: an empty line between blocks, “- ” or a number before items, addresses behind their words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = "\n".join(line.rstrip() for line in "".join(reader.said).split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.said = []
        self.lists = []  # of each open list the number of its last item, None for bullets
        self.links = []  # of each open link its address and where its words begin

    def handle_starttag(self, tag, attrs):
        if tag in _BLOCKS:
            self.said.append("\n" if self.lists else "\n\n")
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.said.append(self._item())
        elif tag == "br":
            self.said.append("\n")
        elif tag == "hr":
            self.said.append("\n\n---\n\n")
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.said)))

    def handle_endtag(self, tag):
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in _BLOCKS and not self.lists:
            self.said.append("\n\n")
        elif tag == "a" and self.links:
            self._address(*self.links.pop())

    def handle_data(self, data):
        # A line that ends in <br> ends here too; the one in the source behind it says nothing new.
        if self.said and self.said[-1] == "\n":
            data = data.removeprefix("\n")
        if data.strip() or "\n" not in data:  # between blocks and items stand line ends that say nothing
            self.said.append(data)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def _item(self):
        indent = "  " * max(0, len(self.lists) - 1)
        if not self.lists or self.lists[-1] is None:
            return f"\n{indent}- "
        self.lists[-1] += 1
        return f"\n{indent}{self.lists[-1]}. "

    def _address(self, href, begin):
        words = "".join(self.said[begin:]).strip()
        plain = href.removeprefix("mailto:").removeprefix("tel:")
        if plain and words != plain:
            self.said.append(f" ({plain})")
