"""Which web pages may call the functions: the project's own, and no others."""

from __future__ import annotations

import os
import re

from config import project

# Browsers cap this (Chromium at two hours); without it every message costs a preflight of its own.
MAX_AGE_SECONDS = 7200
_LOOPBACK = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")


def cors_headers(origin: str | None) -> dict[str, str]:
    """The response headers for a request from `origin`; none that allow a foreign page."""
    headers = {"Vary": "Origin"}
    if origin is None or not _is_own(origin):
        return headers
    return {
        **headers,
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "authorization, content-type, x-firebase-appcheck",
        "Access-Control-Max-Age": str(MAX_AGE_SECONDS),
    }


def _is_own(origin: str) -> bool:
    name = project()
    if name.startswith("demo-") and _LOOPBACK.fullmatch(origin):
        return True
    extra = os.environ.get("HEARTH_ORIGINS", "").split()
    return origin in (f"https://{name}.web.app", f"https://{name}.firebaseapp.com", *extra)
