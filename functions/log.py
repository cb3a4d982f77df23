"""Structured logs, one JSON object a line, as Cloud Logging reads them. Never any content."""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from typing import Any


def info(event: str, **fields: Any) -> None:
    """One line about something that happened."""
    _write("INFO", event, fields)


def exception(event: str) -> None:
    """One line about the exception being handled: its place in the code, not its text.

    An exception's text may quote a request, and with it a prompt or a key, so only its type and
    stack are written.
    """
    kind, error, trace = sys.exc_info()
    stack = "".join(traceback.format_tb(trace)) if trace else ""
    _write("ERROR", event, {"exception": kind.__name__ if kind and error else "", "stack": stack})


def hashed(uid: str) -> str:
    """A user's id as logs show it: the same for the same user, and nothing to look up."""
    return hashlib.sha256(uid.encode()).hexdigest()[:12]


def _write(severity: str, event: str, fields: dict[str, Any]) -> None:
    line = {"severity": severity, "message": event, **fields}
    print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)
