"""A picture made by a model, kept beside the message and paid from the turn's budget."""

from __future__ import annotations

import json
from typing import Any

from egress import Moved, Refused
from errors import ResourceExhausted
from messages import ToolSpec
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

MEDIA_TYPE = "image/jpeg"
# As the rules have it for pictures that members add: a document holds no more.
MAX_DATA = 900_000
_SIZES = {"square": "1024x1024", "wide": "1536x1024", "tall": "1024x1536"}


def offered(context: Context) -> bool:
    return context.painter is not None


def subject(_input: Input) -> str:
    return "pictures"


def run(input: Input, context: Context) -> dict[str, Any]:
    prompt = text(input, "prompt", most=4000)
    size = _SIZES.get(text(input, "shape", most=10, default="square"), _SIZES["square"])
    painter = context.painter
    if painter is None:
        raise ToolFailure("No model for pictures is set up on this server.")
    try:
        context.pay(painter.usd)
    except ResourceExhausted as error:
        raise ToolFailure(error.message) from None
    try:
        data = _painted(painter, prompt, size, context)
    except ToolFailure:
        context.pay(-painter.usd)
        raise
    image_id = context.library.keep_picture(MEDIA_TYPE, data)
    return {
        "image": {"imageId": image_id, "mediaType": MEDIA_TYPE},
        "prompt": prompt,
        "hint": "The person sees the picture.",
    }


def _painted(painter: Painter, prompt: str, size: str, context: Context) -> str:
    """The picture as base64 (OpenAI API reference, "Create image").

    Raises:
        ToolFailure: there is none, or it is too large to keep.
    """
    asked = {
        "model": painter.model,
        "prompt": prompt,
        "size": size,
        "n": 1,
        "output_format": "jpeg",
        "output_compression": 75,
    }
    headers = {"Authorization": f"Bearer {painter.key}", "Content-Type": "application/json"}
    try:
        page = context.egress.request(
            "POST",
            f"{painter.url}/images/generations",
            context.cancel,
            headers=headers,
            body=json.dumps(asked).encode(),
            seconds=120.0,
        )
    except Refused as refused:
        raise ToolFailure(refused.message) from None
    if isinstance(page, Moved) or page.status != 200:
        raise ToolFailure("The model for pictures did not make this one. Try other words.")
    data = _data(page.text)
    if not data or len(data) > MAX_DATA:
        raise ToolFailure("The picture that came back can't be kept.")
    return data


def _data(answer: str) -> str:
    try:
        found: Any = json.loads(answer)["data"][0]["b64_json"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""
