"""The rules compiled by the Firestore emulator, and the client served by the Hosting emulator.

python3.11 -m dev.deploy.rehearsal
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request

from dev.emulators import PROJECT, Emulators, Ports
from dev.paths import ROOT, WEB
from dev.ports import HOST
from dev.says import Trouble, give_up


def rehearse() -> None:
    """Try both.

    Raises:
        Trouble: the rules don't compile, or the client is not served as firebase.json says.
    """
    at = Ports.free()
    site = WEB / "out"
    emulators = Emulators(
        at, name=f"rehearsal-{os.getpid()}", only=("firestore", "hosting"), site=site
    )
    try:
        emulators.wait()
        compile_rules(at)
        check_hosting(at)
    finally:
        emulators.stop()


def compile_rules(at: Ports, rules: str | None = None) -> None:
    """Load rules, firestore.rules unless others are given.

    Raises:
        Trouble: they don't compile; the message names the line.
    """
    text = (ROOT / "firestore.rules").read_text() if rules is None else rules
    files = [{"name": "firestore.rules", "content": text}]
    request = urllib.request.Request(
        f"http://{HOST}:{at.firestore}/emulator/v1/projects/{PROJECT}:securityRules",
        data=json.dumps({"rules": {"files": files}}).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        raise Trouble(f"firestore.rules: {error.read().decode()}") from error


def check_hosting(at: Ports) -> None:
    """Ask for the shell.

    Raises:
        Trouble: it is not there, or comes without its headers.
    """
    with urllib.request.urlopen(f"http://{HOST}:{at.hosting}/", timeout=30) as response:
        headers = response.headers
    wanted = ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options")
    if missing := [name for name in wanted if name not in headers]:
        raise Trouble(f"The client is served without {', '.join(missing)}. See firebase.json.")


def main() -> int:
    try:
        rehearse()
    except Trouble as trouble:
        return give_up(trouble)
    print("  The rules compile, and the client is served with its headers.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
