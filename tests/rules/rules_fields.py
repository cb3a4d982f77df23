"""What a document may hold: for every validator of firestore.rules, good changes and bad ones.

Each change is made on the example of rules_table.py, once as a new document and once as an update,
as far as clients may do either. The good ones are the twins of the bad: one field, one step less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firestore_rest import GONE, NOW, Fields
from rules_cases import Case, Operation
from rules_table import IMAGE, LONG_AGO, NOTE, PERSONAL_AGENT, PREFERENCES, REQUEST, THREAD


@dataclass(frozen=True)
class Shape:
    """A document's shape, by changes of a good one.

    Args:
        validator: the function of firestore.rules.
        operations: what clients may do at all.
        stamp: what every update must bring along.
    """

    validator: str
    path: str
    stored: Fields
    good: tuple[Fields, ...]
    bad: tuple[Fields, ...]
    operations: tuple[Operation, ...] = ("create", "update")
    stamp: Fields | None = None


def text(size: int) -> str:
    return "x" * size


def missing(names: Fields) -> tuple[Fields, ...]:
    """Each of the fields, taken away."""
    return tuple({name: GONE} for name in names)


NOT_TEXTS: tuple[Any, ...] = (
    None,
    "search",
    {"0": "search"},
    [7],
    [True],
    [None],
    [1.5],
    [{}],
    ["search", 7],
    ["search", None],
)
OPTIONS_GOOD: tuple[Fields, ...] = (
    {"temperature": None},
    {"temperature": 0},
    {"temperature": 2},
    {"temperature": 0.7},
    {"maxTokens": None},
    {"maxTokens": 1},
    {"maxTokens": 1_000_000},
)
OPTIONS_BAD: tuple[Fields, ...] = (
    {"temperature": -0.1},
    {"temperature": 2.1},
    {"temperature": float("nan")},
    {"temperature": float("inf")},
    {"temperature": "hot"},
    {"temperature": True},
    {"temperature": False},
    {"maxTokens": 0},
    {"maxTokens": 1_000_001},
    {"maxTokens": 1.5},
    {"maxTokens": "many"},
)

SHAPES: tuple[Shape, ...] = (
    Shape(
        validator="isPreferences",
        path="users/{home}/preferences/app",
        stored=PREFERENCES,
        good=(
            {"agent": text(80)},
            {"model": text(200)},
            {"agent": GONE},
            {"model": GONE},
        ),
        bad=(
            {"agent": text(81)},
            {"model": text(201)},
            {"agent": 7},
            {"agent": None},
            {"model": ["openai:gpt-5.5"]},
            {"role": "admin"},
        ),
    ),
    Shape(
        validator="isAgent",
        path="users/{home}/agents/mine",
        stored=PERSONAL_AGENT,
        good=(
            {"name": text(80)},
            {"name": "é" * 80},
            {"description": text(1000)},
            {"emoji": text(32)},
            {"starters": []},
            {"starters": ["Hi"] * 8},
            {"starters": ["Good morning ~", "~ Good night", "~~~\ncode\n~~~"]},
            {"starters": ["Hi", "", ""]},
            {"starters": [text(4000)]},
            {"starters": [text(500)] * 8},
            {"models": ["openai:gpt-5.5", "llama:tiny"]},
            {"models": ["m"] * 50},
            {"models": [text(5000)]},
            {"model": text(200)},
            {"tools": ["search"] * 20},
            {"tools": [text(2000)]},
            {"enabled": False},
            {"prompt": text(50_000)},
            *OPTIONS_GOOD,
        ),
        bad=(
            {"name": text(81)},
            {"name": 7},
            {"description": text(1001)},
            {"description": None},
            {"emoji": text(33)},
            {"emoji": ["🔥"]},
            {"starters": ["Hi"] * 9},
            {"starters": [text(4001)]},
            {"starters": [text(500), *[text(501)] * 7]},
            {"starters": ["Hi␟there"]},
            {"models": ["m"] * 51},
            {"models": [text(5001)]},
            {"tools": ["search"] * 21},
            {"tools": [text(2001)]},
            *({name: value} for name in ("starters", "models", "tools") for value in NOT_TEXTS),
            {"model": text(201)},
            {"model": 7},
            {"enabled": "yes"},
            {"enabled": None},
            {"prompt": text(50_001)},
            {"prompt": {"text": "Be kind."}},
            {"budgetUsd": 1000},
            {"role": "admin"},
            *OPTIONS_BAD,
            *missing(PERSONAL_AGENT),
        ),
    ),
    Shape(
        validator="isNote",
        path="users/{home}/notes/n1",
        stored=NOTE,
        stamp={"updatedAt": NOW},
        good=(
            {"text": ""},
            {"text": text(100_000)},
            {"source": {"threadId": "t1", "messageId": "m1-r"}},
        ),
        bad=(
            {"text": text(100_001)},
            {"text": 7},
            {"text": None},
            {"updatedAt": LONG_AGO},
            {"updatedAt": timedelta(hours=1)},
            {"updatedAt": "now"},
            {"source": "t1"},
            {"source": {}},
            {"source": {"threadId": "t1"}},
            {"source": {"threadId": "t1", "messageId": 7}},
            {"source": {"threadId": "../t1", "messageId": "m1-r"}},
            {"source": {"threadId": "t1", "messageId": text(81)}},
            {"source": {"threadId": "t1", "messageId": "m1-r", "uid": "bob"}},
            {"pinned": True},
            *missing(NOTE),
        ),
    ),
    Shape(
        validator="isRequest",
        path="users/{home}/requests/2026-01",
        stored=REQUEST,
        operations=("create",),
        good=(
            {"usd": 0.01},
            {"usd": 7},
            {"usd": 10_000},
            {"note": ""},
            {"note": text(500)},
        ),
        bad=(
            {"usd": 0},
            {"usd": -5},
            {"usd": 10_000.01},
            {"usd": float("nan")},
            {"usd": float("inf")},
            {"usd": "20"},
            {"usd": None},
            {"usd": True},
            {"usd": False},
            {"note": text(501)},
            {"note": 7},
            {"note": None},
            {"createdAt": LONG_AGO},
            {"createdAt": timedelta(hours=1)},
            {"granted": True},
            *missing(REQUEST),
        ),
    ),
    Shape(
        validator="isTakingBack",
        path="users/{home}/preferences/approvals",
        stored={"allowed": ["web_page a.test", "web_page b.test"]},
        operations=("update",),
        good=({"allowed": ["web_page b.test"]}, {"allowed": []}),
        bad=(
            {"allowed": ["web_page a.test", "web_page evil.test"]},
            {"allowed": ["web_page a.test", "web_page b.test", "web_page evil.test"]},
            {"allowed": "web_page a.test"},
            {"allowed": None},
            {"allowed": GONE},
            {"allowed": [], "role": "admin"},
        ),
    ),
    Shape(
        validator="isTakingBack",
        path="users/{home}/threads/t1",
        stored={**THREAD, "allowed": ["web_page a.test", "web_page b.test"]},
        operations=("update",),
        good=({"allowed": ["web_page b.test"]}, {"allowed": []}),
        bad=(
            {"allowed": ["web_page a.test", "web_page c.test"]},
            {"allowed": {"0": "web_page a.test"}},
            {"allowed": [], "title": "Sourdough"},
        ),
    ),
    Shape(
        validator="isThread",
        path="users/{home}/threads/t1",
        stored=THREAD,
        operations=("update",),
        good=(
            {"title": text(200)},
            {"pinned": True},
            {"archived": True},
            {"agent": text(80)},
            {"model": text(200)},
            {"leaf": None},
            {"leaf": "m0-r"},
            {"effort": "low"},
            {"effort": None},
            {"seenAt": LONG_AGO},
            {"seenAt": None},
            *OPTIONS_GOOD,
        ),
        bad=(
            {"title": ""},
            {"title": text(201)},
            {"title": 7},
            {"pinned": 1},
            {"archived": "no"},
            {"agent": text(81)},
            {"agent": ""},
            {"agent": "../private"},
            {"model": text(201)},
            {"model": None},
            {"leaf": 7},
            {"leaf": "a/b"},
            {"effort": "utmost"},
            {"effort": 3},
            {"seenAt": 7},
            {"seenAt": "now"},
            {"seenAt": timedelta(hours=1)},
            {"createdAt": NOW},
            {"updatedAt": NOW},
            {"allowed": ["web_page evil.test"]},
            {"updatedAt": GONE},
            {"title": "Sourdough", "updatedAt": NOW},
            {"uid": "bob"},
            *OPTIONS_BAD,
            *missing({name: THREAD[name] for name in THREAD if not name.endswith("At")}),
        ),
    ),
    Shape(
        validator="isImage",
        path="users/{home}/threads/t1/images/i1",
        stored=IMAGE,
        operations=("create",),
        good=(
            {"mediaType": "image/jpeg"},
            {"mediaType": "image/webp"},
            {"mediaType": "image/gif"},
            {"data": text(900_000)},
        ),
        bad=(
            {"mediaType": "image/svg+xml"},
            {"mediaType": "text/html"},
            {"mediaType": ["image/png"]},
            {"data": ""},
            {"data": text(900_001)},
            {"data": 7},
            {"createdAt": LONG_AGO},
            {"createdAt": timedelta(hours=1)},
            {"name": "me.png"},
            *missing(IMAGE),
        ),
    ),
)


def _cases(shape: Shape) -> tuple[Case, ...]:
    return tuple(
        Case(
            who="owner",
            operation=operation,
            path=shape.path,
            allowed=allowed,
            stored=shape.stored,
            sent={**(shape.stored if operation == "create" else shape.stamp or {}), **change},
            note=describe(change),
        )
        for operation in shape.operations
        for allowed, changes in ((True, shape.good), (False, shape.bad))
        for change in changes
    )


def describe(change: Fields) -> str:
    """A change in a few words, for the name of its case."""
    return ", ".join(f"{name}: {_short(value)}" for name, value in change.items())


def _short(value: Any) -> str:
    if value is GONE or value is NOW:
        return "gone" if value is GONE else "now"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str) and len(value) > 40:
        return f"{len(value)} times {value[0]}"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:12]}… of {len(value)}"


CASES: tuple[Case, ...] = tuple(case for shape in SHAPES for case in _cases(shape))
