"""What a turn costs in Firestore, counted on its way there, so that the table of costs is true."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import pytest

from dev.counting import Counter, Operations, counting
from dev.function_server import FunctionServer
from dev.paths import ROOT
from dev.ports import HOST
from hearth import Hearth, turn

RECORDED = json.loads((ROOT / "dev" / "operations.json").read_text())


@pytest.fixture(scope="module")
def counter(hearth: Hearth) -> Generator[Counter]:
    with counting(f"{HOST}:{hearth.ports.firestore}") as counter:
        yield counter


@pytest.fixture(scope="module")
def chat(hearth: Hearth, counter: Counter) -> FunctionServer:
    return hearth.server("chat", FIRESTORE_EMULATOR_HOST=counter.address)


def counted(hearth: Hearth, chat: FunctionServer, counter: Counter, body: Any, token: str) -> Any:
    counter.take()
    with hearth.open(chat.url, body, token) as response:
        assert response.status == 200
        assert b"[DONE]" in response.read()
    return counter.take()


def recorded(name: str) -> Operations:
    return Operations(**RECORDED[name])


def test_a_first_turn_and_a_later_one(
    hearth: Hearth, chat: FunctionServer, counter: Counter
) -> None:
    ada = hearth.member("ada")
    first = turn("Name a river.")
    assert counted(hearth, chat, counter, first, ada.token)["turn"] == recorded("first turn")

    later = turn("Another.", threadId=first["threadId"], parent=f"{first['messageId']}-r")
    counts = counted(hearth, chat, counter, later, ada.token)
    # The thread's two messages are read besides what every turn reads, and every few seconds the
    # list of services.
    expected = recorded("later turn") + Operations(reads=2)
    assert counts["turn"] in (expected, expected + Operations(reads=1))
    assert counts["looks"].writes == counts["checkpoints"].reads == 0


def test_a_refused_turn_writes_nothing(
    hearth: Hearth, chat: FunctionServer, counter: Counter
) -> None:
    ada = hearth.member("ada", suspended=True)
    counter.take()
    with hearth.open(chat.url, turn(), ada.token) as response:
        assert response.status == 403
    assert counter.take()["turn"] == recorded("refused turn")


def test_a_minute_in_which_nothing_happens(hearth: Hearth, counter: Counter) -> None:
    # Each integration is looked at once a minute: those of other tests are not meant here.
    hearth.db.recursive_delete(hearth.db.collection("integrations"))
    hearth.publish_providers()
    sweep = hearth.server("sweep", FIRESTORE_EMULATOR_HOST=counter.address)
    counter.take()
    with hearth.open(sweep.url, {}) as response:
        assert response.status == 200
    assert counter.take()["turn"] == recorded("idle minute")
