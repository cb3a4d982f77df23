"""What simulated models say: an answer from `answers/` that fits the question, or an honest reply.

The first line of an answer's file names the words of the questions that it fits.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from llmock.scenarios import Reply, ToolCall
from llmock.schema import example_for
from llmock.tools import ToolContext, ToolSpec

from dev.asked import Asked
from dev.paths import FUNCTIONS

sys.path.append(str(FUNCTIONS))

from agent import CONTINUE, TITLE_PROMPT

ANSWERS = Path(__file__).parent / "answers"
# An answer fits a question that has this many of its words: one may be a coincidence.
FITTING_WORDS = 2
TITLE_WORDS = 5

# What a question must contain for a tool to be called, if the request offers it.
CUES = {
    "web_page": re.compile(r"https?://\S+"),
    "calculator": re.compile(r"\d[\d.,\s()]*[-+*/^×÷][-+*/^×÷\d.,\s()]*\d"),
    "clock": re.compile(r"\b(what time|what day|today's date)\b", re.I),
    "web_search": re.compile(r"\b(search|look up|latest|news)\b", re.I),
    "notes": re.compile(r"\b(my notes?|a note|note that)\b", re.I),
    "threads": re.compile(r"\b(last time|earlier thread|other threads?)\b", re.I),
    "image": re.compile(r"\b(draw|paint|picture of)\b", re.I),
}

# Words that a title neither begins nor ends with.
_FILLER = re.compile(
    r"an?|and|are|as|at|be|can('t)?|could|do|does|explain|for|from|give|help|how|i('d|'m)?|if|in|is"
    r"|it|let's|make|me|my|of|on|or|please|show|so|tell|than|that|the|then|this|to|two|was|we"
    r"|what('s)?|when|which|who|why|with|without|would|write|your?",
    re.I,
)
_TOKEN_CHARACTERS = 4


@dataclass(frozen=True)
class _Answer:
    words: frozenset[str]
    text: str


def reply(asked: Asked, tools: ToolContext | None, model: str) -> Reply:
    """What the model says to a request, or the tool that it calls first."""
    if asked.system.startswith(TITLE_PROMPT):
        return Reply(text=title(asked.question))
    if tools is not None and not tools.answered and (call := tool_call(asked.question, tools)):
        return Reply(tool_calls=(call,))
    return _within(_answer(asked, model), asked.max_tokens)


def title(excerpt: str) -> str:
    """A title made of a question's first words. The answer follows it after a rule."""
    question = excerpt.split("\n\n---\n\n")[0]
    clause = re.split(r"[,.:;?!\n]", question.strip())[0]
    words = clause.split()
    while words and _FILLER.fullmatch(words[0]):
        words.pop(0)
    words = words[:TITLE_WORDS]
    while words and _FILLER.fullmatch(words[-1]):
        words.pop()
    name = " ".join(words) or "A short question"
    return name[0].upper() + name[1:]


def tool_call(question: str, tools: ToolContext) -> ToolCall | None:
    """The call of an offered tool that the question asks for; `None` if it asks for none."""
    for tool in tools.tools:
        cue = CUES.get(tool.name)
        if cue is not None and (found := cue.search(question)):
            return ToolCall(tool.name, _arguments(tool, found.group().strip(), question))
    return None


def _arguments(tool: ToolSpec, cue: str, question: str) -> dict[str, Any]:
    """Arguments that fit the tool's schema, with what was asked for in its texts."""
    schema: dict[str, Any] = tool.parameters or {}
    properties = cast(dict[str, dict[str, Any]], schema.get("properties") or {})
    example = cast(dict[str, Any], example_for(schema) or {})
    said = cue if tool.name in ("web_page", "calculator") else question
    return {
        name: said if _is_free_text(properties.get(name, {})) else value
        for name, value in example.items()
    }


def _is_free_text(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "string" and "enum" not in schema


def _answer(asked: Asked, model: str) -> str:
    if asked.question != CONTINUE:
        return _fitting(asked.question, model)
    whole = _fitting(asked.questions[-2] if len(asked.questions) > 1 else "", model)
    begun = asked.last_answer
    if whole.startswith(begun) and whole != begun:
        return whole[len(begun) :]
    return " … and that is where a simulated answer ends."


def _fitting(question: str, model: str) -> str:
    asked = set(re.findall(r"[a-z'-]+", question.lower()))
    best = max(_answers(), key=lambda answer: len(answer.words & asked))
    return best.text if len(best.words & asked) >= FITTING_WORDS else _honest(question, model)


def _honest(question: str, model: str) -> str:
    excerpt = " ".join(question.split())[:200]
    return (
        f"You asked:\n\n> {excerpt}\n\n"
        f"This is a **simulated answer**. No key is set up for `{model}`, so your words went to a "
        "small server on this machine and to nobody else. Everything around it is real: the "
        "stream, the stop button, your budget and what is stored.\n\n"
        "Some things to try here:\n\n"
        "1. *Plan a week of dinners* brings a table and a list.\n"
        "2. *Write a Python script* brings code.\n"
        "3. *Explain quadratic equations* brings some maths.\n"
        "4. *Tell me a long story* takes its time, so you can leave and come back.\n\n"
        "Add a key to `functions/.secret.local`, and the model itself will answer."
    )


def _within(text: str, max_tokens: int | None) -> Reply:
    if max_tokens is None or len(text) <= max_tokens * _TOKEN_CHARACTERS:
        return Reply(text=text)
    return Reply(text=text[: max_tokens * _TOKEN_CHARACTERS], finish_reason="length")


@cache
def _answers() -> tuple[_Answer, ...]:
    return tuple(_read(path) for path in sorted(ANSWERS.glob("*.md")))


def _read(path: Path) -> _Answer:
    words, _, text = path.read_text().partition("\n")
    return _Answer(frozenset(words.removeprefix("<!--").removesuffix("-->").split()), text.strip())
