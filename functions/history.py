"""A stored branch as the messages that a model is sent: readable parts only, cut to fit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from budget import tokens_of, tokens_of_text
from errors import ContextOverflow
from messages import (
    ImagePart,
    Message,
    Model,
    Part,
    ReasoningPart,
    SourcePart,
    TextPart,
    ToolPart,
    pictures_of,
)

# Each is up to a megabyte, in this process and on its way.
MAX_IMAGES = 16
# Room for what a provider adds around messages.
MARGIN_TOKENS = 256


@dataclass(frozen=True)
class Prompt:
    """What a model is sent, and its size in estimated tokens.

    `left_out` counts the oldest messages that did not fit.
    """

    system: str
    messages: tuple[Message, ...]
    tokens: int
    left_out: int


def prepare(system: str, messages: tuple[Message, ...], model: Model, max_tokens: int) -> Prompt:
    """The prompt for a branch: the system prompt and the newest messages that fit the context.

    Raises:
        ContextOverflow: the newest message alone does not fit.
    """
    readable = tuple(filter(None, (_readable(message, model) for message in messages)))
    fixed = tokens_of_text(system) + max_tokens + MARGIN_TOKENS
    room = model.context_tokens - fixed
    first = _first_that_fits(readable, room)
    kept = readable[first:]
    if not kept:
        raise ContextOverflow(
            f"This message does not fit {model.label}. Shorten it, lower max tokens, or pick a "
            "model with a longer context."
        )
    tokens = tokens_of(kept) + tokens_of_text(system)
    return Prompt(system, kept, tokens, left_out=first)


def _first_that_fits(messages: tuple[Message, ...], room: int) -> int:
    """The index from which on messages fit, and which the person wrote."""
    first = len(messages)
    for index in range(len(messages) - 1, -1, -1):
        room -= tokens_of((messages[index],))
        if room < 0:
            break
        if messages[index].role == "user":
            first = index
    return first


def _readable(message: Message, model: Model) -> Message | None:
    """The message without what this model can't read; `None` when nothing is left."""
    parts = tuple(filter(None, (_readable_part(part, model) for part in message.parts)))
    if not any(not isinstance(part, ReasoningPart) for part in parts):
        return None
    return replace(message, parts=parts)


def _readable_part(part: Part, model: Model) -> Part | None:
    match part:
        case TextPart(text=""):
            return None
        case SourcePart():
            return None
        case ImagePart() if not model.images or not part.data:
            return TextPart("[An image that this model can't see.]")
        case ToolPart() if not model.images:
            return replace(part, images=())
        case _:
            return part


def image_ids(messages: tuple[Message, ...]) -> list[str]:
    """The images that messages refer to: the newest, as many as a model is shown at once."""
    found = [
        image.image_id
        for message in messages
        for part in message.parts
        for image in _images_of(part)
    ]
    return found[-MAX_IMAGES:]


def _images_of(part: Part) -> tuple[ImagePart, ...]:
    """The images that a part is, or that a tool's result names."""
    match part:
        case ImagePart():
            return (part,)
        case ToolPart(state="output-available"):
            return pictures_of(part.output)[1]
        case _:
            return ()


def with_images(messages: tuple[Message, ...], data: dict[str, str]) -> tuple[Message, ...]:
    """The same messages with the data of their images filled in."""
    return tuple(
        replace(message, parts=tuple(_with_images(part, data) for part in message.parts))
        for message in messages
    )


def _with_images(part: Part, data: dict[str, str]) -> Part:
    match part:
        case ImagePart():
            return replace(part, data=data.get(part.image_id, ""))
        case ToolPart():
            named = (image for image in _images_of(part) if image.image_id in data)
            return replace(part, images=tuple(replace(i, data=data[i.image_id]) for i in named))
        case _:
            return part
