"""Contrast as WCAG counts it, and holidays as the law keeps them."""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from PIL import Image

from intake.refusal import Refused
from places.colors import contrast, is_readable, mix
from places.holidays import federal, massachusetts
from places.look import check_colors, clean_logo, style_sheet


def test_contrast_is_counted_as_in_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert (is_readable("#767676"), is_readable("#777777")) == (True, False)


def test_the_colors_the_portal_comes_with_can_be_read():
    check_colors(brand_dark="#091F2F", brand="#1871BD")


@pytest.mark.parametrize(("colors", "field"), [({"brand": "#FB4D42"}, "brand"), ({"brand_dark": "#5B6B77"}, "brand_dark")])
def test_colors_that_cannot_be_read_are_refused_by_field(colors, field):
    with pytest.raises(Refused) as no:
        check_colors(**{"brand_dark": "#091F2F", "brand": "#1871BD", **colors})
    assert no.value.field == field


def test_the_sheet_holds_the_colors_and_the_shades_made_from_them():
    sheet = style_sheet(SimpleNamespace(brand_dark="#000000", brand="#0000ff", brand_accent="#ff0000"))
    assert sheet.startswith("html:root{--brand-dark:#000000;--brand:#0000ff;") and "--brand-tint:#f0f0ff" in sheet
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_a_logo_is_drawn_anew_small_and_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010E] = "Carla's kitchen"
    data = io.BytesIO()
    Image.new("RGB", (800, 400), "#1871BD").save(data, "JPEG", exif=exif)
    assert b"kitchen" in data.getvalue()
    drawn = clean_logo(data.getvalue())
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("PNG", (264, 132), {})
    assert b"kitchen" not in drawn


def test_federal_holidays_on_weekends_are_kept_beside_them():
    assert federal(2026)[date(2026, 7, 3)] == "Independence Day"  # the fourth is a Saturday
    assert federal(2027)[date(2027, 7, 5)] == "Independence Day"  # the fourth is a Sunday
    assert federal(2026)[date(2026, 11, 26)] == "Thanksgiving Day"
    assert len(federal(2026)) == 11


def test_massachusetts_moves_sundays_only_and_keeps_patriots_day():
    assert massachusetts(2026)[date(2026, 7, 4)] == "Independence Day"
    assert massachusetts(2026)[date(2026, 4, 20)] == "Patriots’ Day"
    assert date(2027, 12, 25) in massachusetts(2027)
