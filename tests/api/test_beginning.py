"""Beginning a turn by what was seen of its documents: it holds only while they are as they were."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from budget import Reservation
from errors import HearthError, NotFound, ResourceExhausted
from hearth import MODELS, Account, Hearth
from messages import TextPart
from store import beginning
from store.beginning import Joined, NewTurn, Seen
from store.client import month, now
from store.turns import Turn

WORST_USD = 0.01
LIMIT_USD = 1.0


def new_turn(account: Account, **fields: Any) -> NewTurn:
    message = f"m-{uuid.uuid4().hex[:12]}"
    known: dict[str, Any] = {
        "uid": account.uid,
        "thread_id": f"t-{uuid.uuid4().hex[:12]}",
        "message_id": message,
        "reply_id": f"{message}-r",
        "agent": "hearth",
        "model": MODELS["anthropic"],
        "temperature": None,
        "max_tokens": None,
        "effort": None,
        "reserved": Reservation(WORST_USD, 0.0, 0.0),
        "member_limit_usd": LIMIT_USD,
        "pool_limit_usd": None,
        "turns_per_minute": 60.0,
        "parts": (TextPart("Hello"),),
    }
    return NewTurn(**{**known, **fields})


def seen_of(new: NewTurn) -> Seen:
    _, seen = beginning.look_up(new.uid, new)
    return seen


def usage(hearth: Hearth, account: Account) -> Any:
    return hearth.db.document("users", account.uid, "usage", month(now()))


@pytest.fixture
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


def test_a_turn_begins_by_what_was_seen(hearth: Hearth, ada: Account) -> None:
    first = new_turn(ada)
    begun = beginning.begin(first, seen_of(first))
    assert isinstance(begun, Turn)
    assert begun.first
    stored = hearth.messages(ada, first.thread_id)
    assert {key: fields["status"] for key, fields in stored.items()} == {
        first.message_id: "done",
        first.reply_id: "streaming",
    }
    later = new_turn(ada, thread_id=first.thread_id, parent=first.reply_id)
    begun = beginning.begin(later, seen_of(later))
    assert isinstance(begun, Turn)
    assert not begun.first
    fields = usage(hearth, ada).get().to_dict()
    assert fields["reservedUsd"] == pytest.approx(2 * WORST_USD)
    thread = hearth.db.document("users", ada.uid, "threads", first.thread_id).get().to_dict()
    assert thread["leaf"] == later.reply_id
    assert thread["title"] == "Hello"


@pytest.mark.parametrize("parent", [False, True], ids=["first", "later"])
def test_the_same_turn_seen_twice_is_begun_once(hearth: Hearth, ada: Account, parent: bool) -> None:
    before = new_turn(ada)
    beginning.begin(before)
    place = {"thread_id": before.thread_id, "parent": before.reply_id} if parent else {}
    new = new_turn(ada, **place)
    seen = [seen_of(new) for _ in range(3)]
    begun = [type(beginning.begin(new, each)) for each in seen]
    assert begun == [Turn, Joined, Joined]
    fields = usage(hearth, ada).get().to_dict()
    assert fields["reservedUsd"] == pytest.approx(2 * WORST_USD)


def spend(hearth: Hearth, new: NewTurn) -> None:
    hearth.db.document("users", new.uid, "usage", month(now())).set(
        {"spentUsd": LIMIT_USD}, merge=True
    )


def delete(hearth: Hearth, new: NewTurn) -> None:
    thread = hearth.db.document("users", new.uid, "threads", new.thread_id)
    hearth.db.recursive_delete(thread)


def hurry(hearth: Hearth, new: NewTurn) -> None:
    hearth.db.document("users", new.uid, "usage", month(now())).set(
        {"busyUntil": now().timestamp() + 60.0}, merge=True
    )


@pytest.mark.parametrize(
    ("change", "error"),
    [(spend, ResourceExhausted), (hurry, ResourceExhausted), (delete, NotFound)],
)
def test_what_has_changed_since_is_found_out(
    hearth: Hearth,
    ada: Account,
    change: Callable[[Hearth, NewTurn], None],
    error: type[HearthError],
) -> None:
    first = new_turn(ada)
    beginning.begin(first)
    later = new_turn(ada, thread_id=first.thread_id, parent=first.reply_id)
    seen = seen_of(later)
    change(hearth, later)
    with pytest.raises(error):
        beginning.begin(later, seen)
    assert later.reply_id not in hearth.messages(ada, first.thread_id)


def test_what_has_changed_and_still_allows_it_is_begun(hearth: Hearth, ada: Account) -> None:
    new = new_turn(ada)
    seen = seen_of(new)
    other = new_turn(ada)
    beginning.begin(other)
    assert isinstance(beginning.begin(new, seen), Turn)
    fields = usage(hearth, ada).get().to_dict()
    assert fields["reservedUsd"] == pytest.approx(2 * WORST_USD)
