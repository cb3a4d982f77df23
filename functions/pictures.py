"""Pictures that come from elsewhere, drawn anew to be kept beside a message.

A document holds no more than a megabyte, and what a file says of its maker, its place or its time
is nobody's business: so each becomes a JPEG of a modest size, as the client makes of a member's
own (web/src/lib/resize.ts).
"""

from __future__ import annotations

import base64
import struct
from io import BytesIO
from typing import Any

MEDIA_TYPE = "image/jpeg"
# Characters of base64, as the rules have it for pictures that members add.
MAX_DATA = 900_000
# More of them in a small file is a trap.
MAX_PIXELS = 40_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# The longest side and the quality, from the best to the smallest.
_ATTEMPTS = ((1568, 86), (1568, 70), (1200, 70), (900, 60))


def redrawn(file: bytes) -> str:
    """The picture as a JPEG in base64, no longer than `MAX_DATA`.

    Raises:
        ValueError: it is no picture that can be read, or one with too many pixels.
    """
    # Not on the way of a turn without pictures: its import takes a moment.
    from PIL import Image, ImageFile, ImageOps

    # As browsers do it: a colour profile that is broken, or a missing end, spoils no picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(BytesIO(file), formats=_FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValueError("The picture has too many pixels.")
            seen = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise ValueError("That is no picture that can be read.") from error
    # A JPEG has no transparency: what was clear becomes white, as on paper.
    drawn = Image.new("RGB", seen.size, "white")
    drawn.paste(seen, mask=seen)
    for side, quality in _ATTEMPTS:
        data = _jpeg(drawn, side, quality)
        if len(data) <= MAX_DATA:
            return data
    raise ValueError("The picture can't be made small enough.")


def _jpeg(picture: Any, side: int, quality: int) -> str:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    written = BytesIO()
    smaller.save(written, "JPEG", quality=quality, optimize=True)
    return base64.b64encode(written.getvalue()).decode()
