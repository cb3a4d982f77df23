"""Stop words, however an answer is cut into pieces."""

from __future__ import annotations

import pytest

from events import Event, Finish, TextDelta, ToolInputStart
from stop_words import StopWords


def passed(words: tuple[str, ...], events: list[Event]) -> tuple[str, bool]:
    """The text that comes through, and whether a word was met."""
    stop = StopWords(words)
    through = list(stop.before(events))
    return "".join(event.delta for event in through if isinstance(event, TextDelta)), stop.hit


@pytest.mark.parametrize(
    ("words", "text", "kept", "hit"),
    [
        ((), "All of it.", "All of it.", False),
        (("END",), "All of it.", "All of it.", False),
        (("END",), "Some. END of it", "Some. ", True),
        (("END",), "Some. EN", "Some. EN", False),
        (("END",), "EEND", "E", True),
        (("\nB", "A\n"), "xA\nB", "x", True),
        (("é",), "caf\u00e9", "caf", True),
    ],
)
def test_an_answer_ends_before_the_first_of_the_words(
    words: tuple[str, ...], text: str, kept: str, hit: bool
) -> None:
    whole: list[Event] = [TextDelta(text), Finish("stop")]
    pieces: list[Event] = [*map(TextDelta, text), Finish("stop")]
    assert passed(words, whole) == (kept, hit)
    assert passed(words, pieces) == (kept, hit)


def test_text_that_may_be_a_word_is_let_go_before_anything_else() -> None:
    events = [TextDelta("almost EN"), ToolInputStart("c1", "tool"), TextDelta("D")]
    through = list(StopWords(("END",)).before(events))
    assert through == [
        TextDelta("almost "),
        TextDelta("EN"),
        ToolInputStart("c1", "tool"),
        TextDelta("D"),
    ]


def test_what_cannot_be_a_word_is_not_held_back() -> None:
    stop = StopWords(("END",))
    assert list(stop.before([TextDelta("Hello")])) == [TextDelta("Hello")]
    assert list(stop.before([TextDelta(" E")])) == [TextDelta(" ")]
