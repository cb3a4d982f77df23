"""Google: Gemini, by its API key or by the project's own credentials on Vertex AI
(ai.google.dev, "generateContent", "Thinking" and "Thought signatures").

A model with reasoning is one that thinks by level, so Gemini 3 or newer. A call that it makes is
signed, and must go back with its signature while its turn lasts.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx2
from google.auth.exceptions import GoogleAuthError
from google.genai import Client, errors

from cancel import Cancel
from errors import HearthError
from events import Event, FinishReason, ReasoningDelta, Source, TextDelta
from messages import ImagePart, Message, ReasoningPart, TextPart, ToolPart
from providers import Endpoint, StepRequest
from providers.connections import tls
from providers.failures import garbled, refusal
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
from providers.turns import Answered, Asked, arguments, as_json, failed, result, signature, turns

NAME = "google"
SECRET = "GOOGLE_API_KEY"
WIRE = Wire("Google", httpx2, (errors.APIError, GoogleAuthError))

FINISH: dict[str, FinishReason] = {
    "STOP": "stop",
    "MAX_TOKENS": "length",
    "CONTINUATION": "length",
    "SAFETY": "content-filter",
    "RECITATION": "content-filter",
    "LANGUAGE": "content-filter",
    "BLOCKLIST": "content-filter",
    "PROHIBITED_CONTENT": "content-filter",
    "SPII": "content-filter",
    "IMAGE_SAFETY": "content-filter",
    "ESCALATION": "content-filter",
    "MODEL_ARMOR": "content-filter",
}

# The model wrote something that is no answer, and may well write one when asked again.
GARBLED = frozenset({"MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL"})

# A picture comes in one piece, after a minute at times.
PAINT_SECONDS = 120.0

# What may stand in a part beside its content.
BESIDE = frozenset({"thought", "thoughtSignature", "mediaResolution", "partMetadata"})


def stream(request: StepRequest) -> Iterator[Event]:
    step = Step(NAME, request.model.name)
    with connect(WIRE, request.cancel, request.timeout) as line:
        line.open(lambda: _send(request.endpoint, to_request(request)))
        for chunk in line.chunks():
            yield from to_events(chunk, step)
        yield from step.end()


def _send(endpoint: Endpoint, arguments: dict[str, Any]) -> Any:
    # The SDK sends nothing before its first chunk is asked for. It finds none: the line has them.
    models: Any = _client(endpoint).models
    answer = models.generate_content_stream(**arguments)
    next(answer, None)
    return answer


def paint(endpoint: Endpoint, model: str, prompt: str, ratio: str, cancel: Cancel) -> str:
    """The file of one picture in base64, by a model that makes pictures ("Image generation").

    Args:
        ratio: of its sides, such as "3:2".

    Returns:
        Nothing when the model made none, or was stopped.

    Raises:
        HearthError: the provider failed or refused.
    """
    config = {"response_modalities": ["IMAGE"], "image_config": {"aspect_ratio": ratio}}
    asked = {"model": model, "contents": prompt, "config": config}
    with connect(WIRE, cancel, PAINT_SECONDS) as line:
        line.open(lambda: _send(endpoint, asked))
        for chunk in line.chunks():
            if error := chunk.get("error"):
                raise _refusal(error)
            for candidate in each(chunk, "candidates")[:1]:
                for part in each(inner(candidate, "content"), "parts"):
                    if data := inner(part, "inlineData").get("data"):
                        return str(data)
    return ""


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the models that can chat there."""
    with told(WIRE):
        models = list(_client(endpoint).models.list())
    return [
        (model.name or "").rpartition("/")[2]
        for model in models
        if "generateContent" in (model.supported_actions or ["generateContent"])
    ]


@once
def _client(endpoint: Endpoint) -> Client:
    options: Any = {
        "httpx_client": http_client(httpx2, apart=True),
        "httpx_async_client": no_async_client(httpx2),
        "async_client_args": {"ssl": tls()},
        "base_url": endpoint.base_url,
    }
    if endpoint.vertex:
        project, location = endpoint.vertex
        return Client(vertexai=True, project=project, location=location, http_options=options)
    # Thinking lives in the beta; the SDK's own default is the version before it.
    return Client(api_key=endpoint.key, http_options=options | {"api_version": "v1beta"})


def to_request(request: StepRequest) -> dict[str, Any]:
    """The call's arguments."""
    config: dict[str, Any] = {
        "max_output_tokens": request.max_tokens,
        "automatic_function_calling": {"disable": True},
        "automatic_continuation": False,
    }
    if request.system:
        config["system_instruction"] = request.system
    if request.tools:
        declarations = [
            {
                "name": tool.name,
                "description": tool.description,
                "parameters_json_schema": tool.parameters,
            }
            for tool in request.tools
        ]
        config["tools"] = [{"function_declarations": declarations}]
    if request.model.reasoning:
        level = {"thinking_level": request.effort.upper()} if request.effort else {}
        config["thinking_config"] = {"include_thoughts": True, **level}
    if request.temperature is not None and request.model.temperature is not None:
        config["temperature"] = request.temperature
    contents = to_provider(request.messages, request.model.name)
    return {"model": request.model.name, "contents": contents, "config": config}


def to_provider(messages: tuple[Message, ...], model: str) -> list[dict[str, Any]]:
    provided: list[dict[str, Any]] = []
    for turn in turns(messages, NAME, model):
        match turn:
            case Asked():
                provided.append({"role": "user", "parts": _asked(turn)})
            case Answered():
                said = [_said(part, model) for part in turn.parts]
                calls = [_call(call, model) for call in turn.calls]
                provided.append({"role": "model", "parts": [*said, *calls]})
                if turn.calls:
                    results = [_result(call, model) for call in turn.calls]
                    provided.append({"role": "user", "parts": results})
    return provided


def _asked(turn: Asked) -> list[dict[str, Any]]:
    return [
        {"text": part.text} if isinstance(part, TextPart) else {"inline_data": _blob(part)}
        for part in turn.parts
    ]


def _said(part: TextPart | ReasoningPart, model: str) -> dict[str, Any]:
    if isinstance(part, TextPart):
        return {"text": part.text}
    return {"text": part.text, "thought": True, **_signed(part, model)}


def _call(call: ToolPart, model: str) -> dict[str, Any]:
    named = {"name": call.tool_name, "args": arguments(call), **_id(call, model)}
    return {"function_call": named, **_signed(call, model)}


def _result(call: ToolPart, model: str) -> dict[str, Any]:
    # The keys by which Gemini tells a result from an error ("FunctionResponse").
    response = {"error" if failed(call) else "output": result(call)}
    named = {"name": call.tool_name, "response": response, **_id(call, model)}
    shown = [{"inline_data": _blob(image)} for image in call.images]
    return {"function_response": {**named, "parts": shown} if shown else named}


def _blob(image: ImagePart) -> dict[str, Any]:
    return {"mime_type": image.media_type, "data": base64.b64decode(image.data)}


def _id(call: ToolPart, model: str) -> dict[str, Any]:
    """The call's id where Gemini gave it one; else it goes by name and order."""
    signed = signature(call, NAME)
    given = signed.get("id") if signed.get("model") == model else None
    return {"id": given} if given else {}


def _signed(part: ReasoningPart | ToolPart, model: str) -> dict[str, Any]:
    signed = signature(part, NAME)
    given = signed.get("thought") if signed.get("model") == model else None
    return {"thought_signature": base64.b64decode(given)} if given else {}


def to_events(chunk: Chunk, step: Step) -> Iterator[Event]:
    if error := chunk.get("error"):
        raise _refusal(error)
    if usage := chunk.get("usageMetadata"):
        _count(usage, step)
    if inner(chunk, "promptFeedback").get("blockReason"):
        step.reason = "content-filter"
    for candidate in each(chunk, "candidates")[:1]:
        for part in each(inner(candidate, "content"), "parts"):
            yield from _part(part, step)
        for found in each(inner(candidate, "groundingMetadata"), "groundingChunks"):
            if web := inner(found, "web"):
                yield Source(web["uri"], web.get("title") or "")
        if reason := candidate.get("finishReason"):
            if reason in GARBLED:
                raise garbled(WIRE.label)
            step.reason = FINISH.get(reason, "other")


def _part(part: Chunk, step: Step) -> Iterator[Event]:
    signed = {"thought": part["thoughtSignature"]} if part.get("thoughtSignature") else {}
    match sorted(part.keys() - BESIDE):
        case ["text"] if part.get("thought"):
            yield ReasoningDelta(part["text"], step.sign(**signed) if signed else {})
        case ["text"]:
            # Text is signed too, at times; only calls must keep theirs.
            if part["text"]:
                yield TextDelta(part["text"])
        case ["functionCall"]:
            yield from _called(part["functionCall"], signed, step)
        case []:
            pass
        case kinds:
            raise unknown(WIRE.label, kinds[0])


def _refusal(error: Chunk) -> HearthError:
    """What the error in a stream, which has begun well, amounts to."""
    words = f"{error.get('message')} {as_json(error.get('details'))}"
    return refusal(WIRE.label, int(error.get("code") or 500), words)


def _called(call: Chunk, signed: dict[str, Any], step: Step) -> Iterator[Event]:
    """A call arrives whole."""
    given = {"id": call["id"]} if call.get("id") else {}
    key = object()
    yield from step.begin_call(key, call.get("id"), call["name"])
    yield from step.extend_call(key, as_json(call.get("args") or {}))
    yield from step.end_call(key, step.sign(**signed, **given))


def _count(usage: Chunk, step: Step) -> None:
    """Counts are running totals; thoughts are paid for as output."""
    step.input_tokens = tokens(usage, "promptTokenCount", "toolUsePromptTokenCount")
    step.output_tokens = tokens(usage, "candidatesTokenCount", "thoughtsTokenCount")
    step.cached_input_tokens = tokens(usage, "cachedContentTokenCount")
