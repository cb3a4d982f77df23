"""Anthropic: Claude, by the Messages API (platform.claude.com, "Messages" and "Streaming").

A model with reasoning is one that takes adaptive thinking, so Claude 4.6 or newer. Its thinking is
signed, and goes back unchanged with the calls that it led to. While it thinks, it takes no
temperature.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
from anthropic import Anthropic, AnthropicError

from events import Event, FinishReason, ReasoningDelta, Source, TextDelta
from messages import ImagePart, Message, TextPart, ToolPart
from providers import Endpoint, StepRequest
from providers.failures import refusal
from providers.step import Step, tokens, unknown
from providers.transport import Chunk, Wire, connect, http_client, once, told
from providers.turns import Answered, Asked, arguments, call_id, failed, result, signature, turns

NAME = "anthropic"
SECRET = "ANTHROPIC_API_KEY"
WIRE = Wire("Anthropic", httpx2, (AnthropicError,))

FINISH: dict[str, FinishReason] = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool-calls",
    "refusal": "content-filter",
}

# The status that an error inside a stream would have had ("Errors").
STATUS = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}

IGNORED = frozenset({"ping", "message_stop"})

# Everything up to such a mark is read from the cache when the next turn repeats it.
CACHE = {"type": "ephemeral"}


def stream(request: StepRequest) -> Iterator[Event]:
    step = Step(NAME, request.model.name)
    with connect(WIRE, request.cancel, request.timeout) as line:
        line.open(lambda: _send(request))
        for chunk in line.chunks():
            yield from to_events(chunk, step)
        yield from step.end()


def _send(request: StepRequest) -> Any:
    create: Any = _client(request.endpoint).messages.with_raw_response.create
    return create(**to_request(request), stream=True)


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the models that can chat there."""
    with told(WIRE):
        return [model.id for model in _client(endpoint).models.list()]


@once
def _client(endpoint: Endpoint) -> Anthropic:
    return Anthropic(
        api_key=endpoint.key,
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=http_client(httpx2),
    )


def to_request(request: StepRequest) -> dict[str, Any]:
    """The call's arguments."""
    body: dict[str, Any] = {
        "model": request.model.name,
        "max_tokens": request.max_tokens,
        "messages": to_provider(request.messages, request.model.name),
        "cache_control": CACHE,
    }
    if request.system:
        body["system"] = [{"type": "text", "text": request.system, "cache_control": CACHE}]
    if request.tools:
        body["tools"] = [
            {"name": tool.name, "description": tool.description, "input_schema": tool.parameters}
            for tool in request.tools
        ]
    if request.model.reasoning:
        body["thinking"] = {"type": "adaptive", "display": "summarized"}
        if request.effort:
            body["output_config"] = {"effort": request.effort}
    elif request.temperature is not None and request.model.temperature is not None:
        # The SDK has no name for it any more; the models that take it do, while they do not think.
        body["extra_body"] = {"temperature": request.temperature}
    return body


def to_provider(messages: tuple[Message, ...], model: str) -> list[dict[str, Any]]:
    provided: list[dict[str, Any]] = []
    for turn in turns(messages, NAME, model):
        match turn:
            case Asked():
                provided.append({"role": "user", "content": _asked(turn)})
            case Answered():
                provided.append({"role": "assistant", "content": _answered(turn)})
                if turn.calls:
                    provided.append({"role": "user", "content": [_result(c) for c in turn.calls]})
    return provided


def _asked(turn: Asked) -> list[dict[str, Any]]:
    return [
        {"type": "text", "text": part.text} if isinstance(part, TextPart) else _image(part)
        for part in turn.parts
    ]


def _image(image: ImagePart) -> dict[str, Any]:
    source = {"type": "base64", "media_type": image.media_type, "data": image.data}
    return {"type": "image", "source": source}


def _answered(turn: Answered) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for part in turn.parts:
        if isinstance(part, TextPart):
            blocks.append({"type": "text", "text": part.text})
            continue
        signed = signature(part, NAME)
        if "redacted" in signed:
            blocks.append({"type": "redacted_thinking", "data": signed["redacted"]})
        else:
            thinking = {"type": "thinking", "thinking": part.text}
            blocks.append({**thinking, "signature": signed["signature"]})
    blocks += [
        {"type": "tool_use", "id": call_id(c), "name": c.tool_name, "input": arguments(c)}
        for c in turn.calls
    ]
    return blocks


def _result(call: ToolPart) -> dict[str, Any]:
    told = result(call)
    text = {"type": "text", "text": told}
    return {
        "type": "tool_result",
        "tool_use_id": call_id(call),
        "content": [text, *(_image(image) for image in call.images)] if call.images else told,
        "is_error": failed(call),
    }


def to_events(chunk: Chunk, step: Step) -> Iterator[Event]:
    match chunk["type"]:
        case "message_start":
            _count(chunk["message"]["usage"], step)
        case "content_block_start":
            yield from _block(chunk["content_block"], chunk["index"], step)
        case "content_block_delta":
            yield from _delta(chunk["delta"], chunk["index"], step)
        case "content_block_stop":
            yield from step.end_call(chunk["index"])
        case "message_delta":
            reason = chunk["delta"].get("stop_reason")
            step.reason = FINISH.get(reason, "other") if reason else step.reason
            _count(chunk["usage"], step)
        case "error":
            error = chunk["error"]
            raise refusal(WIRE.label, STATUS.get(error["type"], 500), error["message"])
        case kind if kind not in IGNORED:
            raise unknown(WIRE.label, kind)
        case _:
            pass


def _block(block: Chunk, index: int, step: Step) -> Iterator[Event]:
    match block["type"]:
        case "tool_use":
            yield from step.begin_call(index, block["id"], block["name"])
        case "redacted_thinking":
            yield ReasoningDelta("", step.sign(redacted=block["data"]))
        case "text" | "thinking":
            pass
        case kind:
            raise unknown(WIRE.label, kind)


def _delta(delta: Chunk, index: int, step: Step) -> Iterator[Event]:
    match delta["type"]:
        case "text_delta":
            yield TextDelta(delta["text"])
        case "thinking_delta":
            yield ReasoningDelta(delta["thinking"])
        case "signature_delta":
            yield ReasoningDelta("", step.sign(signature=delta["signature"]))
        case "input_json_delta":
            yield from step.extend_call(index, delta["partial_json"])
        case "citations_delta":
            citation = delta["citation"]
            if url := citation.get("url"):
                yield Source(url, citation.get("title") or "")
        case kind:
            raise unknown(WIRE.label, kind)


def _count(usage: Chunk, step: Step) -> None:
    """Counts are running totals; the input is told in three parts, at the start."""
    whole = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    step.input_tokens = tokens(usage, *whole) or step.input_tokens
    step.cached_input_tokens = tokens(usage, "cache_read_input_tokens") or step.cached_input_tokens
    written = tokens(usage, "cache_creation_input_tokens")
    step.cache_write_input_tokens = written or step.cache_write_input_tokens
    step.output_tokens = tokens(usage, "output_tokens") or step.output_tokens
