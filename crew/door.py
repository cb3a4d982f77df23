"""Hearth's own door, as a crew's workers use it: their only model, and where their job is.

Budgets, access, limits and stops are enforced behind it, for every call.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import openai
from openai import OpenAI

CALL_SECONDS = 300.0
CODES = {
    401: "unauthenticated",
    403: "permission-denied",
    404: "not-found",
    429: "resource-exhausted",
}


class Refused(Exception):
    """Hearth refused a call. The text is its sentence for the person."""

    def __init__(self, message: str, *, code: str = "unavailable", status: int = 503) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


@dataclass
class Said:
    """What a model answered: text, or calls of tools as OpenAI's API writes them."""

    text: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, piece: Any) -> None:
        """Take in a piece of a call."""
        place = int(piece.index)
        while len(self.calls) <= place:
            function = {"name": "", "arguments": ""}
            self.calls.append({"id": "", "type": "function", "function": function})
        call = self.calls[place]
        call["id"] += piece.id or ""
        if piece.function is not None:
            call["function"]["name"] += piece.function.name or ""
            call["function"]["arguments"] += piece.function.arguments or ""
        if extra := getattr(piece, "extra_content", None):
            call["extra_content"] = extra


class Door:
    """The door, opened with a crew's token."""

    def __init__(self, token: str) -> None:
        self._client = OpenAI(
            api_key=token, base_url=address(), timeout=CALL_SECONDS, max_retries=2
        )

    def job(self) -> dict[str, Any]:
        """What the token is for.

        Raises:
            Refused: it is no crew's token, or not good any more.
        """
        try:
            return cast(dict[str, Any], self._client.get("/crew/job", cast_to=cast(Any, object)))
        except openai.OpenAIError as error:
            raise refusal(error) from error

    def ask(self, model: str, messages: list[Any], tools: list[Any], said: Said) -> Iterator[str]:
        """Have a model answer; yields its text as it comes, and leaves all of it in `said`.

        Raises:
            Refused: Hearth refused, or its provider failed.
        """
        offered = {"tools": tools} if tools else {}
        try:
            stream = self._client.chat.completions.create(
                model=model, messages=cast(Any, messages), stream=True, **cast(Any, offered)
            )
            with stream:
                for chunk in stream:
                    for choice in chunk.choices:
                        for piece in choice.delta.tool_calls or []:
                            said.add(piece)
                        if delta := choice.delta.content or "":
                            said.text += delta
                            yield delta
        except openai.OpenAIError as error:
            raise refusal(error) from error


def address() -> str:
    """Where the door is."""
    if url := os.environ.get("HEARTH_V1_URL"):
        return f"{url.rstrip('/')}/v1"
    if base := os.environ.get("HEARTH_FUNCTIONS_URL"):
        return f"{base.rstrip('/')}/v1"
    project = os.environ.get("GCLOUD_PROJECT") or os.environ["GOOGLE_CLOUD_PROJECT"]
    region = os.environ.get("HEARTH_REGION", "us-central1")
    return f"https://{region}-{project}.cloudfunctions.net/v1"


def refusal(error: openai.OpenAIError) -> Refused:
    """The sentence that Hearth gave for refusing, or one for its being out of reach."""
    body: Any = getattr(error, "body", None)
    message = cast(dict[str, Any], body).get("message") if isinstance(body, dict) else None
    status = error.status_code if isinstance(error, openai.APIStatusError) else 503
    return Refused(
        str(message or "Hearth can't be reached right now. Try again."),
        code=CODES.get(status, "unavailable"),
        status=status,
    )
