"""A thread that an earlier Hearth wrote goes on under this one."""

from __future__ import annotations

import json

import pytest

from dev.paths import ROOT
from hearth import MODELS, Hearth
from store.client import now
from store.upgrade import VERSION


@pytest.mark.parametrize("version", range(VERSION))
def test_an_answer_of_an_earlier_version_is_continued_and_upgraded(
    hearth: Hearth, version: int
) -> None:
    ada = hearth.member("ada")
    thread = hearth.db.document("users", ada.uid, "threads", "old")
    thread.set({"title": "Rivers", "leaf": "m1-r"})
    fixtures = json.loads((ROOT / "tests" / "fixtures" / "messages.json").read_text())
    for one in fixtures[version]["stored"]:
        if one["id"] in ("m1", "m1-r"):
            fields = {**one["fields"], "createdAt": now()}
            thread.collection("messages").document(one["id"]).set(fields)

    reply = hearth.post(
        "chat",
        {
            "threadId": "old",
            "messageId": "m2",
            "parent": "m1",
            "continue": "m1-r",
            "agent": "hearth",
            "model": MODELS["anthropic"],
        },
        ada.token,
    )

    assert reply.status == 200, reply.body
    stored = thread.collection("messages").document("m1-r").get().to_dict()
    assert stored["version"] == VERSION
    assert stored["status"] == "done"
    assert stored["parts"][0]["text"].startswith("The Aare")
    assert stored["usage"]["inputTokens"] > 12
    assert stored["open"] is False
