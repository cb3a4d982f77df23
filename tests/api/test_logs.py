"""What the functions write of a turn: one line, under its trace, without a word of content."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import log
from dev.paths import ROOT
from hearth import Hearth, turn

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
QUESTION = "My diary says that the elephant sleeps at noon."
PATIENCE_SECONDS = 20.0


def lines_about(user: str, hearth: Hearth) -> list[dict[str, Any]]:
    """The lines of `chat` about a user, once there are any."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        written = hearth.log("chat").splitlines()
        lines = [json.loads(line) for line in written if line.startswith('{"severity"')]
        found = [line for line in lines if line.get("user") == user]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def shown() -> dict[str, Any]:
    """The line that docs/WATCHING.md shows."""
    page = (ROOT / "docs" / "WATCHING.md").read_text()
    found = re.search(r"^    (\{.*?\})$", page, re.MULTILINE | re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_a_turn_is_one_line_with_its_trace_and_without_content(hearth: Hearth) -> None:
    ada = hearth.member("ada")
    headers = {"X-Cloud-Trace-Context": f"{TRACE}/1;o=1"}
    reply = hearth.post("chat", turn(QUESTION), ada.token, **headers)
    assert reply.status == 200
    answer = reply.text()

    (line,) = lines_about(log.hashed(ada.uid), hearth)
    assert line["message"] == "turn"
    assert line["outcome"] == "done"
    assert line["usd"] > 0
    assert line["logging.googleapis.com/trace"].endswith(f"/traces/{TRACE}")
    assert set(shown()) <= set(line)

    written = hearth.log("chat")
    for secret in ("elephant", answer[:40], ada.uid, ada.email, ada.token):
        assert secret not in written
