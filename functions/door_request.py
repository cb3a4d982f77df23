"""The body of a POST to `/v1/chat/completions`, read strictly, as a conversation of ours
(platform.openai.com, "Chat Completions").

What cannot be done as asked is refused by name. What only tunes a model's style, and which not
every provider has, is taken and left aside: see `LEFT_ASIDE`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from door_messages import read_messages
from errors import InvalidArgument, TooLarge
from inputs import number
from messages import Message, Part, ToolSpec
from providers import Effort

MAX_DOOR_BYTES = 10_000_000
MAX_TOOLS = 128
MAX_STOPS = 8
_MODEL = re.compile(r"[a-z]+:[A-Za-z0-9._:@-]{1,128}")
_AGENT = re.compile(r"agent/([A-Za-z0-9_-]{1,80})")
_TOOL = re.compile(r"[A-Za-z0-9_-]{1,64}")

READ = {
    *("model", "messages", "tools", "tool_choice", "stream", "stream_options", "temperature"),
    *("max_tokens", "max_completion_tokens", "stop", "reasoning_effort", "n", "response_format"),
}
LEFT_ASIDE = {
    *("top_p", "seed", "presence_penalty", "frequency_penalty", "parallel_tool_calls", "user"),
    *("metadata", "store", "service_tier", "verbosity", "safety_identifier", "prompt_cache_key"),
}
EFFORTS: dict[str, Effort] = {"minimal": "low", "low": "low", "medium": "medium", "high": "high"}


@dataclass(frozen=True)
class DoorRequest:
    """One completion, as the caller asks for it.

    Args:
        name: the model as it was named; it is named so in the answer.
        agent: an agent's id; `None` for a model by itself.
        model: a model's id; `None` for the agent's own.
        system: what the caller's system messages say.
        stop: the answer ends before any of these.
    """

    name: str
    agent: str | None
    model: str | None
    system: str
    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...]
    temperature: float | None
    max_tokens: int | None
    effort: Effort | None
    stop: tuple[str, ...]
    stream: bool
    include_usage: bool

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all messages."""
        return tuple(part for message in self.messages for part in message.parts)


def parse_completion(body: bytes) -> DoorRequest:
    """A request from its JSON.

    Raises:
        InvalidArgument: it is not JSON, or a field is missing, unknown or of the wrong kind.
        TooLarge: it is over the limit.
    """
    data = _object(body)
    if unknown := sorted(set(data) - READ - LEFT_ASIDE):
        raise InvalidArgument(f"Unknown field: {unknown[0][:40]}.")
    _refuse_what_no_provider_does(data)
    name, agent, model = _model(data)
    system, messages = read_messages(data.get("messages"))
    options: Any = data.get("stream_options") or {}
    return DoorRequest(
        name=name,
        agent=agent,
        model=model,
        system=system,
        messages=messages,
        tools=() if data.get("tool_choice") == "none" else tuple(_tools(data)),
        temperature=number(data, "temperature", low=0, high=2),
        max_tokens=_tokens(data),
        effort=_effort(data),
        stop=_stop(data),
        stream=data.get("stream") is True,
        include_usage=isinstance(options, dict)
        and cast(dict[str, Any], options).get("include_usage") is True,
    )


def _object(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_DOOR_BYTES:
        raise TooLarge("The request is too large. Send less, or smaller images.")
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidArgument("The request is not valid JSON.") from error
    if not isinstance(data, dict):
        raise InvalidArgument("The request must be a JSON object.")
    return cast(dict[str, Any], data)


def _refuse_what_no_provider_does(data: dict[str, Any]) -> None:
    if data.get("n") not in (None, 1):
        raise InvalidArgument("n must be 1: one answer at a time.")
    if data.get("response_format") not in (None, {"type": "text"}):
        raise InvalidArgument("response_format must be text. Ask for JSON in words, or by a tool.")
    if data.get("tool_choice") not in (None, "auto", "none"):
        raise InvalidArgument('tool_choice must be "auto" or "none".')


def _model(data: dict[str, Any]) -> tuple[str, str | None, str | None]:
    name = data.get("model")
    if isinstance(name, str) and (agent := _AGENT.fullmatch(name)):
        return name, agent[1], None
    if isinstance(name, str) and _MODEL.fullmatch(name):
        return name, None, name
    raise InvalidArgument("model must be one of GET /v1/models, such as agent/hearth.")


def _tools(data: dict[str, Any]) -> Iterator[ToolSpec]:
    given: Any = data.get("tools") or []
    if not isinstance(given, list):
        raise InvalidArgument("tools must be a list.")
    items = cast(list[Any], given)
    if len(items) > MAX_TOOLS:
        raise TooLarge(f"A request can offer {MAX_TOOLS} tools at most.")
    for item in items:
        yield _tool(item)


def _tool(item: Any) -> ToolSpec:
    try:
        function: Any = item["function"]
        name: Any = function["name"]
        parameters: Any = function.get("parameters") or {"type": "object", "properties": {}}
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidArgument('Every tool must be {"type": "function", "function": {}}.') from error
    if not isinstance(name, str) or not _TOOL.fullmatch(name):
        raise InvalidArgument("A tool's name must be 1 to 64 letters, digits, - or _.")
    if not isinstance(parameters, dict):
        raise InvalidArgument(f"The parameters of {name} must be a JSON schema.")
    description = str(function.get("description") or "")
    return ToolSpec(name, description, cast(dict[str, Any], parameters))


def _tokens(data: dict[str, Any]) -> int | None:
    newer = number(data, "max_completion_tokens", low=1, high=1_000_000)
    value = number(data, "max_tokens", low=1, high=1_000_000) if newer is None else newer
    return None if value is None else int(value)


def _effort(data: dict[str, Any]) -> Effort | None:
    value = data.get("reasoning_effort")
    if value is None:
        return None
    if not isinstance(value, str) or value not in EFFORTS:
        raise InvalidArgument(f"reasoning_effort must be one of {', '.join(EFFORTS)}.")
    return EFFORTS[value]


def _stop(data: dict[str, Any]) -> tuple[str, ...]:
    value = data.get("stop")
    given: list[Any] = [value] if isinstance(value, str) else value or []
    if len(given) > MAX_STOPS or not all(isinstance(word, str) and word for word in given):
        raise InvalidArgument(f"stop must be up to {MAX_STOPS} strings.")
    return tuple(given)
