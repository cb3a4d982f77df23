"""Firestore's values as JSON and back, without loss.

What JSON has no word for is an object with a `$`: `{"$": "time", "value": "2026-01-31T12:00:00Z"}`.
"""

from __future__ import annotations

import base64
import math
from datetime import datetime
from typing import Any, cast

from google.api_core.datetime_helpers import DatetimeWithNanoseconds
from google.cloud.firestore import DocumentReference, GeoPoint
from google.cloud.firestore_v1.vector import Vector


def encode(value: Any) -> Any:
    """A value of a document as JSON.

    Raises:
        TypeError: Firestore holds no such value.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else _tagged("float", str(value))
        case Vector():
            return _tagged("vector", list(cast(Any, value)))
        case list():
            return [encode(item) for item in cast(list[Any], value)]
        case dict():
            fields = {key: encode(item) for key, item in cast(dict[str, Any], value).items()}
            return _tagged("map", fields) if "$" in fields else fields
        case datetime():
            return _tagged("time", _rfc3339(value))
        case bytes():
            return _tagged("bytes", base64.b64encode(value).decode())
        case GeoPoint():
            point: Any = value
            return _tagged("point", [point.latitude, point.longitude])
        case DocumentReference():
            return _tagged("reference", cast(Any, value).path)
        case _:
            raise TypeError(f"{type(value).__name__} is no value of Firestore's.")


def decode(value: Any, database: Any) -> Any:
    """The inverse of `encode`; references become ones of `database`."""
    if isinstance(value, list):
        return [decode(item, database) for item in cast(list[Any], value)]
    if not isinstance(value, dict):
        return value
    fields = cast(dict[str, Any], value)
    match fields.get("$"):
        case None:
            return {key: decode(item, database) for key, item in fields.items()}
        case "map":
            return {key: decode(item, database) for key, item in fields["value"].items()}
        case "float":
            return float(fields["value"])
        case "vector":
            return Vector(fields["value"])
        case "time":
            return cast(Any, DatetimeWithNanoseconds).from_rfc3339(fields["value"])
        case "bytes":
            return base64.b64decode(fields["value"])
        case "point":
            return GeoPoint(*fields["value"])
        case "reference":
            return database.document(fields["value"])
        case unknown:
            raise TypeError(f"{unknown!r} is no kind of value.")


def _tagged(kind: str, value: Any) -> dict[str, Any]:
    return {"$": kind, "value": value}


def _rfc3339(moment: datetime) -> str:
    if isinstance(moment, DatetimeWithNanoseconds):
        return cast(str, cast(Any, moment).rfc3339())
    return moment.isoformat().replace("+00:00", "Z")
