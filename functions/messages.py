"""What a conversation is made of: models, messages and their parts, as plain values.

Nothing here knows of HTTP, Firestore or a provider. Python is snake_case; the crossing to the
camelCase of Firestore and JSON is written once, in `encode` and `decode`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, cast

Role = Literal["user", "assistant"]
# How hard a model with reasoning is to think.
Effort = Literal["low", "medium", "high"]
Status = Literal["streaming", "done", "stopped", "interrupted", "error"]
ToolState = Literal[
    "input-streaming",
    "input-available",
    "approval-requested",
    "output-available",
    "output-error",
    "output-denied",
]

# What a provider needs echoed back later (thinking signatures and the like), by provider name.
# Opaque: only the provider of that name reads it.
Metadata = dict[str, Any]


def _no_metadata() -> Metadata:
    return {}


@dataclass(frozen=True)
class TextPart:
    text: str
    type: Literal["text"] = "text"


@dataclass(frozen=True)
class ReasoningPart:
    """What the model said to itself. `metadata` carries the provider's signature of it."""

    text: str
    metadata: Metadata = field(default_factory=_no_metadata)
    type: Literal["reasoning"] = "reasoning"


@dataclass(frozen=True)
class ImagePart:
    """An image. `data` is base64 and is filled in from the image's own document."""

    image_id: str
    media_type: str
    data: str = ""
    type: Literal["image"] = "image"


@dataclass(frozen=True)
class Approval:
    """A question to the person: may this call run?

    Args:
        subject: what a lasting permission would cover, as the person reads it: a host, say.
        lasting: a permission for longer than this call can be given.
    """

    subject: str
    lasting: bool


# What a person may say to it: yes to this call, to the like of it in this thread or everywhere,
# or no.
Decision = Literal["once", "thread", "always", "decline"]
DECISIONS: tuple[Decision, ...] = ("once", "thread", "always", "decline")


@dataclass(frozen=True)
class ToolPart:
    """One tool call: `input` is what the model asked for, `output` what it got back.

    While a call runs, `output` is what there is of it so far; `None` when that is not told.

    While the state is "input-streaming", `input` is the JSON text so far. `approval` is there
    while the person is asked. `images` are those of the output's pictures that a model is shown,
    with their data; they are not stored.
    """

    tool_call_id: str
    tool_name: str
    input: Any
    state: ToolState = "input-available"
    output: Any = None
    error_text: str = ""
    metadata: Metadata = field(default_factory=_no_metadata)
    approval: Approval | None = None
    images: tuple[ImagePart, ...] = ()
    type: Literal["tool"] = "tool"


@dataclass(frozen=True)
class SourcePart:
    """A citation: a page that the answer rests on."""

    url: str
    title: str = ""
    type: Literal["source"] = "source"


Part = TextPart | ReasoningPart | ImagePart | ToolPart | SourcePart


@dataclass(frozen=True)
class Message:
    role: Role
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Usage:
    """What a turn used. Tokens as the provider counted them; `usd` from the model's price.

    `input_tokens` counts the whole prompt, cached tokens included; `cached_input_tokens` is the
    part of it that the provider read from its cache, `cache_write_input_tokens` the part that it
    put there.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0
    usd: float = 0.0
    cache_write_input_tokens: int = 0


@dataclass(frozen=True)
class Price:
    """USD per million tokens. `cache_write` is `None` where it costs no more than other input."""

    input: float
    output: float
    cached_input: float
    cache_write: float | None = None

    @property
    def written_input(self) -> float:
        """Of input that the provider puts into its cache."""
        return self.input if self.cache_write is None else self.cache_write


@dataclass(frozen=True)
class Model:
    """A model as its document in `models/` describes it.

    `temperature` is the accepted range, or `None` for a model that takes none. `price` is `None`
    when the owner has named none, and such a model cannot be used.
    """

    id: str
    provider: str
    name: str
    label: str
    context_tokens: int
    max_output_tokens: int
    price: Price | None
    temperature: tuple[float, float] | None = None
    images: bool = False
    tools: bool = False
    reasoning: bool = False
    enabled: bool = True


@dataclass(frozen=True)
class ToolSpec:
    """A tool as a model sees it. `parameters` is a JSON schema of an object."""

    name: str
    description: str
    parameters: dict[str, Any]


def encode_part(part: Part) -> dict[str, Any]:
    """A part as Firestore and JSON hold it: camelCase, without what is empty."""
    match part:
        case TextPart():
            return {"type": "text", "text": part.text}
        case ReasoningPart():
            return _with_metadata({"type": "reasoning", "text": part.text}, part.metadata)
        case ImagePart():
            return {"type": "image", "imageId": part.image_id, "mediaType": part.media_type}
        case SourcePart():
            return {"type": "source", "url": part.url, "title": part.title}
        case ToolPart():
            encoded: dict[str, Any] = {
                "type": "tool",
                "toolCallId": part.tool_call_id,
                "toolName": part.tool_name,
                "state": part.state,
                "input": _storable(part.input),
            }
            so_far = part.state == "input-available" and part.output is not None
            if so_far or part.state == "output-available":
                encoded["output"] = _storable(part.output)
            if part.approval is not None and part.state == "approval-requested":
                encoded["approval"] = {
                    "subject": part.approval.subject,
                    "lasting": part.approval.lasting,
                }
            if part.state == "output-error":
                encoded["errorText"] = part.error_text
            return _with_metadata(encoded, part.metadata)


def decode_part(data: dict[str, Any]) -> Part:
    """The inverse of `encode_part`.

    Raises:
        ValueError: the type is unknown or a field is missing or of the wrong type.
    """
    try:
        return _decode_part(data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"A part of type {data.get('type')!r} is not complete.") from error


def _decode_part(data: dict[str, Any]) -> Part:
    match data["type"]:
        case "text":
            return TextPart(_string(data["text"]))
        case "reasoning":
            return ReasoningPart(_string(data["text"]), _metadata(data))
        case "image":
            return ImagePart(_string(data["imageId"]), _string(data["mediaType"]))
        case "source":
            return SourcePart(_string(data["url"]), _string(data.get("title", "")))
        case "tool":
            return ToolPart(
                tool_call_id=_string(data["toolCallId"]),
                tool_name=_string(data["toolName"]),
                input=_stored(data["input"]),
                state=cast(ToolState, data["state"]),
                output=_stored(data.get("output")),
                error_text=_string(data.get("errorText", "")),
                metadata=_metadata(data),
                approval=_approval(data.get("approval")),
            )
        case unknown:
            raise ValueError(f"{unknown!r} is not a type of part.")


def _approval(value: Any) -> Approval | None:
    if value is None:
        return None
    return Approval(_string(value["subject"]), value["lasting"] is True)


# A value of JSON that Firestore does not take as it is: as text, under this name.
_AS_TEXT = "$json"
_MAX_DEPTH = 10


def _storable(value: Any) -> Any:
    """A value of a tool's as Firestore takes it: no list in a list, nothing too deep or large."""
    return value if _is_storable(value, _MAX_DEPTH) else {_AS_TEXT: json.dumps(value)}


def _is_storable(value: Any, depth: int) -> bool:
    match value:
        case dict():
            fields = cast(dict[str, Any], value)
            names = all(name and not name.startswith(("__", "$")) for name in fields)
            return depth > 0 and names and _all_storable(fields.values(), depth)
        case list():
            items = cast(list[Any], value)
            nested = any(isinstance(item, list) for item in items)
            return depth > 0 and not nested and _all_storable(items, depth)
        case bool() | str() | float() | None:
            return True
        case int():
            return -(2**63) <= value < 2**63
        case _:
            return False


def _all_storable(values: Iterable[Any], depth: int) -> bool:
    return all(_is_storable(value, depth - 1) for value in values)


def _stored(value: Any) -> Any:
    """The inverse of `_storable`."""
    if isinstance(value, dict) and _AS_TEXT in value:
        return json.loads(cast(dict[str, str], value)[_AS_TEXT])
    return cast(Any, value)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value


def _metadata(data: dict[str, Any]) -> Metadata:
    return cast(Metadata, data.get("metadata") or {})


def _with_metadata(encoded: dict[str, Any], metadata: Metadata) -> dict[str, Any]:
    return {**encoded, "metadata": metadata} if metadata else encoded


_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def with_pictures(told: Any, pictures: tuple[ImagePart, ...]) -> Any:
    """A call's output: what it told, and the pictures that it brought, by their documents."""
    return {"told": _storable(told), "pictures": [encode_part(picture) for picture in pictures]}


def pictures_of(output: Any) -> tuple[Any, tuple[ImagePart, ...]]:
    """The inverse of `with_pictures`. An output of another shape is told whole, without any.

    A service can bring an output of this shape itself, so nothing in it is taken for granted.
    """
    given: Any = output
    fields = cast(dict[str, Any], given) if isinstance(given, dict) else {}
    if fields.keys() != {"told", "pictures"} or not isinstance(fields["pictures"], list):
        return output, ()
    try:
        pictures = tuple(map(decode_part, cast(list[Any], fields["pictures"])))
    except (ValueError, TypeError, AttributeError):
        return output, ()
    images = tuple(
        picture
        for picture in pictures
        if isinstance(picture, ImagePart) and _ID.fullmatch(picture.image_id)
    )
    return (_stored(fields["told"]), images) if len(images) == len(pictures) else (output, ())


def text_of(parts: tuple[Part, ...]) -> str:
    """The visible text of a message: its text parts, joined."""
    return "".join(part.text for part in parts if isinstance(part, TextPart))
