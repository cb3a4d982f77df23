"""What went wrong at a provider, told as one of our errors.

Six SDKs and two HTTP libraries raise errors of their own; they agree on little more than a status
and headers. What a provider wrote is looked at for its meaning and never passed on: it may quote
the request.
"""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from types import ModuleType
from typing import Any

import log
from errors import (
    ContextOverflow,
    DeadlineExceeded,
    HearthError,
    InvalidArgument,
    NotFound,
    ResourceExhausted,
    TooLarge,
    Unavailable,
)

CUT_OFF = "The answer was cut off. Continue it or try again."

# How the providers and the servers of open models say that a conversation is too long.
_OVERFLOW = (
    "context_length_exceeded",
    "model_context_window_exceeded",
    "prompt is too long",
    "context length",
    "context window",
    "context limit",
    "context size",
    "input token count",
    "too many tokens",
)
# How they say that the owner's account there is out of money, whatever the status.
_NO_CREDIT = ("insufficient_quota", "credit balance", "billing_error", "payment required")


def cut_off() -> HearthError:
    """The stream ended without its finish marker."""
    return Unavailable(CUT_OFF, retryable=True)


def garbled(label: str) -> HearthError:
    """A part of the stream could not be read."""
    return Unavailable(
        f"{label} sent something unreadable. Continue the answer or try again.", retryable=True
    )


def failure(label: str, http: ModuleType, error: Exception) -> HearthError:
    """Our error for one that an SDK, or `http` (`httpx2` or `httpx`) below it, raised."""
    timeout = http.TimeoutException
    if isinstance(error, timeout) or isinstance(error.__cause__, timeout):
        return DeadlineExceeded(f"{label} stopped answering. Try again.", retryable=True)
    status = _status(error)
    if status is None:
        log.info("provider-unreachable", provider=label, error=type(error).__name__)
        return Unavailable(f"{label} could not be reached. Try again.", retryable=True)
    words = _words(error)
    return refusal(label, status, words, _retry_after(_headers(error), words))


def refusal(
    label: str, status: int, words: str = "", retry_after: float | None = None
) -> HearthError:
    """Our error for an HTTP status, or for an error inside a stream that amounts to one.

    Args:
        words: what the provider wrote, for its meaning alone.
        retry_after: seconds.
    """
    log.info("provider-refused", provider=label, status=status)
    lower = words.lower()
    if status == 402 or any(word in lower for word in _NO_CREDIT):
        return ResourceExhausted(
            f"The account behind this server has no credit left at {label}. Pick another "
            "provider's model, or ask the owner to top it up."
        )
    if status in (400, 413, 422) and any(word in lower for word in _OVERFLOW):
        return ContextOverflow(
            "This conversation no longer fits the model. Start a new thread, or pick a model with "
            "a longer context."
        )
    match status:
        case 401 | 403:
            return Unavailable(
                f"{label} refused this server's key. Pick another provider's model, or ask the "
                "owner to check the key."
            )
        case 404:
            return NotFound(
                f"{label} does not offer this model. Pick another, or ask the owner to check its "
                "name."
            )
        case 408 | 504:
            return DeadlineExceeded(f"{label} took too long. Try again.", retryable=True)
        case 413:
            return TooLarge(f"This is more than {label} accepts. Send fewer or smaller images.")
        case 429:
            return ResourceExhausted(
                f"{label} is receiving too many requests from this server. Try again shortly.",
                retry_after=retry_after,
                retryable=True,
            )
        case _ if 400 <= status < 500 and status != 409:
            return InvalidArgument(
                f"{label} did not accept this request. Try another model or other settings."
            )
        case _:
            return Unavailable(
                f"{label} is down or overloaded. Try again, or pick another provider's model.",
                retry_after=retry_after,
                retryable=True,
            )


def _status(error: Exception) -> int | None:
    for name in ("status_code", "code"):
        value = getattr(error, name, None)
        if isinstance(value, int):
            return value
    return None


def _words(error: Exception) -> str:
    """All that the provider wrote. SDKs keep it under different names."""
    return " ".join([str(error), *(str(getattr(error, name, "")) for name in ("body", "details"))])


def _headers(error: Exception) -> dict[str, str]:
    response: Any = getattr(error, "response", None)
    headers: Any = getattr(error, "headers", None) or getattr(response, "headers", None) or {}
    return {str(name).lower(): str(value) for name, value in dict(headers).items()}


def _retry_after(headers: dict[str, str], words: str) -> float | None:
    """Seconds to wait, as a header (milliseconds, seconds or a date) or Gemini's body says."""
    if milliseconds := _number(headers.get("retry-after-ms")):
        return milliseconds / 1000
    value = headers.get("retry-after")
    if value is None:
        told = re.search(r"retryDelay\W+([\d.]+)s", words)
        return _number(told.group(1)) if told else None
    seconds = _number(value)
    return _seconds_until(value) if seconds is None else seconds


def _number(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None


def _seconds_until(date: str) -> float | None:
    try:
        return max(0.0, parsedate_to_datetime(date).timestamp() - time.time())
    except ValueError:
        return None
