"""History: the newest turns that fit, from a message that the person wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest

import history
from errors import ContextOverflow
from messages import ImagePart, Message, Model, Price, ReasoningPart, TextPart

MODEL = Model("llama:2", "llama", "2", "Llama 2", 4096, 2048, Price(0, 0, 0))


def said(role: str, text: str) -> Message:
    return Message("user" if role == "user" else "assistant", (TextPart(text),))


SHORT = (said("user", "a"), said("assistant", "b"), said("user", "c"))


def test_a_short_conversation_is_sent_whole() -> None:
    prompt = history.prepare("Be kind.", SHORT, MODEL, 100)
    assert (prompt.messages, prompt.left_out, prompt.system) == (SHORT, 0, "Be kind.")


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
