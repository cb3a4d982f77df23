"""OpenAI, by the Responses API (developers.openai.com, "Responses" and "Streaming").

Nothing is stored there: reasoning comes back encrypted and is sent along with the next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
from openai import OpenAI, OpenAIError

from events import Event, FinishReason, ReasoningDelta, Source, TextDelta
from messages import ImagePart, Message, ReasoningPart, TextPart, ToolPart
from providers import Endpoint, StepRequest
from providers.failures import refusal
from providers.openai_stream import post
from providers.step import Step, inner, tokens, unknown
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

NAME = "openai"
SECRET = "OPENAI_API_KEY"
WIRE = Wire("OpenAI", httpx2, (OpenAIError,))

# Why a response is incomplete; one that is complete stopped by itself.
FINISH: dict[str, FinishReason] = {
    "max_output_tokens": "length",
    "content_filter": "content-filter",
}

# The status that an error inside a stream would have had.
STATUS = {
    "invalid_api_key": 401,
    "insufficient_quota": 402,
    "rate_limit_exceeded": 429,
    "context_length_exceeded": 400,
    "invalid_prompt": 400,
    "invalid_image": 400,
    "invalid_image_format": 400,
    "invalid_base64_image": 400,
    "image_too_large": 413,
    "image_file_too_large": 413,
}

# What stands in the names of models that do something else.
NO_CHAT = (
    "audio",
    "babbage",
    "dall-e",
    "davinci",
    "embedding",
    "image",
    "instruct",
    "moderation",
    "realtime",
    "sora",
    "transcribe",
    "tts",
    "whisper",
)

# Progress that is told again by the events used below.
IGNORED = frozenset(
    {
        "response.created",
        "response.queued",
        "response.in_progress",
        "response.content_part.added",
        "response.content_part.done",
        "response.output_text.done",
        "response.refusal.done",
        "response.function_call_arguments.done",
        "response.reasoning_summary_part.done",
        "response.reasoning_summary_text.done",
        "response.reasoning_text.done",
        "keepalive",
    }
)


def stream(request: StepRequest) -> Iterator[Event]:
    step = Step(NAME, request.model.name)
    with connect(WIRE, request.cancel, request.timeout) as line:
        line.open(lambda: _send(request))
        for chunk in line.chunks():
            yield from to_events(chunk, step)
        yield from step.end()


def _send(request: StepRequest) -> Any:
    return post(_client(request.endpoint), "/responses", to_request(request))


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the models that can chat there, as far as a name tells."""
    with told(WIRE):
        names = [model.id for model in _client(endpoint).models.list()]
    return [name for name in names if not any(word in name for word in NO_CHAT)]


@once
def _client(endpoint: Endpoint) -> OpenAI:
    return OpenAI(
        api_key=endpoint.key,
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=http_client(httpx2),
    )


def to_request(request: StepRequest) -> dict[str, Any]:
    """The call's arguments."""
    body: dict[str, Any] = {
        "model": request.model.name,
        "max_output_tokens": request.max_tokens,
        "input": to_provider(request.messages, request.model.name),
        "store": False,
    }
    if request.system:
        body["instructions"] = request.system
    if request.tools:
        body["tools"] = [
            {
                "type": "function",
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.parameters,
                "strict": False,
            }
            for tool in request.tools
        ]
    if request.model.reasoning:
        body["reasoning"] = {"summary": "auto"}
        body["include"] = ["reasoning.encrypted_content"]
        if request.effort:
            body["reasoning"]["effort"] = request.effort
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
                provided += [_said(part) for part in turn.parts]
                provided += [_call(call) for call in turn.calls]
                provided += [_result(call) for call in turn.calls]
    return provided


def _asked(turn: Asked) -> list[dict[str, Any]]:
    return [
        {"type": "input_text", "text": part.text} if isinstance(part, TextPart) else _image(part)
        for part in turn.parts
    ]


def _said(part: TextPart | ReasoningPart) -> dict[str, Any]:
    if isinstance(part, TextPart):
        return {"role": "assistant", "content": part.text}
    signed = signature(part, NAME)
    return {
        "type": "reasoning",
        "id": signed["id"],
        "summary": [{"type": "summary_text", "text": part.text}] if part.text else [],
        "encrypted_content": signed["encrypted"],
    }


def _call(call: ToolPart) -> dict[str, Any]:
    return {
        "type": "function_call",
        "call_id": call_id(call),
        "name": call.tool_name,
        "arguments": as_json(arguments(call)),
    }


def _result(call: ToolPart) -> dict[str, Any]:
    told = result(call)
    text = {"type": "input_text", "text": told}
    return {
        "type": "function_call_output",
        "call_id": call_id(call),
        "output": [text, *(_image(image) for image in call.images)] if call.images else told,
    }


def _image(image: ImagePart) -> dict[str, Any]:
    return {"type": "input_image", "image_url": data_url(image), "detail": "auto"}


def to_events(chunk: Chunk, step: Step) -> Iterator[Event]:
    match chunk["type"]:
        case "response.output_text.delta":
            yield TextDelta(chunk["delta"])
        case "response.refusal.delta":
            step.refused = True
            yield TextDelta(chunk["delta"])
        case "response.reasoning_summary_text.delta" | "response.reasoning_text.delta":
            yield ReasoningDelta(chunk["delta"])
        case "response.reasoning_summary_part.added":
            if chunk.get("summary_index"):
                yield ReasoningDelta("\n\n")
        case "response.output_text.annotation.added":
            annotation = chunk["annotation"]
            if annotation["type"] == "url_citation":
                yield Source(annotation["url"], annotation.get("title") or "")
        case "response.output_item.added":
            item = chunk["item"]
            if item["type"] == "function_call":
                yield from step.begin_call(chunk["output_index"], item["call_id"], item["name"])
        case "response.function_call_arguments.delta":
            yield from step.extend_call(chunk["output_index"], chunk["delta"])
        case "response.output_item.done":
            yield from _item(chunk["item"], chunk["output_index"], step)
        case "response.completed" | "response.incomplete":
            _finish(chunk["response"], step)
        case "response.failed":
            raise _failure(inner(chunk["response"], "error"))
        case "error":
            raise _failure(chunk.get("error") or chunk)
        case kind if kind not in IGNORED:
            raise unknown(WIRE.label, kind)
        case _:
            pass


def _item(item: Chunk, index: int, step: Step) -> Iterator[Event]:
    match item["type"]:
        case "function_call":
            yield from step.end_call(index)
        case "reasoning":
            if encrypted := item.get("encrypted_content"):
                yield ReasoningDelta("", step.sign(id=item["id"], encrypted=encrypted))
        case "message":
            pass
        case kind:
            raise unknown(WIRE.label, kind)


def _finish(response: Chunk, step: Step) -> None:
    details = inner(response, "incomplete_details")
    if response["status"] == "completed":
        step.reason = "content-filter" if step.refused else "stop"
    else:
        step.reason = FINISH.get(str(details.get("reason")), "other")
    usage = inner(response, "usage")
    step.input_tokens = tokens(usage, "input_tokens")
    step.output_tokens = tokens(usage, "output_tokens")
    step.cached_input_tokens = tokens(inner(usage, "input_tokens_details"), "cached_tokens")


def _failure(error: Chunk) -> Exception:
    code = str(error.get("code") or error.get("type"))
    return refusal(WIRE.label, STATUS.get(code, 500), f"{code} {error.get('message')}")
