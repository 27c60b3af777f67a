"""Cards: title, date and place as a picture, in the scripts of the portal, whatever is typed; and the fonts they are written with."""

import hashlib
import io
import re

import pytest
from PIL import Image, features

from sharing import cards
from sharing.lines import direction_of, fitted


def card(**changes):
    words = {
        "label": "Volunteer",
        "title": "Sort food",
        "when": "Saturday, October 10, 9 a.m. to noon",
        "where": "Grove Hall Library",
        "office": "Office",
        "address": "example.org",
    }
    return cards.Card(**{**words, "language": "en", **changes})


def drawn(shape="wide", **changes):
    return Image.open(io.BytesIO(cards.png(card(**changes), shape))).convert("RGB")


def ink(picture, left, right):
    """The dark pixels of the writing between two shares of the width, above the band."""
    width, height = picture.size
    part = picture.crop((int(width * left), 30, int(width * right), int(height * 0.8))).convert("L")
    return sum(part.histogram()[:128])


@pytest.mark.parametrize(("shape", "size"), [("wide", (1200, 630)), ("square", (1080, 1080))])
def test_a_card_has_the_size_that_social_sites_ask_for_and_the_citys_colors(shape, size):
    picture = drawn(shape, colors=cards.Colors("#112233", "#445566", "#778899"))
    assert (picture.size, picture.format) == (size, None) or picture.size == size
    assert picture.getpixel((5, 5)) == (0x77, 0x88, 0x99) and picture.getpixel((5, size[1] - 5)) == (0x11, 0x22, 0x33)


def test_writing_begins_on_the_left_and_in_arabic_on_the_right():
    left, right = drawn(title="Sort", when="", where="", label=""), drawn(title="فرز", when="", where="", label="", language="ar", is_rtl=True)
    assert ink(left, 0, 0.5) > 0 == ink(left, 0.5, 1) and ink(right, 0.5, 1) > 0 == ink(right, 0, 0.5)


def test_arabic_letters_join():
    """Joined letters are narrower than the same ones apart; without Raqm they would stand apart."""
    face = cards.font(cards.BOLD, 80)
    assert features.check("raqm") and face.getlength("فرز") < sum(face.getlength(one) for one in "فرز")
    joined, apart = face.getmask("بيت", direction="rtl"), face.getmask("ب ي ت", direction="rtl")
    assert bytes(joined) != bytes(apart)


@pytest.mark.parametrize("text", ["Sort donated food " * 8, "x" * 150, "فرز المواد الغذائية " * 7, "Ą́" * 75, "", "a" + "\u0301" * 140])
@pytest.mark.parametrize("shape", cards.SHAPES)
def test_nothing_leaves_its_box_however_long_the_title_is(shape, text):
    measures = cards.SHAPES[shape]
    width = measures.width - 2 * measures.margin
    lines, size = fitted(
        cards.writable(text), width=width, height=measures.title_height, sizes=measures.title, font=lambda size: cards.font(cards.BOLD, size), language="en"
    )
    assert all(line.width <= width for line in lines) and sum(line.height for line in lines) <= measures.title_height
    assert measures.title[1] <= size <= measures.title[0] and cards.png(card(title=text), shape)


def test_a_short_title_is_large_and_a_long_one_small_but_whole():
    def fit(text):
        return fitted(text, width=1000, height=250, sizes=(84, 40), font=lambda size: cards.font(cards.BOLD, size), language="en")

    (short, large), (long, small) = (
        fit("Sort food"),
        fit("Sort donated food with your neighbors at the pantry of the library on Saturday morning, all ages are welcome"),
    )
    assert (large, len(short)) == (84, 1) and small < 84 and " ".join(line.text for line in long).endswith("welcome")


def test_what_fits_in_no_size_ends_with_an_ellipsis():
    lines, size = fitted("word " * 60, width=400, height=100, sizes=(60, 40), font=lambda size: cards.font(cards.BOLD, size), language="en")
    assert size == 40 and lines[-1].text.endswith("…") and len(lines) == 1


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Sort \u202efood\u202c", "Sort food"), ("Sort 🎉 food", "Sort food"), ("a\x00b\nc", "a b c"), ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("整理捐贈的食物", ""), ("🎉🎉", ""), ("Đặng Ελλάδα Привет Zażółć", "Đặng Ελλάδα Привет Zażółć"), ("\u200b", ""), ("فرز Grove", "فرز Grove"),
    ],
)  # fmt: skip
def test_only_what_the_fonts_can_write_is_written(typed, written):
    assert cards.writable(typed) == written


def test_a_title_in_a_script_without_a_font_gives_way_to_the_office():
    assert cards.png(card(title="整理捐贈的食物", office="Sort food"), "wide") == cards.png(card(title="Sort food", office="Sort food"), "wide")


def test_each_word_and_color_has_an_etag_of_its_own():
    tags = {
        cards.etag(one, shape)
        for one in (card(), card(title="Sort clothes"), card(is_off=True), card(colors=cards.Colors("#000000")))
        for shape in cards.SHAPES
    }
    assert len(tags) == 8 and cards.etag(card(), "wide") == cards.etag(card(), "wide") and cards.etag(card(title="\ud800"), "wide")


@pytest.mark.parametrize(("text", "direction"), [("Sort food", "ltr"), ("فرز food", "rtl"), ("2026 فرز", "rtl"), ("…", "ltr")])
def test_a_line_is_read_in_the_direction_of_its_first_letter(text, direction):
    assert direction_of(text) == direction


def sums():
    return dict(re.findall(r"^\| (NotoSansCards-\S+) \| `([0-9a-f]{64})` \|$", (cards.FONTS / "PROVENANCE.md").read_text(), re.MULTILINE))


def test_the_fonts_are_those_of_the_provenance_and_their_license_lies_beside_them():
    assert {path.name for path in cards.FONTS.glob("*.ttf")} == set(sums()) == {cards.BOLD, cards.REGULAR}
    assert {name: hashlib.sha256((cards.FONTS / name).read_bytes()).hexdigest() for name in sums()} == sums()
    assert "SIL OPEN FONT LICENSE" in (cards.FONTS / "OFL.txt").read_text()
