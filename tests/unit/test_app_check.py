"""App Check, where it is switched on: a token for this project, signed by Google, and not expired.

Google's keys are played by a server on loopback, with a key pair of the test's own.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from app_check import ISSUER, JWKS_URL, check_app, jwks_url
from errors import Unauthenticated, Unavailable

PROJECT = "demo-hearth"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def keys() -> Generator[str]:
    """The address of the public keys."""
    public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
    body = json.dumps({"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/jwks"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def switched_on(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", PROJECT)
    monkeypatch.setenv("HEARTH_APP_CHECK", "1")
    monkeypatch.setenv("APP_CHECK_JWKS_URL", keys)


def token(key: rsa.RSAPrivateKey = KEY, kid: str = "one", **changes: Any) -> str:
    claims: dict[str, Any] = {
        "iss": f"{ISSUER}123456",
        "sub": "1:123456:web:abcdef",
        "aud": ["projects/123456", f"projects/{PROJECT}"],
        "exp": int(time.time()) + 600,
        "iat": int(time.time()) - 5,
        **changes,
    }
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, key, algorithm="RS256", headers={"kid": kid})


@pytest.mark.usefixtures("switched_on")
def test_the_owners_page_is_let_in() -> None:
    check_app(token())


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 10},
        {"exp": None},
        {"aud": ["projects/another"]},
        {"aud": None},
        {"iss": "https://evil.example/123456"},
        {"iss": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        check_app(token(**changes))


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("forged", [None, "", "x", "a.b.c"])
def test_no_token_or_none_at_all_is_refused(forged: str | None) -> None:
    with pytest.raises(Unauthenticated):
        check_app(forged)


@pytest.mark.usefixtures("switched_on")
def test_a_forged_signature_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        check_app(token(OTHER_KEY))
    with pytest.raises(Unauthenticated):
        check_app(token(kid="another"))
    unsigned = jwt.encode({"sub": "x"}, "", algorithm="none", headers={"kid": "one"})
    with pytest.raises(Unauthenticated):
        check_app(unsigned)


def test_switched_off_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEARTH_APP_CHECK", raising=False)
    check_app(None)


@pytest.mark.usefixtures("switched_on")
def test_keys_that_cannot_be_had_refuse_instead_of_letting_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_CHECK_JWKS_URL", "http://127.0.0.1:9/v1/jwks")
    with pytest.raises(Unavailable):
        check_app(token())


@pytest.mark.usefixtures("switched_on")
def test_a_real_project_takes_googles_keys_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jwks_url() != JWKS_URL
    monkeypatch.setenv("GCLOUD_PROJECT", "hearth-of-somebody")
    assert jwks_url() == JWKS_URL
