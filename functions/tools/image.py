"""A picture made by a model, kept beside the message and paid from the turn's budget."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from egress import Moved, Refused
from errors import HearthError, ResourceExhausted
from messages import ToolSpec
from pictures import MAX_DATA, MEDIA_TYPE, redrawn
from providers import painting
from tools import Context, Input, Kind, Painter, ToolFailure, text

SPEC = ToolSpec(
    name="image",
    description=(
        "Make a picture from a description. The person sees it at once, and it costs a part of "
        "their budget, so make one only when a picture is asked for."
    ),
    parameters={
        "type": "object",
        "properties": {
            "prompt": {
                "type": "string",
                "description": "What the picture shows, in what manner and light.",
            },
            "shape": {"type": "string", "enum": ["square", "wide", "tall"]},
        },
        "required": ["prompt"],
    },
)
KIND: Kind = "paid"

OPENAI_URL = "https://api.openai.com/v1"
NONE = "The model for pictures did not make this one. Try other words."
TOO_LARGE = "The picture that came back can't be kept."


@dataclass(frozen=True)
class _Shape:
    """As OpenAI has it, in pixels, and as Gemini has it, by the sides' ratio."""

    size: str
    ratio: str


_SQUARE = _Shape("1024x1024", "1:1")
_SHAPES = {"wide": _Shape("1536x1024", "3:2"), "tall": _Shape("1024x1536", "2:3")}


def offered(context: Context) -> bool:
    return context.painter is not None


def subject(_input: Input) -> str:
    return "pictures"


def run(input: Input, context: Context) -> dict[str, Any]:
    prompt = text(input, "prompt", most=4000)
    shape = _SHAPES.get(text(input, "shape", most=10, default="square"), _SQUARE)
    painter = context.painter
    if painter is None:
        raise ToolFailure("No model for pictures is set up on this server.")
    try:
        context.pay(painter.usd)
    except ResourceExhausted as error:
        raise ToolFailure(error.message) from None
    try:
        data = _painted(painter, prompt, shape, context)
    except ToolFailure:
        context.pay(-painter.usd)
        raise
    image_id = context.library.keep_picture(MEDIA_TYPE, data)
    return {
        "image": {"imageId": image_id, "mediaType": MEDIA_TYPE},
        "prompt": prompt,
        "hint": "The person sees the picture.",
    }


def _painted(painter: Painter, prompt: str, shape: _Shape, context: Context) -> str:
    """The picture as a JPEG in base64.

    Raises:
        ToolFailure: there is none, or it is too large to keep.
    """
    match painter.provider:
        case "openai":
            return _by_openai(painter, prompt, shape.size, context)
        case "google":
            return _by_google(painter, prompt, shape.ratio, context)


def _by_google(painter: Painter, prompt: str, ratio: str, context: Context) -> str:
    paint = painting("google").paint
    try:
        file = paint(painter.endpoint, painter.model, prompt, ratio, context.cancel)
    except HearthError as error:
        raise ToolFailure(error.message) from None
    if not file:
        raise ToolFailure(NONE)
    try:
        return redrawn(base64.b64decode(file))
    except ValueError:
        raise ToolFailure(TOO_LARGE) from None


def _by_openai(painter: Painter, prompt: str, size: str, context: Context) -> str:
    """As the API reference has it under "Create image"."""
    asked = {
        "model": painter.model,
        "prompt": prompt,
        "size": size,
        "n": 1,
        "output_format": "jpeg",
        "output_compression": 75,
    }
    headers = {
        "Authorization": f"Bearer {painter.endpoint.key}",
        "Content-Type": "application/json",
    }
    try:
        page = context.egress.request(
            "POST",
            f"{painter.endpoint.base_url or OPENAI_URL}/images/generations",
            context.cancel,
            headers=headers,
            body=json.dumps(asked).encode(),
            seconds=120.0,
        )
    except Refused as refused:
        raise ToolFailure(refused.message) from None
    if isinstance(page, Moved) or page.status != 200:
        raise ToolFailure(NONE)
    data = _data(page.text)
    if not data or len(data) > MAX_DATA:
        raise ToolFailure(TOO_LARGE)
    return data


def _data(answer: str) -> str:
    try:
        found: Any = json.loads(answer)["data"][0]["b64_json"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""
