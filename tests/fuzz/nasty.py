"""What nobody means to type and somebody sends: a fixed list, and an endless one from a seed."""

import random
from urllib.parse import quote_from_bytes

LISTED = [
    "", " ", "\u200b\u200b", "\u2063", "\x00", "Ve\x00ra", "\ud800", "Ve\udfffra", "\u202eareV", "\u2066Vera\u2069", "a" * 5000, "é" * 3000, "👩‍👩‍👧‍👦" * 40, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "\ufeffVera", "\u0007",
    "9" * 30, "-9" * 30, "9223372036854775808", "-1", "0", "1e5", "2.5", "NaN", "Infinity", "1_000", "0x10", "١٢", "²", "½", "1\n2",
    "vera@example.org\r\nBcc: sam@example.org", "Vera\nSubject: hello", "vera@example.org,sam@example.org", "a@localhost", "a@[127.0.0.1]", "@", "a@b", "vera@exa mple.org",
    f"{'a' * 64}@{'b' * 250}.org", "vera@münchen.example", "\"vera sam\"@example.org", "<vera@example.org>", "vera@example.org\u200b",
    "=HYPERLINK(\"http://example.org\")", "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "{{ 7*7 }}", "{% debug %}", "${7*7}", "'; DROP TABLE x; --", "%s%n%(name)s", "{0}{name}",
    "../../etc/passwd", "javascript:alert(1)", "\\", "\"'`", "null", "undefined", "true", "[]", "{}", "()", "🏳️‍🌈", "محمد", "שלום", "李小龍", "O'Brien & Sons",
    "617-555-0142", "+1 (617) 555-0142", "+", "+0", "00000000000", "911", "tel:911", "+99" * 9, "1-800-FLOWERS", "６１７５５５０１４２",
    "en", "xx", "zh-hant", "ar", "1", "on", "off", "12", "123456", "000000", "١٢٣٤٥٦", "1 2 3 4 5 6", "²³¹²³¹",
]  # fmt: skip


def values(seed):
    """Yield the listed values, then pieced-together and random ones, for ever; the same for the same seed."""
    dice = random.Random(seed)
    yield from LISTED
    while True:
        kind = dice.randrange(4)
        if kind == 0:
            yield "".join(chr(dice.randrange(1, 0x2FFF)) for _ in range(dice.randrange(1, 60)))
        elif kind == 1:
            yield dice.choice(LISTED)[: dice.randrange(1, 40)] + dice.choice(LISTED)[:200]
        elif kind == 2:
            yield "".join(
                chr(dice.choice([dice.randrange(0x20), dice.randrange(0xD800, 0xE000), dice.randrange(0x10000, 0x110000)]))
                for _ in range(dice.randrange(1, 12))
            )
        else:
            yield dice.choice(LISTED)


def posts(fields, honest, *, count, seed):
    """Yield so many filled-in forms: one field spoiled in most, several in the rest, fields missing or twice in some."""
    dice, stream = random.Random(seed), values(seed)
    for turn in range(count):
        filled = [(name, honest[name]) for name in honest]
        spoiled = [fields[turn % len(fields)]] if turn % 4 else dice.sample(fields, dice.randrange(1, len(fields) + 1))
        filled = [(name, next(stream) if name in spoiled else value) for name, value in filled]
        filled += [(name, next(stream)) for name in spoiled if name not in honest]
        if turn % 17 == 0:
            filled = [pair for pair in filled if pair[0] != dice.choice(fields)]
        if turn % 13 == 0:
            filled.append((dice.choice(fields), next(stream)))
        yield filled


def encoded(pairs):
    """Return the form as bytes on the wire; lone surrogates and NUL go as they are."""
    return "&".join(f"{_quote(name)}={_quote(value)}" for name, value in pairs)


def _quote(text):
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))
