"""LLaMA and other open models, by any server that speaks OpenAI's chat completions: Ollama, vLLM,
Groq, Venice, or LLaMA on Vertex AI by the project's own credentials.

Such servers agree on the essentials and differ in the rest, so that nothing but the essentials is
asked of them, and more than one spelling is understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import httpx2
from openai import OpenAI, OpenAIError

from events import Event, FinishReason, TextDelta
from messages import Message, ReasoningPart, TextPart, ToolPart
from providers import Endpoint, StepRequest
from providers.failures import refusal
from providers.openai_stream import post
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
    text_of_answered,
    turns,
)

NAME = "llama"
SECRET = "LLAMA_API_KEY"
WIRE = Wire("The LLaMA server", httpx2, (OpenAIError,))

FINISH: dict[str, FinishReason] = {
    "stop": "stop",
    "eos": "stop",
    "length": "length",
    "tool_calls": "tool-calls",
    "function_call": "tool-calls",
    "content_filter": "content-filter",
}

# How servers name the reasoning beside the answer.
REASONING = ("reasoning_content", "reasoning")


def stream(request: StepRequest) -> Iterator[Event]:
    step = Step(NAME, request.model.name)
    with connect(WIRE, request.cancel, request.timeout) as line:
        line.open(lambda: _send(request))
        for chunk in line.chunks():
            yield from to_events(chunk, step)
        yield from step.end()


def _send(request: StepRequest) -> Any:
    return post(_client(request.endpoint), "/chat/completions", to_request(request))


def offered(endpoint: Endpoint) -> list[str]:
    """The names of the models there. Vertex AI has no such list."""
    if endpoint.vertex:
        return []
    with told(WIRE):
        return [model.id for model in _client(endpoint).models.list()]


@once
def _client(endpoint: Endpoint) -> OpenAI:
    if endpoint.vertex:
        from openai.providers.vertex import vertex

        # The SDK asks Google for a token whenever the last one has run out.
        google = vertex(base_url=endpoint.base_url or _vertex_url(*endpoint.vertex))
        return OpenAI(provider=google, max_retries=0, http_client=http_client(httpx2))
    return OpenAI(
        api_key=endpoint.key,
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=http_client(httpx2),
    )


def _vertex_url(project: str, location: str) -> str:
    host = "aiplatform" if location == "global" else f"{location}-aiplatform"
    place = f"projects/{project}/locations/{location}/endpoints/openapi"
    return f"https://{host}.googleapis.com/v1/{place}"


def to_request(request: StepRequest) -> dict[str, Any]:
    """The call's arguments."""
    messages = to_provider(request.messages, request.model.name)
    if request.system:
        messages = [{"role": "system", "content": request.system}, *messages]
    body: dict[str, Any] = {
        "model": request.model.name,
        "max_tokens": request.max_tokens,
        "messages": messages,
        "stream_options": {"include_usage": True},
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
    if request.model.reasoning and request.effort:
        body["reasoning_effort"] = request.effort
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


def _asked(turn: Asked) -> str | list[dict[str, Any]]:
    """A list only where there is an image: not every server takes one."""
    texts = [part.text for part in turn.parts if isinstance(part, TextPart)]
    if len(texts) == len(turn.parts):
        return "\n\n".join(texts)
    return [
        {"type": "text", "text": part.text}
        if isinstance(part, TextPart)
        else {"type": "image_url", "image_url": {"url": data_url(part)}}
        for part in turn.parts
    ]


def _answered(turn: Answered) -> dict[str, Any]:
    answered: dict[str, Any] = {"content": text_of_answered(turn) or None}
    for part in turn.parts:
        if isinstance(part, ReasoningPart) and (name := signature(part, NAME).get("name")):
            answered[name] = answered.get(name, "") + part.text
    if turn.calls:
        answered["tool_calls"] = [_call(call) for call in turn.calls]
    return answered


def _call(call: ToolPart) -> dict[str, Any]:
    function = {"name": call.tool_name, "arguments": as_json(arguments(call))}
    return {"id": call_id(call), "type": "function", "function": function}


def _result(call: ToolPart) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": call_id(call), "content": result(call)}


def to_events(chunk: Chunk, step: Step) -> Iterator[Event]:
    if error := chunk.get("error"):
        raise _failure(error)
    if "choices" not in chunk:
        raise unknown(WIRE.label, chunk.get("object"))
    if usage := chunk.get("usage"):
        _count(usage, step)
    for choice in each(chunk, "choices")[:1]:
        delta = inner(choice, "delta")
        for name in REASONING:
            yield from step.think(delta.get(name) or "", name=name)
        if said := delta.get("content") or delta.get("refusal"):
            step.refused = step.refused or bool(delta.get("refusal"))
            yield from step.end_thought()
            yield TextDelta(said)
        for call in each(delta, "tool_calls"):
            yield from step.piece_of_call(call)
        if reason := choice.get("finish_reason"):
            step.reason = "content-filter" if step.refused else FINISH.get(reason, "other")


def _count(usage: Chunk, step: Step) -> None:
    step.input_tokens = tokens(usage, "prompt_tokens")
    step.output_tokens = tokens(usage, "completion_tokens")
    details = inner(usage, "prompt_tokens_details")
    step.cached_input_tokens = tokens(details, "cached_tokens")


def _failure(error: Any) -> Exception:
    """Servers put a status in `code`, or a word, or nothing but a sentence."""
    code: Any = cast(Chunk, error).get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and 400 <= code < 600 else 500
    return refusal(WIRE.label, status, as_json(cast(Any, error)))
