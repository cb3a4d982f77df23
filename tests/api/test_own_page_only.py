"""App Check switched on: what the page calls wants its proof; other programs have their door."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from hearth import Hearth, turn
from proofs import OTHER_KEY, proof, published_keys

CALLS = ("chat", "join", "overview")


@pytest.fixture(scope="module")
def required() -> Generator[dict[str, str]]:
    """The environment of a function that wants the proof."""
    with published_keys() as keys:
        yield {"HEARTH_APP_CHECK": "1", "APP_CHECK_JWKS_URL": keys}


@pytest.mark.parametrize("name", CALLS)
def test_what_the_page_calls_wants_its_proof(
    hearth: Hearth, required: dict[str, str], name: str
) -> None:
    ada = hearth.member("ada", owner=True)
    url = hearth.server(name, **required).url
    body: dict[str, Any] = turn() if name == "chat" else {"data": {}}
    for sent in ({}, {"X-Firebase-AppCheck": "x.y.z"}, {"X-Firebase-AppCheck": proof(OTHER_KEY)}):
        with hearth.open(url, body, ada.token, **sent) as response:
            assert response.status == 401
            said = response.read().decode()
        assert "Open it, and try there." in said or "Reload it, then try again." in said
    with hearth.open(url, body, ada.token, **{"X-Firebase-AppCheck": proof()}) as response:
        assert response.status == 200
        response.read()
    # Who is asking is checked besides.
    with hearth.open(url, body, None, **{"X-Firebase-AppCheck": proof()}) as response:
        assert response.status == 401


def test_other_programs_need_none_for_the_door(hearth: Hearth, required: dict[str, str]) -> None:
    ada = hearth.member("ada")
    made = hearth.call("create_token", ada.token, label="My editor")
    door = f"{hearth.server('v1', **required).url}/v1/chat/completions"
    body = {"model": "agent/hearth", "messages": [{"role": "user", "content": "Hello"}]}
    with hearth.open(door, body, made["token"]) as response:
        assert response.status == 200, response.read()
    with hearth.open(door, body, "not-a-token") as response:
        assert response.status == 401
