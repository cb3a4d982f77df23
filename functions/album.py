"""The pictures of a service's result, kept beside the thread's messages as far as they can be."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from integrations import Brought
from messages import ImagePart
from pictures import MEDIA_TYPE, redrawn
from tools import Library

# Those of one call beyond these are not kept: each is a document of up to a megabyte.
MAX_PICTURES = 4


@dataclass(frozen=True)
class Shown:
    """A result with the pictures that the person sees, each with its data."""

    told: Any
    images: tuple[ImagePart, ...]


def shown(result: Brought, library: Library) -> Shown:
    """The result, its pictures drawn anew and stored. What became of the others is told."""
    images: list[ImagePart] = []
    for file in result.pictures[:MAX_PICTURES]:
        try:
            data = redrawn(base64.b64decode(file))
        except ValueError:
            continue
        images.append(ImagePart(library.keep_picture(MEDIA_TYPE, data), MEDIA_TYPE, data))
    lost = len(result.pictures) - len(images)
    if lost == 0:
        return Shown(result.told, tuple(images))
    told = result.told if isinstance(result.told, str) else json.dumps(result.told)
    return Shown(f"{told}\n[Pictures that can't be shown here: {lost}.]".strip(), tuple(images))
