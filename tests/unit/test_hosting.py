"""firebase.json serves the policy that the client was written for."""

from __future__ import annotations

import json
import subprocess

from dev.deploy.manifest import discover
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


def test_only_the_page_of_a_share_comes_from_a_function_through_hosting() -> None:
    # Hosting holds a stream back until it has ended, and cuts it after 60 seconds.
    rewrites = {rule["source"]: rule["function"]["functionId"] for rule in HOSTING["rewrites"]}
    assert rewrites == {"/s/**": "shared"}
    assert discover()["shared"]["timeoutSeconds"] == 60


def test_a_share_runs_no_script_and_is_kept_nowhere() -> None:
    (rule,) = [rule for rule in HOSTING["headers"] if rule["source"] == "/s/**"]
    found = {header["key"]: header["value"] for header in rule["headers"]}
    assert found["Content-Security-Policy"].startswith("default-src 'none'; style-src ")
    assert "script-src" not in found["Content-Security-Policy"]
    assert found["Cache-Control"] == "no-store"
