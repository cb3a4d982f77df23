"""What a deploy tries before it touches a project: each finds what it is there to find."""

from __future__ import annotations

from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from dev.deploy.rehearsal import check_hosting, compile_rules
from dev.emulators import Ports
from dev.ports import HOST
from dev.says import Trouble

BROKEN = """rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} { allow read if true; }
  }
}
"""


class _Bare(BaseHTTPRequestHandler):
    """A site without any header of ours."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def bare() -> Generator[int]:
    with ThreadingHTTPServer((HOST, 0), _Bare) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_shipped_rules_compile(emulators: Ports) -> None:
    compile_rules(emulators)


def test_rules_that_do_not_compile_are_named_with_their_line(emulators: Ports) -> None:
    with pytest.raises(Trouble, match=r"firestore\.rules: .*4:\d+"):
        compile_rules(emulators, BROKEN)
    compile_rules(emulators)


def test_a_site_without_its_headers_is_refused(bare: int) -> None:
    at = Ports(hosting=bare, functions=0, firestore=0, auth=0, simulator=0, hub=0, logging=0)
    with pytest.raises(Trouble, match="without Content-Security-Policy, Strict-Transport-Security"):
        check_hosting(at)
