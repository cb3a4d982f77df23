"""Budgets over HTTP: reserved before the first token, settled after, and never overdrawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from hearth import MODELS, Account, Hearth, Reply, turn

MODEL = MODELS["anthropic"]
# What one turn with 1,000 tokens to write may cost at these prices: about a cent.
DEAR = {"input": 1.0, "output": 10.0, "cachedInput": 0.1}


def this_month() -> str:
    return datetime.now(UTC).strftime("%Y-%m")


def usage_of(hearth: Hearth, account: Account, month: str = "") -> dict[str, Any]:
    at = hearth.db.document("users", account.uid, "usage", month or this_month())
    return at.get().to_dict() or {}


def pool(hearth: Hearth) -> dict[str, Any]:
    return hearth.db.document("usage", this_month()).get().to_dict() or {}


@pytest.fixture(scope="module")
def model(hearth: Hearth) -> str:
    """A model whose price makes budgets easy to reckon."""
    seeded = hearth.db.document("models", MODEL).get().to_dict()
    hearth.db.document("models", "anthropic:dear").set({**seeded, "price": DEAR})
    return "anthropic:dear"


def send(hearth: Hearth, account: Account, model: str, **changes: Any) -> Reply:
    body = turn("Say something.", model=model, maxTokens=1000, **changes)
    return hearth.post("chat", body, account.token)


def test_fifty_sends_at_once_cannot_overdraw_a_budget(hearth: Hearth, model: str) -> None:
    ada = hearth.member("ada", budgetUsd=0.055)
    before = pool(hearth)
    hearth.url("chat")
    with ThreadPoolExecutor(50) as pool_of_threads:
        futures = [pool_of_threads.submit(send, hearth, ada, model) for _ in range(50)]
    replies = [future.result() for future in futures]
    answered = [reply for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status != 200]
    # Five worst cases of a cent and a bit at the same moment fit, and no sixth; later ones may,
    # because what an answer did not use comes back.
    assert 5 <= len(answered) < 50
    assert {reply.json()["error"]["code"] for reply in refused} == {"resource-exhausted"}
    assert all("left of your budget" in reply.json()["error"]["message"] for reply in refused)
    usage = usage_of(hearth, ada)
    assert usage["spentUsd"] <= 0.055
    assert usage["reservedUsd"] == pytest.approx(0)
    assert usage["byModel"][model]["turns"] == len(answered)
    assert pool(hearth)["spentUsd"] == pytest.approx(before.get("spentUsd", 0) + usage["spentUsd"])


def test_an_empty_budget_is_refused_before_anything_is_written(hearth: Hearth, model: str) -> None:
    ada = hearth.member("ada", budgetUsd=0)
    body = turn("Say something.", model=model)
    reply = hearth.post("chat", body, ada.token)
    assert (reply.status, reply.json()["error"]["code"]) == (429, "resource-exhausted")
    assert "ask the owner for more" in reply.json()["error"]["message"]
    assert hearth.messages(ada, body["threadId"]) == {}
    assert usage_of(hearth, ada) == {}
