"""Texts to copy: everything one has to know, never longer than the place they are for, with the link whole."""

from dataclasses import replace

import pytest
from django.utils import translation

from outreach import posts
from outreach.items import Item

LINK = "https://portal.example.org/s/abc2345/"


def item(kind="volunteer", **changes):
    return Item(
        **{
            "kind": kind, "label": "Volunteer", "title": "Sort food", "when": "Saturday, October 10, 9 a.m. to noon", "where": "Grove Hall Library, 41 Geneva Ave",
            "who": "Everyone is welcome.", "bring": "Closed shoes", "text": "Help us sort food. It is fun.", "phone": "617-555-0142", "office": "Office of Service",
            **changes,
        }
    )  # fmt: skip


def test_a_short_post_says_what_when_where_and_ends_with_the_link():
    assert posts.short_post(item(), LINK) == f"Can you help? Sort food\nSaturday, October 10, 9 a.m. to noon\nGrove Hall Library, 41 Geneva Ave\n{LINK}"


@pytest.mark.parametrize("title", ["Sort food", "x" * 150, "Sort " * 60])
@pytest.mark.parametrize("where", ["", "y" * 200])
@pytest.mark.parametrize("kind", ["volunteer", "donate", "events"])
def test_a_short_post_is_never_too_long_and_its_link_is_whole(kind, title, where):
    found = posts.short_post(item(kind, title=title, where=where), LINK)
    assert len(found) <= posts.SHORT and found.endswith(f"\n{LINK}") and title[:20] in found


def test_a_long_post_has_every_fact_and_no_empty_one():
    found = posts.long_post(item(bring=""), LINK)
    for words in (
        "Can you help? Sort food",
        "Help us sort food.",
        "When: Saturday",
        "Where: Grove Hall",
        "Who can come: Everyone",
        f"account: {LINK}",
        "Call us: 617-555-0142",
    ):
        assert words in found
    assert "What to bring" not in found and "\n\n\n" not in found and found.endswith("Office of Service")


def test_a_drive_says_what_is_needed_and_names_its_places():
    drive = item("donate", bring="Coats, gloves", places=tuple(f"Place {number}" for number in range(9)), where="9 places")
    found = posts.long_post(drive, LINK)
    assert "What is needed: Coats, gloves" in found and "Where: Place 0; Place 1; Place 2; Place 3\n" in found


def test_the_radio_hears_the_number_twice_and_an_address_one_can_say():
    found = posts.talking_points(item(), LINK)
    assert "617-555-0142. Once more, slowly: 6 1 7, 5 5 5, 0 1 4 2." in found and "portal.example.org/s/abc2345" in found and "https" not in found
    assert all(line.startswith("– ") for line in found.splitlines())


@pytest.mark.parametrize("write", [posts.short_post, posts.long_post, posts.blurb, posts.talking_points])
def test_what_is_called_off_invites_nobody(write):
    found = write(replace(item(), label="Called off", is_off=True, is_open=False), LINK)
    assert "Can you help" not in found and "Sign up" not in found and "looking for" not in found and LINK.rstrip("/").partition("://")[2] in found
    assert "Called off" in found or write is posts.blurb


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [("One. Two. Three.", 10, "One. Two."), ("Word " * 9, 12, "Word Word…"), ("x" * 50, 10, "x" * 9 + "…"), ("short", 10, "short"), ("", 5, ""), ("ما هذا؟ نعم نعم نعم", 12, "ما هذا؟")],
)  # fmt: skip
def test_a_text_is_cut_after_a_sentence_else_after_a_word(text, most, left):
    assert posts.cut(text, most) == left


def test_a_text_is_written_in_the_language_that_is_active():
    with translation.override("es"):
        assert "Cuándo: " in posts.long_post(item(), LINK)
