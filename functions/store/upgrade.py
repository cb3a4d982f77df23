"""Messages of earlier versions, read as today's.

A message says by its `version` which shape it has; the first ones said nothing, and are version 0.
An older one is upgraded whenever it is read, and keeps today's shape from the next time that it
is written. So a deploy migrates nothing, and can be made over any earlier one.

To change the shape, add a step to the end of `STEPS`, and a message of the shape until then to
tests/fixtures/messages.json.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Fields = dict[str, Any]


def _settled_or_open(fields: Fields) -> Fields:
    """0 to 1: `open` says whether a turn is to be settled, and cached tokens are counted apart."""
    usage = fields.get("usage")
    counted = {"usage": {"cachedInputTokens": 0, **usage}} if usage else {}
    return {"open": fields.get("status") == "streaming", **fields, **counted}


# Each leads from the version of its place to the next one.
STEPS: tuple[Callable[[Fields], Fields], ...] = (_settled_or_open,)
VERSION = len(STEPS)


def upgrade(fields: Fields) -> Fields:
    """A message's fields in today's shape.

    Raises:
        ValueError: a newer Hearth than this one has written it.
    """
    version = fields.get("version", 0)
    if version == VERSION:
        return fields
    if not isinstance(version, int) or not 0 <= version < VERSION:
        raise ValueError(f"A message of version {version!r} can't be read by version {VERSION}.")
    for step in STEPS[version:]:
        fields = step(fields)
    return {**fields, "version": VERSION}


def changes(fields: Fields) -> Fields:
    """What is to be written to give a stored message today's shape; nothing if it has it."""
    upgraded = upgrade(fields)
    return {name: value for name, value in upgraded.items() if fields.get(name) != value}
