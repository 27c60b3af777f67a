"""The committed look is what the lockfile says, small, of this city only, and readable."""

import base64
import hashlib
import re
from pathlib import Path

import brotli
import pytest

from intake import head_styles

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
ROW = re.compile(r"^\| (\S+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)
ONLY_NAMES = {"usa-alert--no-heading", "usa-button--light", "usa-file", "usa-summary-box__body"}  # classes of the design system that carry no rule of their own
STYLES = ("portal.css", "head.css", "fonts.css", "admin.css")


def recorded() -> dict[str, str]:
    return dict(ROW.findall((STATIC / "PROVENANCE.md").read_text()))


def differing(sums: dict[str, str]) -> list[str]:
    return [name for name, sha in sums.items() if hashlib.sha256((STATIC / name).read_bytes()).hexdigest() != sha]


def variables() -> dict[str, str]:
    rules = re.findall(r":root\{([^}]*)\}", (STATIC / "css" / "portal.css").read_text())
    return dict(re.findall(r"--([a-z-]+): ?(#[0-9a-f]{3,6})", "".join(rules)))


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = color.lstrip("#")
    digits = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_compiled_file_is_the_one_in_the_provenance():
    assert len(recorded()) > 10
    assert differing(recorded()) == []


def test_a_file_changed_by_hand_is_noticed():
    assert differing({**recorded(), "css/portal.css": "0" * 64}) == ["css/portal.css"]


def test_no_compiled_file_is_left_over_from_an_older_build():
    by_hand = {"img/favicon.svg", "PROVENANCE.md", "css/admin.css", "css/desk.css", "css/sheets.css"}
    present = {str(path.relative_to(STATIC)) for folder in ("css", "fonts", "img") for path in (STATIC / folder).iterdir()}
    assert present - set(recorded()) - by_hand == set()


def test_the_style_sheet_stays_under_18_kilobytes():
    assert len(brotli.compress((STATIC / "css" / "portal.css").read_bytes())) <= 18 * 1024


def styles_in(page):
    """The styles a page carries itself, as its policy would have to name them, and the policy."""
    (written,) = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256(written.encode()).digest()).decode()}'", page.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/volunteer/", "/es/accessibility/", "/nothing-here/"])
def test_the_top_of_a_page_is_painted_with_styles_that_its_policy_names_before_the_style_sheet(client, address):
    page = client.get(address)
    source, policy = styles_in(page)
    assert source in policy and "unsafe-inline" not in policy
    assert page.text.index("<style>") < page.text.index("</header>") < page.text.index('rel="stylesheet"') < page.text.index("<main")


@pytest.mark.django_db
def test_other_styles_in_a_page_would_not_be_allowed(client, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(head_styles, "TEXT", head_styles.TEXT + "p{color:red}")
    source, policy = styles_in(client.get("/accessibility/?again=1"))
    assert source not in policy


def test_a_page_carries_no_more_than_two_kilobytes_of_styles():
    assert len(brotli.compress(head_styles.TEXT.encode())) <= 2 * 1024 and "</" not in head_styles.TEXT


@pytest.mark.parametrize("sheet", STYLES)
def test_every_file_a_style_sheet_names_is_there(sheet):
    names = re.findall(r"url\(\"?([^\")]*)\"?\)", (STATIC / "css" / sheet).read_text())
    assert [name for name in names if name and not (STATIC / "css" / name).resolve().is_file()] == []


@pytest.mark.parametrize("sheet", STYLES)
def test_no_style_sheet_asks_anything_of_another_host(sheet):
    assert re.findall(r"url\(\"?(?:https?:)?//", (STATIC / "css" / sheet).read_text()) == []


def test_no_icon_that_a_template_names_is_missing():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img" / "icons.svg").read_text()))
    asked = {name for template in (ROOT / "templates").rglob("*.html") for name in re.findall(r'"_icon\.html" with name="([^"]+)"', template.read_text())}
    assert asked
    assert asked - drawn == set()


def classes_of_templates() -> set[str]:
    pages = "".join(template.read_text() for template in (ROOT / "templates").rglob("*.html"))
    return {
        name
        for written in re.findall(r'class="([^"]*)"', pages)
        for name in re.findall(r"[a-z][\w-]+", re.sub(r"{[{%].*?[%}]}", " ", written))
        if not name.endswith("-")
    }


def without_rule(used: set[str]) -> set[str]:
    """Classes that a page uses and the sources define, but the compiled style sheet lacks: `npm run build` was forgotten."""
    compiled = set(re.findall(r"\.([a-zA-Z][\w-]*)", (STATIC / "css" / "portal.css").read_text()))
    layer = "".join(sheet.read_text() for sheet in (ROOT / "frontend" / "layer").glob("*.scss"))
    defined = set(re.findall(r"\.([a-zA-Z][\w-]*)", layer)) | {name for name in used if name.startswith("usa-")} - ONLY_NAMES
    return used & defined - compiled


def test_every_class_in_use_was_compiled():
    assert without_rule(classes_of_templates()) == set()


def test_a_class_that_was_not_compiled_is_noticed():
    assert without_rule({"usa-step-indicator", "card"}) == {"usa-step-indicator"}


@pytest.mark.parametrize(
    ("words", "ground", "least"),
    [
        ("brand", "paper", 4.5),
        ("brand", "brand-tint", 4.5),
        ("brand", "sand", 4.5),
        ("brand-hover", "brand-tint", 4.5),
        ("paper", "brand", 4.5),
        ("paper", "brand-dark", 7),
        ("ink", "brand-tint", 7),
        ("quiet", "sand", 4.5),
        ("quiet", "brand-tint", 4.5),
        ("edge", "paper", 3),
        ("good", "good-tint", 4.5),
        ("warn", "warn-tint", 4.5),
        ("bad", "bad-tint", 4.5),
    ],
)
def test_words_stand_out_from_their_ground(words, ground, least):
    colors = {**variables()}
    assert contrast(colors[words], colors[ground]) >= least


def test_the_accent_color_would_not_do_for_words():
    assert contrast(variables()["brand-accent"], variables()["paper"]) < 4.5


def test_our_own_layer_knows_no_left_and_right():
    for sheet in sorted((ROOT / "frontend" / "layer").glob("*.scss")):
        assert re.findall(r"(?:margin|padding|border)-(?:left|right)|(?<!-)\b(?:left|right):", sheet.read_text()) == [], sheet.name
