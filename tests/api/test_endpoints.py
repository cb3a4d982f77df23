"""Every HTTP function at its own door: a new one is found here by itself, and held to the same.

Signatures and expiry of tokens, which the emulator does not check: tests/unit/test_auth.py.
"""

from __future__ import annotations

import ast
import base64
import json
from collections.abc import Generator
from http.client import HTTPResponse
from typing import Any, cast
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import jwt
import pytest

from dev.paths import FUNCTIONS
from hearth import Account, Hearth, Reply

# The only page that is for everybody: tests/api/test_sharing.py.
PUBLIC = {"shared"}
# A door for other programs, which send GET too and bring a token of another kind.
DOORS = {"v1": "/chat/completions"}
# Those that take more than a message's worth.
MOST_BYTES = {"v1": 10_000_000, "import_threads": 4_000_000}


def http_functions() -> list[str]:
    """The names of main.py's functions that answer HTTP."""
    tree = ast.parse((FUNCTIONS / "main.py").read_text())
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("on_request" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


GUARDED = [name for name in http_functions() if name not in PUBLIC]


class Endpoint:
    """A running function."""

    def __init__(self, hearth: Hearth, name: str) -> None:
        self.name = name
        self._server = hearth.server(name)
        self._url = self._server.url + DOORS.get(name, "")

    def ask(
        self,
        token: str | None,
        body: bytes = b'{"data": {}}',
        method: str = "POST",
        **headers: str,
    ) -> Reply:
        known = {"Content-Type": "application/json", **headers}
        if token is not None:
            known["Authorization"] = f"Bearer {token}"
        try:
            response = urlopen(Request(self._url, body, known, method=method), timeout=30)
        except HTTPError as error:
            response = error
        with cast(HTTPResponse, response) as answer:
            return Reply(answer.status, dict(answer.headers), answer.read())

    def close(self) -> None:
        self._server.kill()


@pytest.fixture(scope="module", params=GUARDED)
def endpoint(request: pytest.FixtureRequest, hearth: Hearth) -> Generator[Endpoint]:
    found = Endpoint(hearth, request.param)
    yield found
    found.close()


@pytest.fixture(scope="module")
def ada(hearth: Hearth) -> Account:
    return hearth.member("ada")


@pytest.fixture(scope="module")
def opening(hearth: Hearth, ada: Account) -> dict[str, str]:
    """What opens each function: the member's ID token, or for a door one of their own making."""
    personal = hearth.call("create_token", ada.token, label="A test", days=None)["token"]
    return {name: personal if name in DOORS else ada.token for name in GUARDED}


def unsigned(claims: dict[str, Any]) -> str:
    """A token as the Auth emulator makes them."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts)
    return ".".join(part.rstrip("=") for part in encoded) + "."


def test_there_are_functions_to_try() -> None:
    assert {"chat", "join", "share", "overview", "delete_account"} <= set(GUARDED)


def test_a_function_refuses_whoever_does_not_prove_who_they_are(
    endpoint: Endpoint, ada: Account
) -> None:
    claims = jwt.decode(ada.token, options={"verify_signature": False})
    forged = [
        None,
        "",
        "x",
        "a.b.c",
        unsigned({**claims, "aud": "another-project"}),
        unsigned({**claims, "iss": "https://securetoken.google.com/another-project"}),
        unsigned({**claims, "sub": ""}),
        unsigned({**claims, "sub": "nobody-has-this-uid", "user_id": "nobody-has-this-uid"}),
    ]
    for token in forged:
        reply = endpoint.ask(token)
        assert reply.status == 401, (token, reply.body)
        assert reply.json()["error"]["message"].endswith(".")


def test_a_token_counts_in_its_own_header_alone(endpoint: Endpoint, ada: Account) -> None:
    elsewhere: dict[str, Any] = {"Cookie": f"__session={ada.token}", "X-Token": ada.token}
    assert endpoint.ask(None, **elsewhere).status == 401


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_a_function_answers_one_method(endpoint: Endpoint, ada: Account, method: str) -> None:
    status = endpoint.ask(ada.token, method=method).status
    door_answers = endpoint.name in DOORS and method == "GET"
    assert status == (401 if door_answers else 405)


def test_a_function_answers_its_own_pages_preflight_and_no_others(endpoint: Endpoint) -> None:
    own = endpoint.ask(None, method="OPTIONS", Origin="http://localhost:5000")
    assert (own.status, own.body) == (204, b"")
    assert own.headers["Access-Control-Allow-Origin"] == "http://localhost:5000"
    assert int(own.headers["Access-Control-Max-Age"]) >= 3600
    foreign = endpoint.ask(None, method="OPTIONS", Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in foreign.headers


JUNK = [b"", b"{", b"null", b"[]", b'"x"', b"7", b"\xff\xfe\x00", b'{"data": 7}', b"[" * 5000]


@pytest.mark.parametrize("body", JUNK, ids=lambda body: repr(body[:12]))
def test_junk_is_refused_and_breaks_nothing(
    endpoint: Endpoint, opening: dict[str, str], body: bytes
) -> None:
    reply = endpoint.ask(opening[endpoint.name], body)
    assert reply.status == 400, reply.body
    assert reply.json()["error"]["message"].endswith(".")


def test_megabytes_are_refused(endpoint: Endpoint, opening: dict[str, str]) -> None:
    body = b" " * (MOST_BYTES.get(endpoint.name, 1_000_000) + 100_000)
    assert endpoint.ask(opening[endpoint.name], body).status == 413


def test_every_answer_says_that_it_is_not_to_be_kept(endpoint: Endpoint) -> None:
    assert endpoint.ask(None).headers["Cache-Control"] == "no-store"
