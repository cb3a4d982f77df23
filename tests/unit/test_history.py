"""History: the newest turns that fit, from a message that the person wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import history
from errors import ContextOverflow
from messages import (
    ImagePart,
    Message,
    Model,
    Price,
    ReasoningPart,
    TextPart,
    ToolPart,
    decode_part,
    encode_part,
    pictures_of,
    with_pictures,
)

MODEL = Model("llama:2", "llama", "2", "Llama 2", 4096, 2048, Price(0, 0, 0))


def said(role: str, text: str) -> Message:
    return Message("user" if role == "user" else "assistant", (TextPart(text),))


SHORT = (said("user", "a"), said("assistant", "b"), said("user", "c"))


def test_a_short_conversation_is_sent_whole() -> None:
    prompt = history.prepare("Be kind.", SHORT, MODEL, 100)
    assert (prompt.messages, prompt.left_out, prompt.system) == (SHORT, 0, "Be kind.")


def test_the_pictures_of_a_result_are_shown_to_a_model_that_sees() -> None:
    dot = ImagePart("dot", "image/png", "AAAA")
    output = with_pictures({"n": 1}, (dot, ImagePart("gone", "image/png")))
    call = ToolPart("c1", "draw", {}, "output-available", output)
    thread = (SHORT[0], Message("assistant", (call,)), SHORT[2])
    assert history.image_ids(thread) == ["dot", "gone"]
    filled = history.with_images(thread, {"dot": "AAAA"})
    for sees, expected in ((True, (dot,)), (False, ())):
        model = replace(MODEL, images=sees)
        (part,) = history.prepare("", filled, model, 100).messages[1].parts
        assert isinstance(part, ToolPart)
        assert part.images == expected


LOOKALIKES: list[Any] = [
    {"told": "x", "pictures": [{"type": "image", "imageId": "a/b", "mediaType": "image/png"}]},
    {"told": "x", "pictures": [{"type": "image", "imageId": "", "mediaType": "image/png"}]},
    {"told": "x", "pictures": [{"type": "text", "text": "x"}]},
    {"told": "x", "pictures": ["x"]},
    {"told": "x", "pictures": [{}]},
    {"told": "x", "pictures": None},
    {"told": "x", "pictures": [], "more": 1},
    {"pictures": []},
    "x",
    None,
]


@pytest.mark.parametrize("output", LOOKALIKES)
def test_an_output_that_only_looks_as_if_it_had_pictures_is_told_whole(output: Any) -> None:
    assert pictures_of(output) == (output, ())


def test_what_comes_with_pictures_comes_back_from_the_database_as_it_was() -> None:
    dot = ImagePart("dot", "image/png")
    call = ToolPart("c1", "draw", {}, "output-available", with_pictures([[1], [2]], (dot,)))
    stored = decode_part(encode_part(replace(call, images=(dot,))))
    assert stored == call
    assert pictures_of(call.output) == ([[1], [2]], (dot,))


def test_the_oldest_turns_are_left_out_and_counted() -> None:
    long = tuple(said("user" if i % 2 == 0 else "assistant", f"{i} " * 500) for i in range(21))
    prompt = history.prepare("", long, MODEL, 1000)
    assert prompt.messages == long[prompt.left_out :]
    assert prompt.messages[0].role == "user"
    assert 0 < prompt.left_out < len(long)


def test_what_is_sent_fits_the_context() -> None:
    long = tuple(said("user" if i % 2 == 0 else "assistant", "word " * 200) for i in range(41))
    prompt = history.prepare("system " * 20, long, MODEL, 1000)
    assert prompt.tokens + 1000 <= MODEL.context_tokens


def test_a_message_that_cannot_fit_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ContextOverflow, match="Shorten it"):
        history.prepare("", (said("user", "x" * 20_000),), MODEL, 100)


def test_an_answer_that_failed_without_text_is_left_out() -> None:
    failed = Message("assistant", ())
    thinking = Message("assistant", (ReasoningPart("Hm."),))
    messages = (SHORT[0], failed, thinking, SHORT[2])
    assert history.prepare("", messages, MODEL, 100).messages == (SHORT[0], SHORT[2])


def test_an_image_is_named_to_a_model_that_cannot_see_it() -> None:
    image = Message("user", (ImagePart("i1", "image/png"), TextPart("What is this?")))
    shown = history.with_images((image,), {"i1": "aGk="})
    blind = history.prepare("", shown, MODEL, 100).messages[0]
    assert all(isinstance(part, TextPart) for part in blind.parts)
    seeing = history.prepare("", shown, replace(MODEL, images=True), 100).messages[0]
    assert seeing.parts[0] == ImagePart("i1", "image/png", "aGk=")


def test_no_more_images_are_read_than_a_model_is_shown_at_once() -> None:
    many = tuple(ImagePart(f"i{number}", "image/jpeg") for number in range(20))
    ids = history.image_ids((Message("user", many[:8]), Message("user", many[8:])))
    assert ids == [part.image_id for part in many[-history.MAX_IMAGES :]]
