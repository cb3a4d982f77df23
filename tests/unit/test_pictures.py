"""Pictures from elsewhere: small, plain, and nothing but what is seen."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from pictures import MAX_DATA, redrawn


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def seen(data: str) -> Image.Image:
    return Image.open(BytesIO(base64.b64decode(data)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_what_browsers_show_becomes_a_jpeg(kind: str) -> None:
    drawn = seen(redrawn(written(Image.new("RGB", (40, 20), "red"), kind)))
    assert (drawn.format, drawn.size) == ("JPEG", (40, 20))
    red, green, blue = drawn.convert("RGB").tobytes()[:3]
    assert red > 240
    assert max(green, blue) < 20


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    drawn = seen(redrawn(written(Image.effect_noise((4000, 2000), 90), "PNG")))
    assert drawn.size in ((1568, 784), (1200, 600), (900, 450))


def test_what_is_clear_becomes_white() -> None:
    drawn = seen(redrawn(written(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")))
    assert drawn.convert("RGB").tobytes() == b"\xff" * 8 * 8 * 3


def test_nothing_but_what_is_seen_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "51.9225 N, 4.47917 E"
    exif[0x0112] = 6
    file = written(Image.new("RGB", (40, 20), "red"), "JPEG", exif=exif)
    assert b"51.9225" in file
    data = redrawn(file)
    assert b"51.9225" not in base64.b64decode(data)
    assert seen(data).size == (20, 40)


def test_a_broken_colour_profile_spoils_no_picture() -> None:
    profile = b"not a profile"
    file = written(Image.new("RGB", (40, 20), "red"), "PNG", icc_profile=profile)
    at = file.index(b"iCCP") + 6
    broken = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
    assert seen(redrawn(broken)).size == (40, 20)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"\x89PNG\r\n\x1a\n and no more",
        written(Image.new("RGB", (40, 20)), "PNG")[:20],
        written(Image.new("RGB", (40, 20)), "BMP"),
        written(Image.new("1", (7000, 7000)), "PNG"),
    ],
    ids=["empty", "svg", "broken", "cut", "another format", "a trap"],
)
def test_what_is_no_picture_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match="picture"):
        redrawn(file)


def test_no_picture_is_larger_than_a_document_holds() -> None:
    assert len(redrawn(written(Image.effect_noise((3000, 3000), 200), "PNG"))) <= MAX_DATA
