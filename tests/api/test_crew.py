"""A crew of three on the simulator: its own function, our door, and a thread in between."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crews import AGENTS, crew_server, plan
from dev.function_server import FunctionServer
from dev.paths import CREW, PYTHON
from hearth import Account, Hearth, Reply, chunks_of, turn
from scripted import asked, script, unscript

ROLES = ["Researcher", "Sceptic", "Editor"]
WORDS = ["Rivers: Rhine, Po, Ebro.", "Keep all three.", "Three rivers: Rhine, Po and Ebro."]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the crew keeps its temporary files."""
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def crew(hearth: Hearth, scratch: Path) -> Generator[FunctionServer]:
    with crew_server(hearth, scratch) as running:
        yield running


@pytest.fixture(scope="module")
def chat(hearth: Hearth, crew: FunctionServer) -> str:
    """Where `chat` answers, told where the crew is."""
    plan(hearth)
    return hearth.server("chat", HEARTH_CREW_URL=crew.url).url


@pytest.fixture(autouse=True)
def nothing_left_scripted(hearth: Hearth) -> Iterator[None]:
    yield
    unscript(hearth.simulator)


def reader(hearth: Hearth, name: str, **fields: Any) -> Account:
    """A member with the crew, and with the agents that work in it."""
    return hearth.member(name, agents=AGENTS, **fields)


def say(hearth: Hearth, *words: str) -> None:
    script(hearth.simulator, *({"type": "reply", "text": text} for text in words))


def send(hearth: Hearth, chat: str, account: Account, body: dict[str, Any]) -> Reply:
    with hearth.open(chat, body, account.token) as response:
        return Reply(response.status, dict(response.headers), response.read())


def stored(hearth: Hearth, account: Account, body: dict[str, Any]) -> dict[str, Any]:
    return hearth.messages(account, body["threadId"])[f"{body['messageId']}-r"]


def month(hearth: Hearth, account: Account) -> dict[str, Any]:
    name = f"{datetime.now(UTC):%Y-%m}"
    return hearth.db.document("users", account.uid, "usage", name).get().to_dict() or {}


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it has become true in time."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def test_the_crews_own_types_are_right(crew: FunctionServer) -> None:
    assert crew.child.running
    command = [PYTHON.parent / "pyright", "-p", CREW]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_three_workers_hand_on_their_work_and_the_last_word_is_the_answer(
    hearth: Hearth, chat: str
) -> None:
    ada = reader(hearth, "ada")
    say(hearth, *WORDS)
    body = turn("Name three rivers.", agent="newsroom")
    reply = send(hearth, chat, ada, body)
    assert reply.status == 200, reply.body
    assert reply.text() == WORDS[-1]

    answer = stored(hearth, ada, body)
    works = [part for part in answer["parts"] if part["type"] == "tool"]
    assert [work["toolName"] for work in works] == ROLES
    assert [work["output"] for work in works] == WORDS
    briefing = hearth.db.document("crews", "briefing").get().to_dict()
    tasks = [task["description"] for task in briefing["tasks"]]
    assert [work["input"]["task"] for work in works] == tasks
    told = [c for c in reply.chunks() if c["type"] == "tool-output-available"]
    assert [chunk["output"] for chunk in told if not chunk.get("preliminary")] == WORDS
    assert [chunk for chunk in told if chunk.get("preliminary")]
    assert answer["parts"][-1] == {"type": "text", "text": WORDS[-1]}
    assert answer["status"] == "done"

    requests = [json.dumps(request["body"]) for request in asked(hearth.simulator)[-3:]]
    assert all("Name three rivers." in request for request in requests)
    assert WORDS[0] in requests[1]
    assert WORDS[1] in requests[2]

    used = month(hearth, ada)
    assert used["spentUsd"] == pytest.approx(answer["usage"]["usd"])
    assert used["spentUsd"] > 0
    assert used["reservedUsd"] == pytest.approx(0)
    assert set(used["byAgent"]) == {"researcher", "hearth", "editor"}
    assert not list(hearth.db.collection("tokens").stream())


def test_the_crews_own_log_and_disk_keep_nothing(
    hearth: Hearth, chat: str, crew: FunctionServer, scratch: Path
) -> None:
    bob = reader(hearth, "bob")
    say(hearth, *WORDS)
    send(hearth, chat, bob, turn("A most unusual question.", agent="newsroom"))
    assert "unusual" not in crew.child.output()
    assert "hearth_" not in crew.child.output()
    assert not list(scratch.glob("crew-*"))


def test_a_manager_hands_tasks_to_the_others(hearth: Hearth, chat: str) -> None:
    cleo = reader(hearth, "cleo")
    briefing = hearth.db.document("crews", "briefing").get().to_dict()
    plan(hearth, process="hierarchical", tasks=briefing["tasks"][:1])
    arguments = {
        "task": "List rivers",
        "context": "Of Europe",
        "coworker": "Editor",
    }
    call = {"name": "delegate_work_to_coworker", "arguments": arguments}
    script(hearth.simulator, {"type": "reply", "tool_calls": [call]})
    say(hearth, "Rhine, Po, Ebro.", "The rivers are the Rhine, the Po and the Ebro.")
    body = turn("Name three rivers.", agent="newsroom")
    reply = send(hearth, chat, cleo, body)
    plan(hearth)
    assert reply.text() == "The rivers are the Rhine, the Po and the Ebro."
    works = [p for p in stored(hearth, cleo, body)["parts"] if p["type"] == "tool"]
    assert "Editor" in [work["toolName"] for work in works]


def test_a_crew_that_is_out_of_budget_says_so_and_overdraws_nothing(
    hearth: Hearth, chat: str
) -> None:
    poor = reader(hearth, "poor", budgetUsd=0.000001)
    body = turn("Name three rivers.", agent="newsroom")
    send(hearth, chat, poor, body)
    answer = stored(hearth, poor, body)
    assert answer["status"] == "error"
    assert answer["error"]["code"] == "resource-exhausted"
    assert "budget" in answer["error"]["message"]
    assert month(hearth, poor).get("spentUsd", 0) == 0


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"usd": 0.00001, "seconds": 60, "steps": 20}, "budget for this run"),
        ({"usd": 1.0, "seconds": 60, "steps": 2}, "steps"),
    ],
)
def test_a_run_is_capped_in_money_and_steps(
    hearth: Hearth, chat: str, limits: dict[str, float], said: str
) -> None:
    dan = reader(hearth, "dan")
    plan(hearth, limits=limits)
    say(hearth, *WORDS)
    body = turn("Name three rivers.", agent="newsroom")
    send(hearth, chat, dan, body)
    plan(hearth)
    answer = stored(hearth, dan, body)
    assert answer["status"] == "error"
    assert said in answer["error"]["message"]


def test_a_run_is_capped_in_time(hearth: Hearth, chat: str) -> None:
    eve = reader(hearth, "eve")
    plan(hearth, limits={"usd": 1.0, "seconds": 3, "steps": 20})
    stall = {"type": "stream_fault", "kind": "stall", "after_chunks": 6, "stall_seconds": 30.0}
    script(hearth.simulator, {"type": "reply", "text": "word " * 40}, stall)
    body = turn("Name three rivers.", agent="newsroom")
    began = time.monotonic()
    send(hearth, chat, eve, body)
    plan(hearth)
    assert stored(hearth, eve, body)["error"]["code"] == "deadline-exceeded"
    assert time.monotonic() - began < 25
    assert until(lambda: month(hearth, eve)["reservedUsd"] == pytest.approx(0))


def test_a_stopped_turn_stops_its_workers_and_keeps_what_they_did(
    hearth: Hearth, chat: str
) -> None:
    fay = reader(hearth, "fay")
    say(hearth, WORDS[0])
    stall = {"type": "stream_fault", "kind": "stall", "after_chunks": 6, "stall_seconds": 30.0}
    script(
        hearth.simulator,
        {"type": "reply", "text": "word " * 40},
        {**stall, "match": {"path": "*", "stream": True, "model": "claude-sonnet-5*"}},
    )
    body = turn("Name three rivers.", agent="newsroom")
    reply = hearth.db.document(
        "users", fay.uid, "threads", body["threadId"], "messages", f"{body['messageId']}-r"
    )
    with hearth.open(chat, body, fay.token) as response:
        chunks = chunks_of(iter(response))
        outputs = (c for c in chunks if c["type"] == "tool-output-available")
        assert next(c for c in outputs if not c.get("preliminary"))["output"] == WORDS[0]
        assert next(outputs)["output"].startswith("word")
        reply.update({"stop": True})
        began = time.monotonic()
        assert [c["type"] for c in chunks if c["type"] in ("abort", "finish", "error")] == ["abort"]
    assert time.monotonic() - began < 10
    answer = stored(hearth, fay, body)
    assert answer["status"] == "stopped"
    assert answer["parts"][0]["output"] == WORDS[0]
    assert answer["parts"][1]["output"].startswith("word")
    assert until(lambda: not list(hearth.db.collection("users", fay.uid, "calls").stream()))
    assert month(hearth, fay)["reservedUsd"] == pytest.approx(0)
    assert not list(hearth.db.collection("tokens").stream())


def test_a_crew_that_is_off_or_unknown_is_not_begun(hearth: Hearth, chat: str) -> None:
    gil = reader(hearth, "gil")
    plan(hearth, enabled=False)
    body = turn("Name three rivers.", agent="newsroom")
    reply = send(hearth, chat, gil, body)
    plan(hearth)
    assert reply.json()["error"]["code"] == "not-found"
    assert hearth.messages(gil, body["threadId"]) == {}


def test_a_worker_whose_agent_is_not_the_members_does_not_work(hearth: Hearth, chat: str) -> None:
    hal = hearth.member("hal", agents=("newsroom", "hearth"))
    body = turn("Name three rivers.", agent="newsroom")
    send(hearth, chat, hal, body)
    assert stored(hearth, hal, body)["error"]["code"] == "not-found"


@pytest.mark.parametrize("token", [None, "hearth_nothing"])
def test_the_crew_works_for_nobody_without_a_crews_token(
    hearth: Hearth, crew: FunctionServer, token: str | None
) -> None:
    with hearth.open(crew.url, b"", token) as response:
        assert response.status == 401


def test_a_personal_token_is_no_crews_token(hearth: Hearth, crew: FunctionServer) -> None:
    ivy = hearth.member("ivy")
    token = hearth.call("create_token", ivy.token, label="Mine", days=1)["token"]
    with hearth.open(crew.url, b"", token) as response:
        assert response.status == 403
