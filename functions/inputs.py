"""Values that a client sends, read strictly: each of its kind, or an error that names it."""

from __future__ import annotations

import math
import re
from typing import Any

from errors import InvalidArgument

ID = re.compile(r"[A-Za-z0-9_-]+")


def identifier(fields: dict[str, Any], name: str, *, limit: int = 80) -> str:
    """The id in that field, of at most `limit` characters.

    Raises:
        InvalidArgument: it is missing, or is none.
    """
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > limit or not ID.fullmatch(value):
        raise InvalidArgument(f"{name} must be 1 to {limit} letters, digits, - or _.")
    return value


def number(fields: dict[str, Any], name: str, *, low: float, high: float) -> float | int | None:
    """The number in that field; `None` when there is none.

    Raises:
        InvalidArgument: it is something else, or out of range.
    """
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidArgument(f"{name} must be a number.")
    if not low <= value <= high:
        raise InvalidArgument(f"{name} must be between {low:g} and {high:g}.")
    return value
