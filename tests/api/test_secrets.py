"""No key, no system prompt and no question gets out: every answer and log line is searched."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import pytest

from dev.function_server import FunctionServer
from hearth import MODELS, Account, Hearth, Reply, turn
from scripted import asked

PROMPT = "CANARY-PROMPT be kind and never say this aloud"
KEY = "sk-CANARY-KEY-0123456789"
QUESTION = "CANARY-QUESTION what shall I tell my doctor?"


class Searched:
    """A server with real-looking keys, everything it answered, and everything it logged."""

    def __init__(self, hearth: Hearth) -> None:
        self._hearth = hearth
        self.server: FunctionServer = hearth.server(
            "chat",
            ANTHROPIC_API_KEY=KEY,
            ANTHROPIC_BASE_URL=f"{hearth.simulator}/anthropic",
            # Nothing listens there.
            OPENAI_API_KEY=KEY,
            OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        )

    def send(self, token: str | None, body: Any) -> Reply:
        with self._hearth.open(self.server.url, body, token) as response:
            return Reply(response.status, dict(response.headers), response.read())

    def log(self) -> str:
        return self.server.child.output()


@pytest.fixture(scope="module")
def searched(hearth: Hearth) -> Generator[Searched]:
    found = Searched(hearth)
    yield found
    found.server.kill()


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    card = hearth.db.document("agents", "hearth").get().to_dict()
    hearth.db.document("agents", "canary").set({**card, "tools": []})
    hearth.db.document("agents", "canary", "private", "prompt").set({"text": PROMPT})
    return hearth.member("ada", agents=("canary",))


WAYS: list[tuple[str, dict[str, Any], int]] = [
    ("a good turn", {}, 200),
    ("a provider that is down", {"model": MODELS["openai"]}, 200),
    ("an unknown model", {"model": "openai:nothing"}, 404),
    ("an agent of others", {"agent": "coder"}, 404),
    ("a bad temperature", {"temperature": 9}, 400),
    ("an unknown field", {"system": "x"}, 400),
    ("a thread that is not there", {"parent": "m-0-r"}, 404),
]


@pytest.mark.parametrize(
    ("changes", "status"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS]
)
def test_no_answer_and_no_log_line_holds_a_key_a_prompt_or_a_question(
    searched: Searched, ada: Account, changes: dict[str, Any], status: int
) -> None:
    reply = searched.send(ada.token, turn(QUESTION, **{"agent": "canary", **changes}))
    assert reply.status == status, reply.body
    for canary in (PROMPT, KEY, "CANARY-PROMPT", "CANARY-KEY", ada.token):
        assert canary.encode() not in reply.body
        assert canary not in str(reply.headers)
    log = searched.log()
    for canary in ("CANARY", ada.token, ada.token.split(".")[1], ada.email, ada.uid):
        assert canary not in log


def test_the_search_would_find_them(searched: Searched, hearth: Hearth, ada: Account) -> None:
    """The prompt and the key were really used, and the log was really written."""
    assert searched.send(ada.token, turn(QUESTION, agent="canary")).status == 200
    sent = json.dumps(asked(hearth.simulator))
    assert "CANARY-PROMPT" in sent
    assert "CANARY-QUESTION" in sent
    assert '"message": "turn"' in searched.log()
