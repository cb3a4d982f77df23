"""ID tokens are checked as in production: real signatures, against Google's certificates."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import firebase_admin
import jwt
import pytest
from google_over_loopback import Google, Key, serve

import auth
from errors import Unauthenticated, Unavailable

# firebase-admin is not annotated.
sdk: Any = firebase_admin


@pytest.fixture(scope="module")
def keys() -> tuple[Key, Key]:
    return Key.make("securetoken"), Key.make("a stranger")


@pytest.fixture
def google(
    tmp_path: Path, keys: tuple[Key, Key], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Google]:
    played = Google(tmp_path, keys[0], {"ada": {"localId": "ada", "validSince": "0"}})
    server = serve(played)
    monkeypatch.delenv("FIREBASE_AUTH_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GCLOUD_PROJECT", "hearth-test")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "service-account.json"))
    auth.forget_accounts()
    yield played
    sdk.delete_app(auth.app())
    auth.forget_accounts()
    server.shutdown()
    server.server_close()


def test_a_good_token_names_its_account(google: Google) -> None:
    caller = auth.authenticate(f"Bearer {google.token()}")
    assert (caller.uid, caller.email) == ("ada", "ada@hearth.test")


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 60},
        {"iat": int(time.time()) + 600},
        {"aud": "another-project"},
        {"iss": "https://securetoken.google.com/another-project"},
        {"iss": "https://evil.example"},
        {"sub": ""},
        {"sub": "x" * 129},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_a_token_with_a_wrong_claim_is_refused(google: Google, changes: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        auth.authenticate(f"Bearer {google.token(**changes)}")


def test_a_forged_signature_is_refused(google: Google, keys: tuple[Key, Key]) -> None:
    with pytest.raises(Unauthenticated):
        auth.authenticate(f"Bearer {google.token(key=keys[1])}")


def test_an_unsigned_token_is_refused(google: Google) -> None:
    claims = jwt.decode(google.token(), options={"verify_signature": False})
    unsigned = jwt.encode(claims, "", algorithm="none")
    with pytest.raises(Unauthenticated):
        auth.authenticate(f"Bearer {unsigned}")


def test_a_token_signed_with_the_certificate_as_a_password_is_refused(google: Google) -> None:
    header, payload, _ = google.token().split(".")
    forged = f"{header}.{payload}.AAAA"
    with pytest.raises(Unauthenticated):
        auth.authenticate(f"Bearer {forged}")


@pytest.mark.usefixtures("google")
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer x.y.z"])
def test_a_header_without_a_token_is_refused(header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        auth.authenticate(header)


def test_a_revoked_session_is_refused_and_a_later_one_is_good(google: Google) -> None:
    google.accounts["ada"]["validSince"] = str(int(time.time()) - 30)
    with pytest.raises(Unauthenticated, match="signed out"):
        auth.authenticate(f"Bearer {google.token()}")
    now = int(time.time())
    assert auth.authenticate(f"Bearer {google.token(auth_time=now - 5, iat=now - 5)}")


def test_a_disabled_account_is_refused(google: Google) -> None:
    google.accounts["ada"]["disabled"] = True
    with pytest.raises(Unauthenticated, match="disabled"):
        auth.authenticate(f"Bearer {google.token()}")


def test_a_deleted_account_is_refused(google: Google) -> None:
    google.accounts.clear()
    with pytest.raises(Unauthenticated, match="no longer exists"):
        auth.authenticate(f"Bearer {google.token()}")


def test_the_account_is_not_looked_up_for_every_request(google: Google) -> None:
    token = f"Bearer {google.token()}"
    for _ in range(5):
        auth.authenticate(token)
    assert google.lookups == 1


def test_an_unreachable_google_refuses_instead_of_letting_in(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        auth.authenticate(f"Bearer {google.token()}")


def test_the_auth_emulator_is_refused_outside_a_demo_project(
    google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = google.token()
    monkeypatch.setenv("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9099")
    with pytest.raises(RuntimeError, match="demo-"):
        auth.authenticate(f"Bearer {token}")
    monkeypatch.delenv("FIREBASE_AUTH_EMULATOR_HOST")
    assert auth.authenticate(f"Bearer {token}")
