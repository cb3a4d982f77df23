"""Every error that Hearth tells a person about, as one tree.

    HearthError
    |-- Unauthenticated      401  no ID token, or one that is forged, expired or revoked
    |-- PermissionDenied     403  a suspended member, or an agent or model that is not theirs
    |-- NotFound             404  an agent, model, thread or message that does not exist
    |-- InvalidArgument      400  a request that cannot be read, or asks for the impossible
    |   |-- MethodNotAllowed 405  anything but POST
    |   |-- TooLarge         413  a body or a message over the limit
    |   '-- ContextOverflow  400  the conversation no longer fits the model
    |-- ResourceExhausted    429  a budget or a rate limit, ours or the provider's
    |-- Unavailable          503  the provider is down, overloaded or not configured
    |-- DeadlineExceeded     504  the provider stopped answering
    '-- Internal             500  a defect of ours

Codes are Firebase's. The message is a sentence that a person may read and act on, and never
holds a key, a prompt or a provider's raw text.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

Code = Literal[
    "unauthenticated",
    "permission-denied",
    "not-found",
    "invalid-argument",
    "resource-exhausted",
    "unavailable",
    "deadline-exceeded",
    "internal",
]


class HearthError(Exception):
    """An error with a code, an HTTP status and a sentence.

    Args:
        message: what happened and what to do about it.
        retry_after: seconds until a retry may succeed; `None` when unknown.
        retryable: the same request may succeed if it is sent again now.
    """

    code: ClassVar[Code]
    status: ClassVar[int]

    def __init__(
        self, message: str, *, retry_after: float | None = None, retryable: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after
        self.retryable = retryable

    def body(self) -> dict[str, Any]:
        """The JSON error of the wire: `{"error": {"code", "message", "retryAfter"?}}`."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.retry_after is not None:
            error["retryAfter"] = round(self.retry_after, 1)
        return {"error": error}


class Unauthenticated(HearthError):
    code = "unauthenticated"
    status = 401


class PermissionDenied(HearthError):
    code = "permission-denied"
    status = 403


class NotFound(HearthError):
    code = "not-found"
    status = 404


class InvalidArgument(HearthError):
    code = "invalid-argument"
    status = 400


class MethodNotAllowed(InvalidArgument):
    status = 405


class TooLarge(InvalidArgument):
    status = 413


class ContextOverflow(InvalidArgument):
    pass


class ResourceExhausted(HearthError):
    code = "resource-exhausted"
    status = 429


class Unavailable(HearthError):
    code = "unavailable"
    status = 503


class DeadlineExceeded(HearthError):
    code = "deadline-exceeded"
    status = 504


class Internal(HearthError):
    code = "internal"
    status = 500


def error_of(code: str, message: str, retry_after: float | None = None) -> HearthError:
    """The error that was told by these: what the wire and the events carry, an error again."""
    kinds = {kind.code: kind for kind in HearthError.__subclasses__()}
    retryable = retry_after is not None or code in ("unavailable", "deadline-exceeded")
    return kinds.get(code, Internal)(message, retry_after=retry_after, retryable=retryable)
