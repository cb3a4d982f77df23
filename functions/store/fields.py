"""Fields of documents that a person edits: each is checked as it is read.

A console edit can leave anything in a field. What can't be read is an error that names the
document, for whoever needs that document and nobody else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from errors import Unavailable

Fields = dict[str, Any]


def text(where: str, fields: Fields, name: str) -> str:
    """A string that is not empty.

    Raises:
        Unavailable: it is missing, or something else.
    """
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise bad(where, name)
    return value


def texts(value: Any) -> tuple[str, ...]:
    """The strings of a list; none when it is not a list."""
    if not isinstance(value, list):
        return ()
    return tuple(item for item in cast(list[Any], value) if isinstance(item, str))


def whole(where: str, fields: Fields, name: str) -> int:
    """A whole number of one or more.

    Raises:
        Unavailable: it is missing, or something else.
    """
    value = amount(where, fields, name)
    if value is None or value < 1:
        raise bad(where, name)
    return int(value)


def amount(where: str, fields: Fields, name: str) -> float | None:
    """A number of zero or more; `None` when the field is absent or null.

    Raises:
        Unavailable: it is something else.
    """
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise bad(where, name)
    return float(value)


def moment(where: str, fields: Fields, name: str) -> datetime | None:
    """A timestamp; `None` when the field is absent or null.

    Raises:
        Unavailable: it is something else.
    """
    value = fields.get(name)
    if value is not None and not isinstance(value, datetime):
        raise bad(where, name)
    return value


def bad(where: str, name: str) -> Unavailable:
    """The error for a field that can't be read."""
    return Unavailable(f"{where} is not set up right: its {name} can't be read. Tell the owner.")
