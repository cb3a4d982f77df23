"""firebase.json serves the policy that the client was written for."""

from __future__ import annotations

import json
import subprocess

from dev.paths import ROOT, WEB

HOSTING = json.loads((ROOT / "firebase.json").read_text())["hosting"]


def test_the_headers_of_firebase_json_are_those_of_the_clients_policy() -> None:
    printed = subprocess.run(
        ["node", WEB / "scripts" / "finish.mjs", "--headers"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert HOSTING["headers"] == json.loads(printed.stdout)


def test_no_request_of_the_client_goes_through_a_rewrite_to_a_function() -> None:
    # Hosting holds a stream back until it has ended, and cuts it after 60 seconds.
    assert not [rule for rule in HOSTING.get("rewrites", []) if "function" in rule or "run" in rule]
