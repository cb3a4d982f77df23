"""The six providers' wire formats, as tests write answers in them and read requests.

The frames have the shapes that the providers' streaming references show. Every answer is one of
100 tokens in, 40 of them cached, and 7 out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from events import FinishReason

Json = dict[str, Any]
# Who says what: ("user", "text", "Hi."), ("assistant", "call", 'clock {"zone": "UTC"}') ...
Line = tuple[str, str, str]


@dataclass(frozen=True)
class Call:
    """A call as a model writes it: its arguments come in pieces of text."""

    id: str
    name: str
    pieces: tuple[str, ...] = ()


class Dialect(Protocol):
    """One provider's wire format.

    `PATH` is its address at the simulator. `REASONS` are its words for the end of an answer, and
    `ECHO` is what a request must hold for the reasoning "Hm." to have come back.
    """

    PATH: ClassVar[str]
    REASONS: ClassVar[dict[str, FinishReason]]
    ECHO: ClassVar[Json]

    def said(self, *texts: str) -> list[Json]: ...
    def thought(self, text: str) -> list[Json]: ...
    def called(self, *calls: Call) -> list[Json]: ...
    def end(self, reason: str) -> list[Json]: ...
    def unknown(self) -> Json: ...
    def overloaded(self) -> Json: ...
    def models(self, *names: str) -> Json: ...
    def max_tokens(self, body: Json) -> int: ...
    def temperature(self, body: Json) -> float | None: ...
    def effort(self, body: Json) -> Any: ...
    def tools(self, body: Json) -> list[str]: ...
    def read(self, body: Json) -> Iterator[Line]: ...


class Anthropic:
    PATH: ClassVar[str] = "/anthropic"
    REASONS: ClassVar[dict[str, FinishReason]] = {
        "end_turn": "stop",
        "stop_sequence": "stop",
        "max_tokens": "length",
        "model_context_window_exceeded": "length",
        "refusal": "content-filter",
        "a_new_one": "other",
    }
    ECHO: ClassVar[Json] = {"type": "thinking", "thinking": "Hm.", "signature": "c2lnbmVk"}

    def said(self, *texts: str) -> list[Json]:
        deltas = [{"type": "text_delta", "text": text} for text in texts]
        return [self._start(), *_block(0, {"type": "text", "text": ""}, deltas)]

    def thought(self, text: str) -> list[Json]:
        deltas = [
            {"type": "thinking_delta", "thinking": text},
            {"type": "signature_delta", "signature": "c2lnbmVk"},
        ]
        return [self._start(), *_block(0, {"type": "thinking", "thinking": ""}, deltas)]

    def called(self, *calls: Call) -> list[Json]:
        frames: list[Json] = []
        for index, call in enumerate(calls, 1):
            block: Json = {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}
            deltas = [{"type": "input_json_delta", "partial_json": p} for p in call.pieces]
            frames += _block(index, block, deltas)
        return frames

    def end(self, reason: str) -> list[Json]:
        delta = {"stop_reason": reason, "stop_sequence": None}
        usage = {"output_tokens": 7}
        return [
            {"type": "message_delta", "delta": delta, "usage": usage},
            {"type": "message_stop"},
        ]

    def unknown(self) -> Json:
        return {"type": "hologram_delta"}

    def overloaded(self) -> Json:
        error = {"type": "overloaded_error", "message": "Overloaded"}
        return {"type": "error", "error": error}

    def models(self, *names: str) -> Json:
        data = [{"type": "model", "id": name, "display_name": name} for name in names]
        return {"data": data, "has_more": False}

    def max_tokens(self, body: Json) -> int:
        return body["max_tokens"]

    def temperature(self, body: Json) -> float | None:
        return body.get("temperature")

    def effort(self, body: Json) -> Any:
        return body.get("output_config", {}).get("effort")

    def tools(self, body: Json) -> list[str]:
        return [tool["name"] for tool in body["tools"]]

    def read(self, body: Json) -> Iterator[Line]:
        for block in body.get("system", []):
            yield "system", "text", block["text"]
        names: dict[str, str] = {}
        for message in body["messages"]:
            for block in message["content"]:
                match block["type"]:
                    case "text":
                        yield message["role"], "text", block["text"]
                    case "image":
                        source = block["source"]
                        yield "user", "image", f"{source['media_type']} {source['data']}"
                    case "thinking":
                        yield "assistant", "reasoning", block["thinking"]
                    case "tool_use":
                        names[block["id"]] = block["name"]
                        yield _call(block["name"], block["input"])
                    case _:
                        name, content = names.pop(block["tool_use_id"]), block["content"]
                        (text, *images) = _blocks(content)
                        yield _result(name, text["text"])
                        for source in (image["source"] for image in images):
                            yield "tool", "image", f"{source['media_type']} {source['data']}"

    def _start(self) -> Json:
        usage = {
            "input_tokens": 50,
            "cache_creation_input_tokens": 10,
            "cache_read_input_tokens": 40,
            "output_tokens": 1,
        }
        return {"type": "message_start", "message": {"id": "msg_1", "usage": usage}}


def _block(index: int, block: Json, deltas: Iterable[Json]) -> list[Json]:
    return [
        {"type": "content_block_start", "index": index, "content_block": block},
        *({"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": index},
    ]


class OpenAI:
    PATH: ClassVar[str] = "/v1"
    REASONS: ClassVar[dict[str, FinishReason]] = {
        "completed": "stop",
        "max_output_tokens": "length",
        "content_filter": "content-filter",
        "a_new_one": "other",
    }
    ECHO: ClassVar[Json] = {"type": "reasoning", "id": "rs_1", "encrypted_content": "c2lnbmVk"}

    def said(self, *texts: str) -> list[Json]:
        item: Json = {"type": "message", "id": "msg_1", "role": "assistant", "content": []}
        place = {"output_index": 0, "content_index": 0}
        return [
            {"type": "response.created", "response": {"status": "in_progress"}},
            {"type": "response.output_item.added", "output_index": 0, "item": item},
            *({"type": "response.output_text.delta", **place, "delta": text} for text in texts),
            {"type": "response.output_text.done", **place, "text": "".join(texts)},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
        ]

    def thought(self, text: str) -> list[Json]:
        item: Json = {"type": "reasoning", "id": "rs_1", "summary": []}
        done = {**item, "encrypted_content": "c2lnbmVk"}
        part = {"output_index": 0, "summary_index": 0}
        return [
            {"type": "response.output_item.added", "output_index": 0, "item": item},
            {"type": "response.reasoning_summary_part.added", **part},
            {"type": "response.reasoning_summary_text.delta", **part, "delta": text},
            {"type": "response.output_item.done", "output_index": 0, "item": done},
        ]

    def called(self, *calls: Call) -> list[Json]:
        frames: list[Json] = []
        for index, call in enumerate(calls, 1):
            item = {"type": "function_call", "id": f"fc_{index}", "call_id": call.id}
            item = {**item, "name": call.name, "arguments": ""}
            kind = "response.function_call_arguments.delta"
            frames += [
                {"type": "response.output_item.added", "output_index": index, "item": item},
                *({"type": kind, "output_index": index, "delta": p} for p in call.pieces),
                {"type": "response.output_item.done", "output_index": index, "item": item},
            ]
        return frames

    def end(self, reason: str) -> list[Json]:
        usage = {"input_tokens": 100, "output_tokens": 7}
        usage = {**usage, "input_tokens_details": {"cached_tokens": 40}}
        if reason == "completed":
            response: Json = {"status": "completed", "usage": usage}
            return [{"type": "response.completed", "response": response}]
        details = {"incomplete_details": {"reason": reason}}
        response = {"status": "incomplete", "usage": usage, **details}
        return [{"type": "response.incomplete", "response": response}]

    def unknown(self) -> Json:
        return {"type": "response.hologram.delta"}

    def overloaded(self) -> Json:
        return {"type": "error", "code": "server_error", "message": "Overloaded"}

    def models(self, *names: str) -> Json:
        data = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in names]
        return {"object": "list", "data": data}

    def max_tokens(self, body: Json) -> int:
        return body["max_output_tokens"]

    def temperature(self, body: Json) -> float | None:
        return body.get("temperature")

    def effort(self, body: Json) -> Any:
        return body.get("reasoning", {}).get("effort")

    def tools(self, body: Json) -> list[str]:
        return [tool["name"] for tool in body["tools"]]

    def read(self, body: Json) -> Iterator[Line]:
        if "instructions" in body:
            yield "system", "text", body["instructions"]
        names: dict[str, str] = {}
        for item in body["input"]:
            match item.get("type", "message"):
                case "reasoning":
                    yield "assistant", "reasoning", item["summary"][0]["text"]
                case "function_call":
                    names[item["call_id"]] = item["name"]
                    yield _call(item["name"], json.loads(item["arguments"]))
                case "function_call_output":
                    (text, *images) = _blocks(item["output"])
                    yield _result(names.pop(item["call_id"]), text["text"])
                    for image in images:
                        yield "tool", "image", _from_url(image["image_url"])
                case _ if isinstance(item["content"], str):
                    yield item["role"], "text", item["content"]
                case _:
                    for part in item["content"]:
                        if part["type"] == "input_text":
                            yield "user", "text", part["text"]
                        else:
                            yield "user", "image", _from_url(part["image_url"])


class Google:
    PATH: ClassVar[str] = "/gemini"
    REASONS: ClassVar[dict[str, FinishReason]] = {
        "STOP": "stop",
        "MAX_TOKENS": "length",
        "SAFETY": "content-filter",
        "PROHIBITED_CONTENT": "content-filter",
        "OTHER": "other",
        "A_NEW_ONE": "other",
    }
    # A thought need not come back; the signature of the call that it led to must.
    ECHO: ClassVar[Json] = {"thoughtSignature": "c2lnbmVk"}

    def said(self, *texts: str) -> list[Json]:
        return [self._candidate({"text": text}) for text in texts]

    def thought(self, text: str) -> list[Json]:
        return [self._candidate({"text": text, "thought": True})]

    def called(self, *calls: Call) -> list[Json]:
        return [
            self._candidate(
                {
                    "functionCall": {"name": call.name, "args": json.loads("".join(call.pieces))}
                    if call.pieces
                    else {"name": call.name},
                    "thoughtSignature": "c2lnbmVk",
                }
            )
            for call in calls
        ]

    def end(self, reason: str) -> list[Json]:
        usage = {
            "promptTokenCount": 100,
            "cachedContentTokenCount": 40,
            "candidatesTokenCount": 5,
            "thoughtsTokenCount": 2,
        }
        candidate = {"content": {"parts": [{"text": ""}]}, "finishReason": reason}
        return [{"candidates": [candidate], "usageMetadata": usage}]

    def unknown(self) -> Json:
        return self._candidate({"hologram": {}})

    def overloaded(self) -> Json:
        return {"error": {"code": 503, "message": "Overloaded", "status": "UNAVAILABLE"}}

    def models(self, *names: str) -> Json:
        chat = {"supportedGenerationMethods": ["generateContent"]}
        return {"models": [{"name": f"models/{name}", **chat} for name in names]}

    def max_tokens(self, body: Json) -> int:
        return body["generationConfig"]["maxOutputTokens"]

    def temperature(self, body: Json) -> float | None:
        return body["generationConfig"].get("temperature")

    def effort(self, body: Json) -> Any:
        return body["generationConfig"].get("thinkingConfig", {}).get("thinking_level")

    def tools(self, body: Json) -> list[str]:
        return [tool["name"] for tool in body["tools"][0]["functionDeclarations"]]

    def read(self, body: Json) -> Iterator[Line]:
        for part in body.get("systemInstruction", {}).get("parts", []):
            yield "system", "text", part["text"]
        for content in body["contents"]:
            role = "assistant" if content["role"] == "model" else "user"
            for part in content["parts"]:
                if call := part.get("functionCall"):
                    yield _call(call["name"], call.get("args") or {})
                elif answer := part.get("functionResponse"):
                    (text,) = answer["response"].values()
                    yield _result(answer["name"], text)
                    for shown in answer.get("parts", []):
                        yield "tool", "image", _from_blob(shown["inline_data"])
                elif image := part.get("inlineData"):
                    yield role, "image", _from_blob(image)
                else:
                    yield role, "reasoning" if part.get("thought") else "text", part["text"]

    def _candidate(self, part: Json) -> Json:
        return {"candidates": [{"content": {"role": "model", "parts": [part]}, "index": 0}]}


class Cohere:
    PATH: ClassVar[str] = "/cohere"
    REASONS: ClassVar[dict[str, FinishReason]] = {
        "COMPLETE": "stop",
        "STOP_SEQUENCE": "stop",
        "MAX_TOKENS": "length",
        "ERROR_TOXIC": "content-filter",
        "A_NEW_ONE": "other",
    }
    ECHO: ClassVar[Json] = {"type": "thinking", "thinking": "Hm."}

    def said(self, *texts: str) -> list[Json]:
        return [{"type": "message-start", "id": "1"}, *self._content("text", texts)]

    def thought(self, text: str) -> list[Json]:
        return self._content("thinking", (text,))

    def called(self, *calls: Call) -> list[Json]:
        frames: list[Json] = []
        for index, call in enumerate(calls):
            function = {"name": call.name, "arguments": ""}
            start = {"id": call.id, "type": "function", "function": function}
            frames += [
                self._event("tool-call-start", index, tool_calls=start),
                *(
                    self._event(
                        "tool-call-delta", index, tool_calls={"function": {"arguments": piece}}
                    )
                    for piece in call.pieces
                ),
                {"type": "tool-call-end", "index": index},
            ]
        return frames

    def end(self, reason: str) -> list[Json]:
        counts = {"input_tokens": 100.0, "output_tokens": 7.0}
        usage = {"billed_units": counts, "tokens": {"input_tokens": 120.0, "output_tokens": 9.0}}
        delta = {"finish_reason": reason, "usage": {**usage, "cached_tokens": 40.0}}
        return [{"type": "message-end", "delta": delta}]

    def unknown(self) -> Json:
        return {"type": "hologram-delta"}

    def overloaded(self) -> Json:
        return {"type": "message-end", "delta": {"finish_reason": "ERROR", "error": "Overloaded"}}

    def models(self, *names: str) -> Json:
        return {"models": [{"name": name, "endpoints": ["chat"]} for name in names]}

    def max_tokens(self, body: Json) -> int:
        return body["max_tokens"]

    def temperature(self, body: Json) -> float | None:
        return body.get("temperature")

    def effort(self, body: Json) -> Any:
        return body.get("thinking", {}).get("token_budget")

    def tools(self, body: Json) -> list[str]:
        return [tool["function"]["name"] for tool in body["tools"]]

    def read(self, body: Json) -> Iterator[Line]:
        yield from _chat(body["messages"])

    def _content(self, kind: str, texts: Iterable[str]) -> list[Json]:
        return [
            self._event("content-start", 0, content={"type": kind, kind: ""}),
            *(self._event("content-delta", 0, content={kind: text}) for text in texts),
            {"type": "content-end", "index": 0},
        ]

    def _event(self, kind: str, index: int, **message: Json) -> Json:
        return {"type": kind, "index": index, "delta": {"message": message}}


class Mistral:
    PATH: ClassVar[str] = "/mistral"
    REASONS: ClassVar[dict[str, FinishReason]] = {
        "stop": "stop",
        "length": "length",
        "model_length": "length",
        "content_filter": "content-filter",
        "a_new_one": "other",
    }
    ECHO: ClassVar[Json] = {
        "type": "thinking",
        "thinking": [{"type": "text", "text": "Hm."}],
        "signature": "c2lnbmVk",
    }

    def said(self, *texts: str) -> list[Json]:
        return [_choice({"role": "assistant", "content": ""}), *(_says(text) for text in texts)]

    def thought(self, text: str) -> list[Json]:
        thinking = [{"type": "text", "text": text}]
        signed = {"type": "thinking", "thinking": thinking, "signature": "c2lnbmVk"}
        return [_choice({"content": [signed]})]

    def called(self, *calls: Call) -> list[Json]:
        whole = [
            {
                "id": call.id,
                "index": index,
                "function": {"name": call.name, "arguments": "".join(call.pieces)},
            }
            for index, call in enumerate(calls)
        ]
        return [_choice({"content": "", "tool_calls": whole})]

    def end(self, reason: str) -> list[Json]:
        usage = {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107}
        usage = {**usage, "prompt_tokens_details": {"cached_tokens": 40}}
        return [{**_choice({"content": ""}, reason), "usage": usage}]

    def unknown(self) -> Json:
        return _choice({"content": [{"type": "hologram"}]})

    def overloaded(self) -> Json:
        return {"object": "error", "message": "Overloaded", "type": "server_error", "code": "3505"}

    def models(self, *names: str) -> Json:
        can = {"capabilities": {"completion_chat": True}, "type": "base"}
        return {"object": "list", "data": [{"id": name, **can} for name in names]}

    def max_tokens(self, body: Json) -> int:
        return body["max_tokens"]

    def temperature(self, body: Json) -> float | None:
        return body.get("temperature")

    def effort(self, body: Json) -> Any:
        return body.get("reasoning_effort")

    def tools(self, body: Json) -> list[str]:
        return [tool["function"]["name"] for tool in body["tools"]]

    def read(self, body: Json) -> Iterator[Line]:
        yield from _chat(body["messages"])


class Llama:
    PATH: ClassVar[str] = "/v1"
    REASONS: ClassVar[dict[str, FinishReason]] = {
        "stop": "stop",
        "length": "length",
        "content_filter": "content-filter",
        "a_new_one": "other",
    }
    ECHO: ClassVar[Json] = {"role": "assistant", "reasoning_content": "Hm."}

    def said(self, *texts: str) -> list[Json]:
        return [_choice({"role": "assistant", "content": ""}), *(_says(text) for text in texts)]

    def thought(self, text: str) -> list[Json]:
        return [_choice({"reasoning_content": text})]

    def called(self, *calls: Call) -> list[Json]:
        frames: list[Json] = []
        for index, call in enumerate(calls):
            start = {"index": index, "id": call.id, "type": "function"}
            start = {**start, "function": {"name": call.name, "arguments": ""}}
            frames.append(_choice({"tool_calls": [start]}))
            for piece in call.pieces:
                more = {"index": index, "function": {"arguments": piece}}
                frames.append(_choice({"tool_calls": [more]}))
        return frames

    def end(self, reason: str) -> list[Json]:
        usage = {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107}
        usage = {**usage, "prompt_tokens_details": {"cached_tokens": 40}}
        return [_choice({}, reason), {"choices": [], "usage": usage}]

    def unknown(self) -> Json:
        return {"object": "hologram.chunk"}

    def overloaded(self) -> Json:
        return {"error": {"message": "Overloaded", "code": 503}}

    def models(self, *names: str) -> Json:
        data = [{"id": name, "object": "model", "created": 1, "owned_by": "x"} for name in names]
        return {"object": "list", "data": data}

    def max_tokens(self, body: Json) -> int:
        return body["max_tokens"]

    def temperature(self, body: Json) -> float | None:
        return body.get("temperature")

    def effort(self, body: Json) -> Any:
        return body.get("reasoning_effort")

    def tools(self, body: Json) -> list[str]:
        return [tool["function"]["name"] for tool in body["tools"]]

    def read(self, body: Json) -> Iterator[Line]:
        yield from _chat(body["messages"])


def _choice(delta: Json, reason: str | None = None) -> Json:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}


def _says(text: str) -> Json:
    return _choice({"content": text})


def _chat(messages: list[Json]) -> Iterator[Line]:
    """Chat messages as Cohere, Mistral and the servers of open models know them."""
    names: dict[str, str] = {}
    for message in messages:
        if message["role"] == "tool":
            yield _result(names.pop(message["tool_call_id"]), message["content"])
            continue
        if thought := message.get("reasoning_content"):
            yield "assistant", "reasoning", thought
        yield from _content(message["role"], message.get("content"))
        calls: list[Json] = message.get("tool_calls") or []
        for call in calls:
            names[call["id"]] = call["function"]["name"]
            yield _call(call["function"]["name"], json.loads(call["function"]["arguments"]))


def _content(role: str, content: str | list[Json] | None) -> Iterator[Line]:
    if isinstance(content, str):
        yield role, "text", content
        return
    for part in content or []:
        match part["type"]:
            case "text":
                yield role, "text", part["text"]
            case "thinking":
                thinking: Any = part["thinking"]
                text = thinking if isinstance(thinking, str) else thinking[0]["text"]
                yield role, "reasoning", text
            case _:
                image: Any = part["image_url"]
                yield role, "image", _from_url(image if isinstance(image, str) else image["url"])


def _call(name: str, arguments: Json) -> Line:
    return "assistant", "call", f"{name} {json.dumps(arguments)}"


def _result(name: str, text: str) -> Line:
    return "tool", "result", f"{name}: {text}"


def _blocks(content: Any) -> list[Json]:
    """A result's blocks: text alone may stand for itself."""
    return [{"text": content}] if isinstance(content, str) else content


def _from_blob(image: Json) -> str:
    # The SDK writes bytes in the alphabet of URLs, which the API reads as well.
    return f"{image['mime_type']} {image['data'].translate(str.maketrans('-_', '+/'))}"


def _from_url(url: str) -> str:
    return url.removeprefix("data:").replace(";base64,", " ")


DIALECTS: dict[str, Dialect] = {
    "anthropic": Anthropic(),
    "openai": OpenAI(),
    "google": Google(),
    "cohere": Cohere(),
    "mistral": Mistral(),
    "llama": Llama(),
}
