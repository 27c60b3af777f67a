"""What can be said of an opportunity, a drive or an event, ready to copy, in the active language: posts, a newsletter, the radio."""

import re

from django.utils.translation import gettext as _

from outreach.items import DONATE, EVENTS, VOLUNTEER, Item

MOST_PLACES = 4  # named in a post
SHORT, LONG_TEXT, BLURB = 280, 700, 350  # letters
MORE = "…"
_SENTENCE_ENDS = re.compile(r"[.!?؟。](?=\s|$)")


def short_post(item: Item, link: str) -> str:
    """Return a post of at most 280 letters that ends with the link; the place goes before the title is cut."""
    opening = _call(item)
    for lines in ([item.when, item.where], [item.when], []):
        rest = "\n".join([*filter(None, lines), link])
        if len(f"{opening} {item.title}\n{rest}") <= SHORT:
            return f"{opening} {item.title}\n{rest}"
    return f"{opening} {cut(item.title, SHORT - len(opening) - len(link) - 2)}\n{link}"


def long_post(item: Item, link: str) -> str:
    """Return a post with everything one has to know, in short paragraphs."""
    return _paragraphs(f"{_call(item)} {item.title}", cut(item.text, LONG_TEXT), _facts(item), _step(item, link), _ask(item), item.office)


def blurb(item: Item, link: str) -> str:
    """Return a few lines for somebody's newsletter."""
    when_and_where = " · ".join(part for part in (item.when, item.where) if part)
    return _paragraphs(item.title, when_and_where, cut(item.text, BLURB), _step(item, link), _ask(item))


def talking_points(item: Item, link: str) -> str:
    """Return what to say on the radio, one point a line: numbers are said twice, the second time digit by digit."""
    openings = {
        VOLUNTEER: _("%(office)s is looking for volunteers: %(title)s."), DONATE: _("%(office)s is collecting things people need: %(title)s."),
        EVENTS: _("%(office)s invites the neighborhood: %(title)s."),
    }  # fmt: skip
    first = openings[item.kind] % {"office": item.office, "title": item.title} if item.is_open else f"{item.label}: {item.title}."
    points = [first, *_facts(item).splitlines()]
    if item.is_open:
        points.append(_("It costs nothing, and nobody needs an account."))
    if item.phone:
        points.append(_("Call %(phone)s. Once more, slowly: %(digits)s.") % {"phone": item.phone, "digits": _digits(item.phone)})
    points.append(_("Or on the internet: %(address)s") % {"address": link.partition("://")[2].rstrip("/")})
    return "\n".join(f"– {point}" for point in points)


def cut(text: str, most: int) -> str:
    """Return at most so many letters of a text: whole sentences where at least one fits, else whole words with an ellipsis."""
    text = text.strip()
    if len(text) <= most:
        return text
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(text[: most + 1]) if match.end() <= most]
    if ends and ends[-1] >= most // 3:
        return text[: ends[-1]]
    words = text[: most - len(MORE)]
    return (words.rpartition(" ")[0] or words).rstrip(" ,;:") + MORE


def _call(item):
    if not item.is_open:
        return f"{item.label}:"
    return {VOLUNTEER: _("Can you help?"), DONATE: _("Do you have something to give?"), EVENTS: _("Come and join us!")}[item.kind]


def _facts(item):
    who, bring = (_("For whom"), _("What is needed")) if item.kind == DONATE else (_("Who can come"), _("What to bring"))
    where = "; ".join(item.places[:MOST_PLACES]) if item.places else item.where
    facts = ((_("When"), item.when), (_("Where"), where), (who, item.who), (bring, item.bring))
    return "\n".join(_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in facts if value)


def _step(item, link):
    if not item.is_open:
        return link
    steps = {
        VOLUNTEER: _("Sign up here, without an account: %(link)s"), DONATE: _("Tell us here what you bring: %(link)s"),
        EVENTS: _("Read more here, and tell us that you are coming: %(link)s"),
    }  # fmt: skip
    return steps[item.kind] % {"link": link}


def _ask(item):
    return " ".join([_("Questions? Call us:"), item.phone]) if item.phone else ""


def _digits(phone):
    return ", ".join(" ".join(part) for part in re.split(r"[^\d+]+", phone) if part)


def _paragraphs(*parts):
    return "\n\n".join(part for part in parts if part)
