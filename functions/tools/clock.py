"""Today's date, the time anywhere, and the days between dates, none of which a model can know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from messages import ToolSpec
from tools import Context, Input, Kind, ToolFailure, text, whole

SPEC = ToolSpec(
    name="clock",
    description=(
        "Today's date and the time now, in any time zone. With `date`, also its weekday and how "
        "many days it is from today; with `add_days`, the date that many days later."
    ),
    parameters={
        "type": "object",
        "properties": {
            "zone": {
                "type": "string",
                "description": "An IANA time zone, such as Europe/Paris. UTC without one.",
            },
            "date": {"type": "string", "description": "A date as YYYY-MM-DD."},
            "add_days": {
                "type": "integer",
                "description": "Days to add to `date`, or to today; may be negative.",
            },
        },
    },
)
KIND: Kind = "pure"

MAX_DAYS = 1_000_000


def offered(_context: Context) -> bool:
    return True


def subject(_input: Input) -> str:
    return ""


def run(input: Input, context: Context) -> dict[str, Any]:
    now = context.now().astimezone(_zone(text(input, "zone", most=64, default="UTC")))
    told: dict[str, Any] = {
        "now": now.isoformat(timespec="minutes"),
        "zone": str(now.tzinfo),
        **_day(now.date(), "today"),
    }
    asked = text(input, "date", most=10, default="")
    day = _date(asked) if asked else now.date()
    if asked:
        told |= _day(day, "date") | {"daysFromToday": (day - now.date()).days}
    if input.get("add_days") is not None:
        days = whole(input, "add_days", low=-MAX_DAYS, high=MAX_DAYS, default=0)
        told |= _day(_later(day, days), "then")
    return told


def _zone(name: str) -> tzinfo:
    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ToolFailure(f"{name} is not a time zone. Use a name such as Europe/Paris.") from None


def _date(given: str) -> date:
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        raise ToolFailure("date must be a date as YYYY-MM-DD.") from None


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ToolFailure("That date is beyond the calendar.") from None


def _day(day: date, name: str) -> dict[str, Any]:
    return {
        name: day.isoformat(),
        f"{name}Weekday": day.strftime("%A"),
        f"{name}Week": day.isocalendar().week,
    }
