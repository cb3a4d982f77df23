"""Mistral, by its chat completions (docs.mistral.ai, "Chat completion" and "Reasoning")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
from mistralai.client import Mistral
from mistralai.client.errors import MistralError
from mistralai.client.models import ChatCompletionStreamRequest

from events import Event, FinishReason, Source, TextDelta
from messages import Message, ReasoningPart, TextPart, ToolPart
from providers import Endpoint, StepRequest
from providers.failures import refusal
from providers.step import Step, each, inner, tokens, unknown
from providers.transport import (
    Chunk,
    Wire,
    connect,
    http_client,
    no_async_client,
    once,
    told,
)
from providers.turns import (
    Answered,
    Asked,
    arguments,
    as_json,
    call_id,
    data_url,
    result,
    signature,
    turns,
)

NAME = "mistral"
SECRET = "MISTRAL_API_KEY"
WIRE = Wire("Mistral", httpx2, (MistralError,))

FINISH: dict[str, FinishReason] = {
    "stop": "stop",
    "length": "length",
    "model_length": "length",
    "tool_calls": "tool-calls",
    "content_filter": "content-filter",
}

# The one word for effort that all models take which can be asked to reason; unasked, they hardly
# do. Magistral always reasons and is not to be asked.
EFFORT = "high"
ALWAYS_REASONS = "magistral"

# The one form of a call's id that Mistral takes.
CALL_ID = r"[a-zA-Z0-9]{9}"


def stream(request: StepRequest) -> Iterator[Event]:
    step = Step(NAME, request.model.name)
    with connect(WIRE, request.cancel, request.timeout) as line:
        line.open(lambda: _send(request))
        for chunk in line.chunks():
            yield from to_events(chunk, step)
        yield from step.end()


def _send(request: StepRequest) -> Any:
    chat: Any = _client(request.endpoint).chat.stream
    arguments = to_request(request)
    # For what is no model of its own yet, the SDK makes a class at each call, which takes longer
    # than all the rest.
    checked = ChatCompletionStreamRequest(**arguments)
    models = {name: getattr(checked, name) for name in arguments.keys() & {"messages", "tools"}}
    return chat(**{**arguments, **models})


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the models that can chat there."""
    with told(WIRE):
        listed = _client(endpoint).models.list()
    models: list[Any] = listed.data or []
    return [model.id for model in models if getattr(model.capabilities, "completion_chat", True)]


@once
def _client(endpoint: Endpoint) -> Mistral:
    return Mistral(
        api_key=endpoint.key,
        server_url=endpoint.base_url,
        client=http_client(httpx2),
        async_client=no_async_client(httpx2),
    )


def to_request(request: StepRequest) -> dict[str, Any]:
    """The call's arguments."""
    messages = to_provider(request.messages, request.model.name)
    if request.system:
        messages = [{"role": "system", "content": request.system}, *messages]
    body: dict[str, Any] = {
        "model": request.model.name,
        "max_tokens": request.max_tokens,
        "messages": messages,
    }
    if request.tools:
        body["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                },
            }
            for tool in request.tools
        ]
    adjustable = not request.model.name.startswith(ALWAYS_REASONS)
    if request.model.reasoning and adjustable and request.effort != "low":
        body["reasoning_effort"] = EFFORT
    if request.temperature is not None and request.model.temperature is not None:
        body["temperature"] = request.temperature
    return body


def to_provider(messages: tuple[Message, ...], model: str) -> list[dict[str, Any]]:
    provided: list[dict[str, Any]] = []
    for turn in turns(messages, NAME, model):
        match turn:
            case Asked():
                provided.append({"role": "user", "content": _asked(turn)})
            case Answered():
                provided.append({"role": "assistant", **_answered(turn)})
                provided += [_result(call) for call in turn.calls]
    return provided


def _asked(turn: Asked) -> list[dict[str, Any]]:
    return [
        {"type": "text", "text": part.text}
        if isinstance(part, TextPart)
        else {"type": "image_url", "image_url": data_url(part)}
        for part in turn.parts
    ]


def _answered(turn: Answered) -> dict[str, Any]:
    answered: dict[str, Any] = {}
    if turn.parts:
        answered["content"] = [_said(part) for part in turn.parts]
    if turn.calls:
        answered["tool_calls"] = [_call(call) for call in turn.calls]
    return answered


def _said(part: TextPart | ReasoningPart) -> dict[str, Any]:
    if isinstance(part, TextPart):
        return {"type": "text", "text": part.text}
    thinking = {"type": "thinking", "thinking": [{"type": "text", "text": part.text}]}
    given = signature(part, NAME).get("signature")
    return {**thinking, "signature": given} if given else thinking


def _call(call: ToolPart) -> dict[str, Any]:
    function = {"name": call.tool_name, "arguments": as_json(arguments(call))}
    return {"id": call_id(call, CALL_ID), "type": "function", "function": function}


def _result(call: ToolPart) -> dict[str, Any]:
    named = {"role": "tool", "tool_call_id": call_id(call, CALL_ID), "name": call.tool_name}
    return {**named, "content": result(call)}


def to_events(chunk: Chunk, step: Step) -> Iterator[Event]:
    if chunk.get("object") == "error" or "error" in chunk:
        raise refusal(WIRE.label, 500, as_json(chunk))
    if "choices" not in chunk:
        raise unknown(WIRE.label, chunk.get("object"))
    if usage := chunk.get("usage"):
        _count(usage, step)
    for choice in each(chunk, "choices")[:1]:
        delta: Chunk = choice["delta"]
        yield from _content(delta.get("content"), step)
        for call in each(delta, "tool_calls"):
            yield from step.piece_of_call(_called(call))
        if reason := choice.get("finish_reason"):
            if reason == "error":
                raise refusal(WIRE.label, 500)
            step.reason = FINISH.get(reason, "other")


def _content(content: str | list[Chunk] | None, step: Step) -> Iterator[Event]:
    """Text is a string, or a list as soon as there is anything else."""
    if isinstance(content, str):
        yield from _text(content, step)
        return
    for piece in content or []:
        match piece["type"]:
            case "text":
                yield from _text(piece["text"], step)
            case "thinking":
                for thought in piece["thinking"]:
                    yield from step.think(thought.get("text") or "")
                if given := piece.get("signature"):
                    yield from step.end_thought(signature=given)
            case "reference":
                if url := piece.get("url"):
                    yield Source(url, piece.get("title") or "")
            case kind:
                raise unknown(WIRE.label, kind)


def _text(text: str, step: Step) -> Iterator[Event]:
    if text:
        yield from step.end_thought()
        yield TextDelta(text)


def _called(call: Chunk) -> Chunk:
    """The call, its arguments as text and without the id that stands for none."""
    written: Any = call["function"].get("arguments") or ""
    text = written if isinstance(written, str) else as_json(written)
    function = {**call["function"], "arguments": text}
    return {
        **call,
        "id": None if call.get("id") == "null" else call.get("id"),
        "function": function,
    }


def _count(usage: Chunk, step: Step) -> None:
    step.input_tokens = tokens(usage, "prompt_tokens")
    step.output_tokens = tokens(usage, "completion_tokens")
    details = inner(usage, "prompt_tokens_details")
    step.cached_input_tokens = tokens(details, "cached_tokens")
