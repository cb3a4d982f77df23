"""What a request asks of a simulated model, whichever provider's wire format it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

Json = Mapping[str, Any]

_ANSWERING = ("assistant", "model")
_INSTRUCTING = ("system", "developer")
# A file as the client frames it (functions/files.py).
_FILE = re.compile(r"\[File: ([^\n]+?)(?:, \d+ pages?)?\]\n(`{3,})\n.*?\n\2(?:\n\n)?", re.S)
_LIMITS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens")


@dataclass(frozen=True)
class Asked:
    """A request, as far as an answer depends on it.

    Args:
        questions: what the person wrote, oldest first. Results of tools are none of it, and of
            a file there is its name.
        last_answer: what the model answered last; empty at the start.
        max_tokens: the most that it may answer; `None` when that is left open.
    """

    system: str
    questions: tuple[str, ...]
    last_answer: str
    max_tokens: int | None

    @property
    def question(self) -> str:
        """The newest question."""
        return self.questions[-1] if self.questions else ""


def read_asked(body: Json) -> Asked:
    """The request of a body by Anthropic, OpenAI (both APIs), Google, Cohere or Mistral."""
    given: Any = body.get("messages") or body.get("input") or body.get("contents") or []
    messages = [{"role": "user", "content": given}] if isinstance(given, str) else given
    told = [(str(one.get("role")), _text(one)) for one in cast(list[Json], messages)]
    instructions = [body.get(key) for key in ("system", "instructions", "systemInstruction")]
    instructions += [text for role, text in told if role in _INSTRUCTING]
    answers = [text for role, text in told if role in _ANSWERING and text]
    return Asked(
        system="\n".join(filter(None, map(_text, instructions))),
        questions=tuple(text for role, text in told if role == "user" and text),
        last_answer=answers[-1] if answers else "",
        max_tokens=_limit(body),
    )


def _text(value: Any) -> str:
    """The plain text in a message, a block or a list of blocks; no tool's input or output."""
    if isinstance(value, str):
        return _FILE.sub(r"[\1] ", value)
    if isinstance(value, list):
        return "".join(map(_text, cast(list[Any], value)))
    if not isinstance(value, dict):
        return ""
    block = cast(dict[str, Any], value)
    if block.get("type") in ("tool_result", "thinking", "reasoning", "function_call_output"):
        return ""
    return next((_text(block[key]) for key in ("text", "content", "parts") if key in block), "")


def _limit(body: Json) -> int | None:
    config: Json = body.get("generationConfig") or {}
    limits = [fields[name] for fields in (body, config) for name in _LIMITS if fields.get(name)]
    return int(limits[0]) if limits else None
