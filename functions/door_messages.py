"""Messages as OpenAI's API writes them, as messages of ours.

A tool's result is a message there and part of the answer that asked for it here. What a provider
signed goes out and comes back in a call's `extra_content`, which SDKs carry along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from errors import InvalidArgument, TooLarge
from messages import ImagePart, Message, Part, ReasoningPart, TextPart, ToolPart, decode_part

MAX_MESSAGES = 2000
MAX_IMAGES = 32
IMAGES = re.compile(r"data:(image/(?:jpeg|png|webp|gif));base64,([A-Za-z0-9+/]+={0,2})")
SIGNED = "hearth"


def read_messages(given: Any) -> tuple[str, tuple[Message, ...]]:
    """What the system messages say, and the conversation.

    Raises:
        InvalidArgument: something in them is of the wrong kind, or there is nothing to answer.
        TooLarge: there are too many messages or images.
    """
    if not isinstance(given, list) or not given:
        raise InvalidArgument("messages must be a list of at least one message.")
    items = cast(list[Any], given)
    if len(items) > MAX_MESSAGES:
        raise TooLarge(f"A request can hold {MAX_MESSAGES} messages at most.")
    system: list[str] = []
    messages: list[Message] = []
    for item in items:
        _read(_object(item), system, messages)
    images = [part for message in messages for part in message.parts if part.type == "image"]
    if len(images) > MAX_IMAGES:
        raise TooLarge(f"A request can carry {MAX_IMAGES} images at most.")
    return "\n\n".join(system), _from_the_first_question(messages)


def _read(item: dict[str, Any], system: list[str], messages: list[Message]) -> None:
    match item.get("role"):
        case "system" | "developer":
            system.append(_text(item.get("content")))
        case "user":
            messages.append(Message("user", tuple(_asked(item.get("content")))))
        case "assistant":
            messages.append(Message("assistant", tuple(_answered(item))))
        case "tool":
            _add_result(messages, item)
        case role:
            raise InvalidArgument(f"A message can't have the role {str(role)[:40]!r}.")


def _from_the_first_question(messages: list[Message]) -> tuple[Message, ...]:
    """No provider takes a conversation that begins with an answer."""
    for index, message in enumerate(messages):
        if message.role == "user" and message.parts:
            return tuple(messages[index:])
    raise InvalidArgument("messages must hold a message of the user.")


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(_text_of_block(_object(block)) for block in cast(list[Any], content))
    if not isinstance(content, str):
        raise InvalidArgument("A message's content must be text.")
    return content


def _text_of_block(block: dict[str, Any]) -> str:
    text = block.get("refusal") if block.get("type") == "refusal" else block.get("text")
    if not isinstance(text, str):
        raise InvalidArgument("This kind of content must be text.")
    return text


def _asked(content: Any) -> Iterator[Part]:
    if not isinstance(content, list):
        yield TextPart(_text(content))
        return
    for item in cast(list[Any], content):
        block = _object(item)
        if block.get("type") == "image_url":
            yield _image(_object(block.get("image_url")).get("url"))
        else:
            yield TextPart(_text_of_block(block))


def _image(url: Any) -> ImagePart:
    found = IMAGES.fullmatch(url) if isinstance(url, str) else None
    if found is None:
        raise InvalidArgument("Send images as data URLs: JPEG, PNG, WebP or GIF, in base64.")
    return ImagePart("", found[1], found[2])


def _answered(item: dict[str, Any]) -> Iterator[Part]:
    text = "" if item.get("content") is None else _text(item["content"])
    calls: Any = item.get("tool_calls") or []
    if not isinstance(calls, list):
        raise InvalidArgument("tool_calls must be a list.")
    called = [_object(call) for call in cast(list[Any], calls)]
    for call in called[:1]:
        yield from _thoughts(_signed(call))
    if text:
        yield TextPart(text)
    for call in called:
        yield _call(call)


def _call(call: dict[str, Any]) -> ToolPart:
    function = _object(call.get("function"))
    call_id, name = call.get("id"), function.get("name")
    if not isinstance(call_id, str) or not isinstance(name, str) or not call_id or not name:
        raise InvalidArgument("Every tool call needs an id and a function's name.")
    metadata: Any = _signed(call).get("metadata")
    return ToolPart(
        call_id,
        name,
        _arguments(function.get("arguments")),
        metadata=cast(dict[str, Any], metadata) if isinstance(metadata, dict) else {},
    )


def _arguments(given: Any) -> Any:
    try:
        return json.loads(given) if given else {}
    except (ValueError, TypeError, RecursionError):
        # The model wrote no JSON. It reads its own words, and then what the tool made of them.
        return str(given)


def _signed(call: dict[str, Any]) -> dict[str, Any]:
    extra: Any = call.get("extra_content")
    signed: Any = cast(dict[str, Any], extra).get(SIGNED) if isinstance(extra, dict) else None
    return cast(dict[str, Any], signed) if isinstance(signed, dict) else {}


def _thoughts(signed: dict[str, Any]) -> Iterator[ReasoningPart]:
    given: Any = signed.get("reasoning") or []
    if not isinstance(given, list):
        raise InvalidArgument("extra_content must come back as it was.")
    for item in cast(list[Any], given):
        try:
            part = decode_part(_object(item))
        except ValueError as error:
            raise InvalidArgument("extra_content must come back as it was.") from error
        if isinstance(part, ReasoningPart):
            yield part


def _add_result(messages: list[Message], item: dict[str, Any]) -> None:
    """Put a tool's result beside the call that it answers, which is in the last answer."""
    call_id = item.get("tool_call_id")
    last = messages[-1] if messages else None
    calls = [part for part in last.parts if isinstance(part, ToolPart)] if last else []
    if last is None or call_id not in [call.tool_call_id for call in calls]:
        raise InvalidArgument("A tool's result must follow the answer that called the tool.")
    output = _text(item.get("content"))
    parts = tuple(
        replace(part, state="output-available", output=output)
        if isinstance(part, ToolPart) and part.tool_call_id == call_id
        else part
        for part in last.parts
    )
    messages[-1] = replace(last, parts=parts)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidArgument("Messages, and what is in them, must be objects.")
    return cast(dict[str, Any], value)
