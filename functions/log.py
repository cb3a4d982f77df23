"""Structured logs, one JSON object a line, as Cloud Logging reads them. Never any content.

The special fields are those of Cloud Logging ("Structured logging") and of Error Reporting
("Format error messages"): lines of one request share a trace, and an error is reported.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

_REPORTED = "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent"
# `TRACE_ID/SPAN_ID;o=OPTIONS`, as Google's front end writes X-Cloud-Trace-Context.
_TRACE = re.compile(r"([0-9a-f]{32})(?:/(\d{1,20}))?(?:;.*)?")
_NO_TRACE: Mapping[str, str] = MappingProxyType({})

_trace: ContextVar[Mapping[str, str]] = ContextVar("trace", default=_NO_TRACE)


def follow(header: str | None) -> None:
    """Have this thread's lines carry the trace of the request with that X-Cloud-Trace-Context."""
    _trace.set(_trace_fields(header or ""))


def info(event: str, **fields: Any) -> None:
    """One line about something that happened."""
    _write("INFO", event, fields)


def exception(event: str) -> None:
    """One line about the exception being handled: its place in the code, not its text.

    An exception's text may quote a request, and with it a prompt or a key, so only its type and
    stack are written.
    """
    kind, _, trace = sys.exc_info()
    name = kind.__name__ if kind else "Unknown"
    stack = "".join(traceback.format_tb(trace))
    fields = {
        "@type": _REPORTED,
        "exception": name,
        "stack_trace": f"Traceback (most recent call last):\n{stack}{name}: {event}",
        "serviceContext": {
            "service": os.environ.get("K_SERVICE", "hearth"),
            "version": os.environ.get("K_REVISION", "local"),
        },
    }
    _write("ERROR", event, fields)


def hashed(uid: str) -> str:
    """A user's id as logs show it: the same for the same user, and nothing to look up."""
    return hashlib.sha256(uid.encode()).hexdigest()[:12]


def _trace_fields(header: str) -> Mapping[str, str]:
    found = _TRACE.fullmatch(header)
    project = os.environ.get("GCLOUD_PROJECT") or os.environ.get("GOOGLE_CLOUD_PROJECT")
    if found is None or not project:
        return _NO_TRACE
    trace, span = found.groups()
    fields = {"logging.googleapis.com/trace": f"projects/{project}/traces/{trace}"}
    if span:
        fields["logging.googleapis.com/spanId"] = f"{int(span):016x}"
    return fields


def _write(severity: str, event: str, fields: dict[str, Any]) -> None:
    line = {"severity": severity, "message": event, **fields, **_trace.get()}
    # One write, so that two threads' lines do not run into each other.
    sys.stderr.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    sys.stderr.flush()
