"""Cohere: Command, by version 2 of its chat API (docs.cohere.com, "Chat" and "Streaming")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from cohere import ClientV2
from cohere.core.api_error import ApiError

from events import Event, FinishReason, Source, TextDelta
from messages import Message, TextPart, ToolPart
from providers import Effort, Endpoint, StepRequest
from providers.failures import refusal
from providers.step import Step, each, inner, tokens, unknown
from providers.transport import Chunk, Wire, connect, http_client, once, told
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

NAME = "cohere"
SECRET = "COHERE_API_KEY"
WIRE = Wire("Cohere", httpx, (ApiError,))

FINISH: dict[str, FinishReason] = {
    "COMPLETE": "stop",
    "STOP_SEQUENCE": "stop",
    "MAX_TOKENS": "length",
    "TOOL_CALL": "tool-calls",
    "ERROR_TOXIC": "content-filter",
    "ERROR_LIMIT": "length",
}

# The status that an end which is an error would have had.
STATUS = {"ERROR": 500, "TIMEOUT": 504}

IGNORED = frozenset({"message-start", "content-end", "citation-end", "debug"})

# Tokens to think with.
BUDGET: dict[Effort, int] = {"low": 1024, "medium": 8192, "high": 24576}


def stream(request: StepRequest) -> Iterator[Event]:
    step = Step(NAME, request.model.name)
    with connect(WIRE, request.cancel, request.timeout) as line:
        line.open(lambda: _send(request))
        for chunk in line.chunks():
            yield from to_events(chunk, step)
        yield from step.end()


def _send(request: StepRequest) -> Any:
    chat: Any = _client(request.endpoint).with_raw_response.chat_stream
    answer = chat(**to_request(request), request_options={"max_retries": 0})
    answer.__enter__()
    return answer


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the models that can chat there."""
    with told(WIRE):
        listed = _client(endpoint).models.list(endpoint="chat", page_size=1000)
    return [model.name or "" for model in listed.models]


@once
def _client(endpoint: Endpoint) -> ClientV2:
    return ClientV2(
        api_key=endpoint.key,
        base_url=endpoint.base_url,
        httpx_client=http_client(httpx),
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
    if request.model.reasoning:
        budget = {"token_budget": BUDGET[request.effort]} if request.effort else {}
        body["thinking"] = {"type": "enabled", **budget}
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
        else {"type": "image_url", "image_url": {"url": data_url(part)}}
        for part in turn.parts
    ]


def _answered(turn: Answered) -> dict[str, Any]:
    answered: dict[str, Any] = {}
    content: list[dict[str, Any]] = []
    for part in turn.parts:
        if isinstance(part, TextPart):
            content.append({"type": "text", "text": part.text})
        elif signature(part, NAME).get("plan"):
            answered["tool_plan"] = part.text
        else:
            content.append({"type": "thinking", "thinking": part.text})
    if content:
        answered["content"] = content
    if turn.calls:
        answered["tool_calls"] = [_call(call) for call in turn.calls]
    return answered


def _call(call: ToolPart) -> dict[str, Any]:
    function = {"name": call.tool_name, "arguments": as_json(arguments(call))}
    return {"id": call_id(call), "type": "function", "function": function}


def _result(call: ToolPart) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": call_id(call), "content": result(call)}


def to_events(chunk: Chunk, step: Step) -> Iterator[Event]:
    match chunk["type"]:
        case "content-start" | "content-delta":
            yield from _content(chunk["delta"]["message"]["content"], step)
        case "tool-plan-delta":
            # What the model means to do with its tools, said before it calls them.
            yield from step.think(chunk["delta"]["message"]["tool_plan"], plan=True)
        case "tool-call-start":
            call = chunk["delta"]["message"]["tool_calls"]
            yield from step.begin_call(chunk["index"], call.get("id"), call["function"]["name"])
            yield from step.extend_call(chunk["index"], call["function"].get("arguments") or "")
        case "tool-call-delta":
            call = chunk["delta"]["message"]["tool_calls"]
            yield from step.extend_call(chunk["index"], call["function"]["arguments"])
        case "tool-call-end":
            yield from step.end_call(chunk["index"])
        case "citation-start":
            for source in each(chunk["delta"]["message"]["citations"], "sources"):
                document = inner(source, "document")
                if url := document.get("url"):
                    yield Source(url, document.get("title") or "")
        case "message-end":
            _finish(chunk["delta"], step)
        case kind if kind not in IGNORED:
            raise unknown(WIRE.label, kind)
        case _:
            pass


def _content(content: Chunk, step: Step) -> Iterator[Event]:
    match sorted(name for name in content if name != "type"):
        case ["thinking"]:
            yield from step.think(content["thinking"])
        case ["text"]:
            if content["text"]:
                yield from step.end_thought()
                yield TextDelta(content["text"])
        case []:
            pass
        case kinds:
            raise unknown(WIRE.label, kinds[0])


def _finish(delta: Chunk, step: Step) -> None:
    reason = delta.get("finish_reason")
    if reason in STATUS:
        raise refusal(WIRE.label, STATUS[reason], str(delta.get("error")))
    step.reason = FINISH.get(str(reason), "other")
    usage = inner(delta, "usage")
    # What is paid for; `tokens` also counts what Cohere adds by itself.
    counts = inner(usage, "billed_units") or inner(usage, "tokens")
    step.input_tokens = tokens(counts, "input_tokens")
    step.output_tokens = tokens(counts, "output_tokens")
    step.cached_input_tokens = min(tokens(usage, "cached_tokens"), step.input_tokens)
