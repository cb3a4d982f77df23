"""What the simulator is to say or do next, instead of what it makes up."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen


def script(simulator: str, *behaviors: dict[str, Any]) -> None:
    """Queue behaviours, each for the next request that it matches."""
    body = json.dumps({"behaviors": behaviors}).encode()
    with urlopen(Request(f"{simulator}/_llmock/scenario", body, method="POST")) as response:
        assert response.status == 201


def unscript(simulator: str) -> None:
    """Drop what was queued and not used."""
    urlopen(Request(f"{simulator}/_llmock/scenario", method="DELETE")).close()


def asked(simulator: str) -> list[dict[str, Any]]:
    """The requests that the simulator has answered, oldest first."""
    with urlopen(f"{simulator}/_llmock/requests") as response:
        return json.load(response)["requests"]
