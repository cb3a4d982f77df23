"""App Check, where it is switched on: a proof for this project, signed by Google, not expired."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import jwt
import pytest

from app_check import JWKS_URL, check_app, jwks_url
from dev.emulators import PROJECT
from errors import Unauthenticated, Unavailable
from proofs import OTHER_KEY, proof, published_keys


@pytest.fixture(scope="module")
def keys() -> Generator[str]:
    """The address of the public keys."""
    with published_keys() as address:
        yield address


@pytest.fixture
def switched_on(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GCLOUD_PROJECT", PROJECT)
    monkeypatch.setenv("HEARTH_APP_CHECK", "1")
    monkeypatch.setenv("APP_CHECK_JWKS_URL", keys)


@pytest.mark.usefixtures("switched_on")
def test_the_owners_page_is_let_in() -> None:
    check_app(proof())


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
        check_app(proof(**changes))


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("forged", [None, "", "x", "a.b.c"])
def test_no_token_or_none_at_all_is_refused(forged: str | None) -> None:
    with pytest.raises(Unauthenticated):
        check_app(forged)


@pytest.mark.usefixtures("switched_on")
def test_a_forged_signature_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        check_app(proof(OTHER_KEY))
    with pytest.raises(Unauthenticated):
        check_app(proof(kid="another"))
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
        check_app(proof())


@pytest.mark.usefixtures("switched_on")
def test_a_real_project_takes_googles_keys_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jwks_url() != JWKS_URL
    monkeypatch.setenv("GCLOUD_PROJECT", "hearth-of-somebody")
    assert jwks_url() == JWKS_URL
